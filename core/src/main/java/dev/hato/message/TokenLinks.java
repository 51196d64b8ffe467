package dev.hato.message;

/**
 * The links of one mail, of which only some octets are its own: each link of {@link #shared()} consists of what
 * stands before, the mail's octets, the link's octets, and what stands behind. Used by one thread, while the mail is
 * made.
 *
 * <p>All octets that are put must be letters, digits, hyphens or underscores, as in URL-safe Base64: they stand in HTML
 * and in quoted-printable as they are. The composer refuses others that would not, with an
 * {@link IllegalArgumentException}.
 */
public interface TokenLinks {
    /** Stands for the index of a picture of one pixel. */
    int PIXEL = -2;

    /**
     * Returns what the links have in common with those of other mails; the same object each time that it is the same.
     */
    SharedLinks shared();

    /** Returns how many octets stand in all links of this mail. */
    int mailOctets();

    /**
     * Puts the octets that stand in all links of this mail.
     *
     * @param at where in the array they begin
     */
    void putMail(byte[] out, int at);

    /**
     * Puts the {@link SharedLinks#linkOctets()} octets of some links, one after the other.
     *
     * @param links the links' indexes in {@link TemplateLinks#all()}, of those that are in {@link #shared()}, or
     *     {@link #PIXEL}; not to be changed
     * @param at where in the array they begin
     */
    void putLinks(int[] links, byte[] out, int at);
}
