package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that mailbox providers and other programs want of each kind of mail. */
final class MailHeaders {
    /** What may stand in a list identifier as it is (RFC 2919, 2); capitals would make two lists look like one. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*");

    /** Gmail wants 5 to 15 characters that do not change. */
    private static final int SENDER_ID = 15;

    private final @Nullable Unsubscribe unsubscribe;

    MailHeaders(@Nullable Unsubscribe unsubscribe) {
        this.unsubscribe = unsubscribe;
    }

    /** Returns the headers, without those that the template writes itself. */
    List<Message.Header> of(Occasion occasion, Contact contact, EmailAddress author, List<Message.Header> own) {
        List<Message.Header> headers = new ArrayList<>(5);
        MailKind kind = occasion.kind();
        if (kind.isMarketing() && unsubscribe != null && !has(own, "List-Unsubscribe")) {
            unsubscribe(headers, unsubscribe, occasion.target(contact), occasion.unique());
            if (unsubscribe.hasLink() && !has(own, "List-Unsubscribe-Post")) {
                headers.add(new Message.Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            }
        }
        if (occasion.list() != null && !has(own, "List-Id")) {
            headers.add(
                    new Message.Header("List-Id", "<" + label(occasion.list().name()) + "." + author.domain() + ">"));
        }
        if (kind != MailKind.TRANSACTIONAL && !has(own, "Feedback-ID")) {
            headers.add(new Message.Header("Feedback-ID", feedbackId(occasion, author)));
        }
        if (kind.isAutomatic() && !has(own, "Auto-Submitted")) {
            headers.add(new Message.Header("Auto-Submitted", "auto-generated"));
        }
        return headers;
    }

    private static void unsubscribe(
            List<Message.Header> headers, Unsubscribe unsubscribe, Unsubscribe.Target target, String unique) {
        String url = unsubscribe.url(target);
        String mailto = unsubscribe.mailto(Fingerprint.of(unique));
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
