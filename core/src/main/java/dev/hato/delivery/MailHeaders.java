package dev.hato.delivery;

import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that mailbox providers and other programs want of each kind of mail. */
final class MailHeaders {
    /** What may stand in a list identifier as it is (RFC 2919, 2); capitals would make two lists look like one. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*");

    /** Gmail wants 5 to 15 characters that do not change. */
    private static final int SENDER_ID = 15;

    private static final Message.Header ONE_CLICK =
            new Message.Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    private static final Message.Header AUTOMATIC = new Message.Header("Auto-Submitted", "auto-generated");

    private final @Nullable Unsubscribe unsubscribe;

    /** Those of the mail before, which most often is of the same source. */
    private volatile @Nullable Common last;

    MailHeaders(@Nullable Unsubscribe unsubscribe) {
        this.unsubscribe = unsubscribe;
    }

    /**
     * Returns the headers, without those that the template writes itself.
     *
     * @param opaqueId the occasion's
     */
    List<Message.Header> of(
            Occasion occasion, String opaqueId, Contact contact, EmailAddress author, List<Message.Header> own) {
        List<Message.Header> headers = new ArrayList<>(5);
        MailKind kind = occasion.kind();
        if (kind.isMarketing() && unsubscribe != null && !has(own, "List-Unsubscribe")) {
            unsubscribe(headers, unsubscribe, occasion.target(contact), opaqueId);
            if (unsubscribe.hasLink() && !has(own, "List-Unsubscribe-Post")) {
                headers.add(ONE_CLICK);
            }
        }
        Common common = common(occasion, author);
        if (common.listId() != null && !has(own, "List-Id")) {
            headers.add(common.listId());
        }
        if (kind != MailKind.TRANSACTIONAL && !has(own, "Feedback-ID")) {
            headers.add(common.feedbackId());
        }
        if (kind.isAutomatic() && !has(own, "Auto-Submitted")) {
            headers.add(AUTOMATIC);
        }
        return headers;
    }

    /** The headers that are the same in all mails of one source, kind, list and author. */
    private record Common(
            String source,
            MailKind kind,
            @Nullable MailingList list,
            String domain,
            Message.@Nullable Header listId,
            Message.Header feedbackId) {
        boolean isOf(Occasion occasion, EmailAddress author) {
            return source.equals(occasion.key().source())
                    && kind == occasion.kind()
                    && Objects.equals(list, occasion.list())
                    && domain.equals(author.domain());
        }
    }

    private Common common(Occasion occasion, EmailAddress author) {
        Common known = last;
        if (known == null || !known.isOf(occasion, author)) {
            MailingList list = occasion.list();
            known = new Common(
                    occasion.key().source(),
                    occasion.kind(),
                    list,
                    author.domain(),
                    list == null ? null : new Message.Header("List-Id", listId(list, author)),
                    new Message.Header("Feedback-ID", feedbackId(occasion, author)));
            last = known;
        }
        return known;
    }

    private static String listId(MailingList list, EmailAddress author) {
        return "<" + label(list.name()) + "." + author.domain() + ">";
    }

    private static void unsubscribe(
            List<Message.Header> headers, Unsubscribe unsubscribe, Unsubscribe.Target target, String opaqueId) {
        String url = unsubscribe.url(target);
        String mailto = unsubscribe.mailto(opaqueId);
        String both = url == null ? "" : "<" + url + ">";
        if (mailto != null) {
            both += (both.isEmpty() ? "<" : ", <") + mailto + ">";
        }
        headers.add(new Message.Header("List-Unsubscribe", both));
    }

    /** Campaign, list, kind and sender, as Gmail's feedback loop counts complaints. */
    private static String feedbackId(Occasion occasion, EmailAddress author) {
        String list = occasion.list() == null ? "" : label(occasion.list().name());
        return Fingerprint.of(occasion.key().source()).substring(0, 16) + ":" + list + ":"
                + occasion.kind().name().toLowerCase(Locale.ROOT) + ":" + senderId(author);
    }

    private static String senderId(EmailAddress author) {
        String dashed = author.domain().replace('.', '-');
        return dashed.length() >= 5 && dashed.length() <= SENDER_ID
                ? dashed
                : Fingerprint.of(author.domain()).substring(0, SENDER_ID);
    }

    private static String label(String listName) {
        return LABEL.matcher(listName).matches()
                ? listName
                : "list-" + Fingerprint.of(listName).substring(0, 16);
    }

    private static boolean has(List<Message.Header> own, String name) {
        for (Message.Header header : own) {
            if (header.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
