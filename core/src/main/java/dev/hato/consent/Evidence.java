package dev.hato.consent;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a subscription is as it is: who acted, how, from where, with which wording shown.
 *
 * @param origin who acted
 * @param method how: {@code "web form"}, {@code "unsubscribe link"}, {@code "CSV import"}
 * @param source from where: a page, a file and row, an operator's name
 * @param wording the consent text shown to the recipient, or null where none was
 * @param givenAt when the act took place, or null for the moment it is recorded
 */
public record Evidence(
        Origin origin,
        String method,
        String source,
        @Nullable String wording,
        @Nullable Instant givenAt) {
    /** Who acted. */
    public enum Origin {
        /** The recipient's own act. */
        RECIPIENT,
        /** A person of the sender's. */
        OPERATOR,
        /** An import, a sync, a replica: can tighten consent, never loosen it. */
        DATA
    }

    /** Checks that method and source say something. */
    public Evidence {
        Objects.requireNonNull(origin, "origin");
        if (method.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException(
                    "Evidence needs a method and a source; both say where consent came from.");
        }
    }

    /** Returns evidence of the recipient's own act. */
    public static Evidence byRecipient(String method, String source) {
        return new Evidence(Origin.RECIPIENT, method, source, null, null);
    }

    /** Returns evidence of an operator's act: who, and for what reason. */
    public static Evidence byOperator(String operator, String reason) {
        return new Evidence(Origin.OPERATOR, reason, operator, null, null);
    }

    /** Returns evidence that came with data: by which means, from which file, table or system. */
    public static Evidence byData(String method, String source) {
        return new Evidence(Origin.DATA, method, source, null, null);
    }

    /** Returns this evidence with the consent text that was shown. */
    public Evidence withWording(String shown) {
        return new Evidence(origin, method, source, shown, givenAt);
    }

    /** Returns this evidence with the moment of the act. */
    public Evidence givenAt(Instant moment) {
        return new Evidence(origin, method, source, wording, moment);
    }
}
