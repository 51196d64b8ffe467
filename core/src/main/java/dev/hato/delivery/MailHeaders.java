package dev.hato.delivery;

import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that mailbox providers and other programs want of each kind of mail. */
final class MailHeaders {
    /** What may stand in a list identifier as it is (RFC 2919, 2); capitals would make two lists look like one. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*");

    /** Gmail wants 5 to 15 characters that do not change. */
    private static final int SENDER_ID = 15;

    /** So many sources are remembered; when there are more, it begins anew. */
    private static final int MOST_SOURCES = 1_000;

    private final @Nullable Unsubscribe unsubscribe;
    private final Map<Source, List<Message.Header>> common = new ConcurrentHashMap<>();

    /** What the headers of many mails depend on. */
    private record Source(
            MailKind kind, String name, @Nullable String list, String domain) {}

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
        for (Message.Header header : common(occasion, author)) {
            if (!has(own, header.name())) {
                headers.add(header);
            }
        }
        return headers;
    }

    /** Returns the headers that all mails of one source have. */
    private List<Message.Header> common(Occasion occasion, EmailAddress author) {
        MailingList list = occasion.list();
        Source source = new Source(
                occasion.kind(), occasion.key().source(), list == null ? null : list.name(), author.domain());
        List<Message.Header> known = common.get(source);
        if (known == null) {
            if (common.size() >= MOST_SOURCES) {
                common.clear();
            }
            known = headers(source);
            common.put(source, known);
        }
        return known;
    }

    private static List<Message.Header> headers(Source source) {
        List<Message.Header> headers = new ArrayList<>(3);
        if (source.list() != null) {
            headers.add(new Message.Header("List-Id", "<" + label(source.list()) + "." + source.domain() + ">"));
        }
        if (source.kind() != MailKind.TRANSACTIONAL) {
            headers.add(new Message.Header("Feedback-ID", feedbackId(source)));
        }
        if (source.kind().isAutomatic()) {
            headers.add(new Message.Header("Auto-Submitted", "auto-generated"));
        }
        return List.copyOf(headers);
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
    private static String feedbackId(Source source) {
        String list = source.list() == null ? "" : label(source.list());
        return Fingerprint.of(source.name()).substring(0, 16) + ":" + list + ":"
                + source.kind().name().toLowerCase(Locale.ROOT) + ":" + senderId(source.domain());
    }

    private static String senderId(String domain) {
        String dashed = domain.replace('.', '-');
        return dashed.length() >= 5 && dashed.length() <= SENDER_ID
                ? dashed
                : Fingerprint.of(domain).substring(0, SENDER_ID);
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
