package dev.hato.contact;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mail address that has passed this library's own grammar: what is in it is what the wire gets.
 *
 * <p>The grammar is the {@code Mailbox} of RFC 5321, 4.1.2, with non-ASCII local parts of RFC 6531,
 * without comments, source routes and domain literals. Two things are accepted beyond it, because
 * people have such addresses: consecutive dots, and a dot before the at sign, under {@code .jp} and
 * the other domains of Japanese carriers; they go out as a quoted string.
 *
 * <p>Input is normalised: white space around it goes, full-width ASCII letters become ASCII, the
 * domain becomes a lower-case A-label (IDNA). The local part keeps its case, but takes part in
 * comparisons without it: {@code Hanako@example.jp} equals {@code hanako@EXAMPLE.JP}.
 *
 * <p>{@link #toString()} hides most of the address, for logs; use {@link #value()} for the address.
 * Immutable and thread-safe.
 */
public final class EmailAddress implements Comparable<EmailAddress> {
    private final String value;
    private final int at;

    /** That of the key, once it was asked for; racing threads find the same. */
    private int hash;

    EmailAddress(String localPart, String domain) {
        this.value = localPart + '@' + domain;
        this.at = localPart.length();
    }

    /**
     * Reads an address.
     *
     * @throws InvalidAddressException if it is none, saying why
     */
    public static EmailAddress of(String text) {
        Objects.requireNonNull(text, "An address is null; give one such as name@example.jp.");
        return AddressGrammar.parse(text);
    }

    /** Reads an address, or returns null if it is none. */
    public static @Nullable EmailAddress ofNullable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return AddressGrammar.parse(text);
        } catch (InvalidAddressException e) {
            return null;
        }
    }

    /** Returns the address as a person writes it: the local part without quotes, an at sign, the domain. */
    public String value() {
        return value;
    }

    /** Returns the part before the at sign, without quotes, in the case it was given. */
    public String localPart() {
        return value.substring(0, at);
    }

    /** Returns the domain as lower-case A-labels: {@code xn--wgv71a119e.jp}. */
    public String domain() {
        return value.substring(at + 1);
    }

    /** Returns the identity of the address: equal for two addresses that this library takes for the same one. */
    public String key() {
        String folded = value.toLowerCase(Locale.ROOT);
        return folded.equals(value) ? value : folded;
    }

    /** Returns the address as it stands in an SMTP command or a header, the local part quoted where it must be. */
    public String wire() {
        return AddressGrammar.isDotString(value, at) ? value : AddressGrammar.quoted(localPart()) + '@' + domain();
    }

    /** Returns whether the address is ASCII only; others need a server that offers SMTPUTF8 (RFC 6531). */
    public boolean isAscii() {
        for (int i = 0; i < at; i++) {
            if (value.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /** Returns a form for logs and messages that does not give the person away: {@code h***@example.jp}. */
    public String redacted() {
        int first = Character.charCount(value.codePointAt(0));
        return value.substring(0, Math.min(first, at)) + "***@" + domain();
    }

    @Override
    public int compareTo(EmailAddress other) {
        return key().compareTo(other.key());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EmailAddress that
                        && (value.equals(that.value) || (hashCode() == that.hashCode() && key().equals(that.key()))));
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = key().hashCode();
            hash = known;
        }
        return known;
    }

    /** Returns {@link #redacted()}. */
    @Override
    public String toString() {
        return redacted();
    }
}
