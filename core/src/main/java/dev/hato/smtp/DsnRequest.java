package dev.hato.smtp;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which delivery status notifications servers shall send to the envelope sender (RFC 3461).
 *
 * <p>It is asked for where the server offers DSN, with the mail's Message-ID as envelope identifier
 * (ENVID), and left out elsewhere. Immutable and thread-safe.
 *
 * @param events what to be told of; none of them means NEVER
 * @param returned how much of the mail a failure brings back
 */
public record DsnRequest(Set<Event> events, Return returned) {
    /** What to be told of (RFC 3461, 4.1). */
    public enum Event {
        /** The mail arrived in the mailbox. */
        SUCCESS,
        /** It will not arrive. */
        FAILURE,
        /** It has not arrived yet. */
        DELAY
    }

    /** How much of the mail comes back (RFC 3461, 4.3). */
    public enum Return {
        /** All of it. */
        FULL,
        /** Its headers only. */
        HDRS
    }

    /** Copies the set. */
    public DsnRequest {
        events = Set.copyOf(events);
        Objects.requireNonNull(returned, "returned");
    }

    /** Asks to be told of these events, with the headers of the mail only. */
    public static DsnRequest of(Event first, Event... more) {
        return new DsnRequest(EnumSet.of(first, more), Return.HDRS);
    }

    /** Asks to be told of nothing at all, failures included. */
    public static DsnRequest never() {
        return new DsnRequest(Set.of(), Return.HDRS);
    }

    /** Returns the same request with this much of the mail in a failure. */
    public DsnRequest returning(Return value) {
        return new DsnRequest(events, value);
    }

    String mailParameters(String messageId) {
        String envelope = envelopeId(messageId);
        return " RET=" + returned + (envelope.isEmpty() ? "" : " ENVID=" + envelope);
    }

    String rcptParameters() {
        return " NOTIFY="
                + (events.isEmpty()
                        ? "NEVER"
                        : events.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
    }

    /**
     * The Message-ID without its brackets in xtext (RFC 3461, 4), or nothing if it is longer than the
     * 100 octets that are allowed, or not ASCII: an identifier cut short would match nothing.
     */
    private static String envelopeId(String messageId) {
        boolean bracketed = messageId.startsWith("<") && messageId.endsWith(">") && messageId.length() > 2;
        String id = bracketed ? messageId.substring(1, messageId.length() - 1) : messageId;
        StringBuilder xtext = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~') {
                return "";
            }
            if (c == '+' || c == '=' || c == ' ') {
                xtext.append('+').append(Character.forDigit(c >> 4, 16)).append(c == ' ' ? '0' : c == '+' ? 'B' : 'D');
            } else {
                xtext.append(c);
            }
        }
        return xtext.length() > 100 ? "" : xtext.toString();
    }
}
