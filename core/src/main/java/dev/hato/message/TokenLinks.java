package dev.hato.message;

/**
 * The links of one mail, of which only some octets are its own: each link of {@link #shared()} consists of what stands
 * before, the mail's octets, the link's octets, and what stands behind. Used by one thread, while the mail is made.
 *
 * <p>All octets that are put must be letters, digits, hyphens or underscores, as in URL-safe Base64: they stand in HTML and
 * in each transfer encoding as they are.
 */
public interface TokenLinks {
    /** Returns what the links have in common with those of other mails; the same object each time that it is the same. */
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
     * Puts the {@link SharedLinks#linkOctets()} octets of one link.
     *
     * @param link the link's index in {@link TemplateLinks#all()}, one of those in {@link #shared()}
     * @param at where in the array they begin
     */
    void putLink(int link, byte[] out, int at);

    /**
     * Puts the {@link SharedLinks#linkOctets()} octets of the picture's URL, if {@link #shared()} has one.
     *
     * @param at where in the array they begin
     */
    void putPixel(byte[] out, int at);
}
