package dev.hato.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What differs between the mails of one template beside the recipient and the fields.
 *
 * <p>Immutable and thread-safe.
 *
 * @param messageId {@code <opaque@domain>} in ASCII, with its angle brackets (RFC 5322, 3.6.4); it is checked when a
 *     mail is composed
 * @param date when the mail was made
 * @param headers further headers of this mail, behind those of the template
 */
public record MailStamp(String messageId, Instant date, List<Message.Header> headers) {
    /** Checks that nothing is missing. */
    public MailStamp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(date, "date");
        headers = List.copyOf(headers);
    }

    /** Returns a stamp without further headers. */
    public static MailStamp of(String messageId, Instant date) {
        return new MailStamp(messageId, date, List.of());
    }
}
