package dev.hato.delivery;

import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.internal.Texts;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where recipients leave a list: a page that takes RFC 8058's one-click POST, a mailbox, or both.
 *
 * <pre>{@code
 * Unsubscribe.byLink(from -> URI.create("https://shop.example/stop/" + tokens.signed(from.contact(), from.list())))
 *     .orByMail("stop@shop.example")
 * }</pre>
 *
 * <p>Both go into List-Unsubscribe (RFC 2369), the page with List-Unsubscribe-Post. Mailbox providers
 * honour one-click only under a DKIM signature that covers both headers (RFC 8058, 4), made by this
 * engine or by the mail server. Templates of marketing mail show them as {@code {{ unsubscribe.url }}}
 * and {@code {{ unsubscribe.mail }}}. Immutable and thread-safe if the link is.
 */
public final class Unsubscribe {
    /** Longer ones would not stand in a header's line of 998 octets with the mailbox beside them. */
    private static final int LONGEST = 700;

    private final @Nullable Link link;
    private final @Nullable EmailAddress mailbox;

    /** What stands before the id of each mail. */
    private final @Nullable String mailto;

    private Unsubscribe(@Nullable Link link, @Nullable EmailAddress mailbox) {
        this.link = link;
        this.mailbox = mailbox;
        this.mailto = mailbox == null ? null : "mailto:" + encoded(mailbox.wire()) + "?subject=unsubscribe%20";
    }

    /** Makes the page's address for one recipient of one mail. Called by several threads at once. */
    @FunctionalInterface
    public interface Link {
        /**
         * Returns an absolute HTTPS URL of at most 700 characters, which nobody can guess or alter: it
         * carries a token that the host has signed. A POST there with the body {@code List-Unsubscribe=One-Click} unsubscribes at once, without a
         * cookie, a login or a redirect (RFC 8058, 3.1); a GET shows a page and changes nothing, since
         * scanners follow links.
         */
        URI of(Target target);
    }

    /**
     * Who would leave what.
     *
     * @param contact the recipient
     * @param list the list that the mail goes to, or null for a mail without one
     * @param mail the mail that carries the link
     * @param test whether the mail only shows how it will look: its link must unsubscribe nobody
     */
    public record Target(Contact contact, @Nullable MailingList list, SendKey mail, boolean test) {
        /** Checks that nothing is missing. */
        public Target {
            Objects.requireNonNull(contact, "contact");
            Objects.requireNonNull(mail, "mail");
        }
    }

    /** Unsubscribes by a page. */
    public static Unsubscribe byLink(Link link) {
        return new Unsubscribe(Objects.requireNonNull(link, "link"), null);
    }

    /**
     * Unsubscribes by an empty mail to this address.
     *
     * @throws dev.hato.contact.InvalidAddressException if it is none
     */
    public static Unsubscribe byMail(String address) {
        return new Unsubscribe(null, mailbox(address));
    }

    /**
     * Returns the same with a mailbox besides.
     *
     * @throws dev.hato.contact.InvalidAddressException if it is none
     */
    public Unsubscribe orByMail(String address) {
        return new Unsubscribe(link, mailbox(address));
    }

    private static EmailAddress mailbox(String address) {
        EmailAddress mailbox = EmailAddress.of(address);
        if (!mailbox.isAscii()) {
            throw new IllegalArgumentException("The address " + mailbox.redacted()
                    + " to unsubscribe at is not ASCII, which not every mail program can write to; give another.");
        }
        return mailbox;
    }

    boolean hasLink() {
        return link != null;
    }

    boolean hasMail() {
        return mailbox != null;
    }

    /** Returns the page for this recipient, or null if there is none. */
    @Nullable String url(Target target) {
        if (link == null) {
            return null;
        }
        URI uri = link.of(target);
        String url = uri == null ? "" : uri.toASCIIString();
        if (uri == null
                || !"https".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || url.length() > LONGEST) {
            throw new IllegalStateException("The link to unsubscribe is " + Texts.quote(url)
                    + "; one-click needs an absolute HTTPS URL of at most " + LONGEST + " characters.");
        }
        return url;
    }

    /** Returns the mailbox with a subject that names the mail, or null if there is none. */
    @Nullable String mailto(String opaqueId) {
        return mailto == null ? null : mailto + opaqueId;
    }

    /** An address may have characters that mean something in an URI (RFC 6068, 2). */
    private static String encoded(String address) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || "@.-_+~".indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }

    /** Returns the mailbox, or null if there is none. */
    @Nullable String address() {
        return mailbox == null ? null : mailbox.value();
    }

    /** Returns which ways there are. */
    @Override
    public String toString() {
        return "Unsubscribe[" + (link == null ? "" : "link ") + (mailbox == null ? "" : mailbox.redacted()) + "]";
    }
}
