package dev.hato.jdbc;

import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The small numbers that stand for constants in the outbox's rows. They never change their meaning. */
final class OutboxCodes {
    /** States from here on are over. */
    static final int OVER = 10;

    private static final Codes<MailKind> KINDS = new Codes<>("mail kind", MailKind.class)
            .with(10, MailKind.TRANSACTIONAL)
            .with(20, MailKind.TRIGGER)
            .with(30, MailKind.STEP)
            .with(40, MailKind.SPOT)
            .with(50, MailKind.GROUP);

    /** {@code CLAIMED} is not among them: a row with a fence is. */
    private static final Codes<MailState> STATES = new Codes<>("mail state", MailState.class)
            .with(1, MailState.PLANNED)
            .with(2, MailState.DEFERRED)
            .with(11, MailState.HANDED_OVER)
            .with(12, MailState.BOUNCED)
            .with(13, MailState.EXCLUDED)
            .with(14, MailState.UNKNOWN);

    private static final Codes<ExclusionReason> REASONS = new Codes<>("exclusion reason", ExclusionReason.class)
            .with(1, ExclusionReason.NOT_SUBSCRIBED)
            .with(2, ExclusionReason.STOPPED)
            .with(3, ExclusionReason.BANNED)
            .with(4, ExclusionReason.PENDING)
            .with(5, ExclusionReason.ADDRESS_ERROR)
            .with(6, ExclusionReason.COMPLAINED)
            .with(7, ExclusionReason.SUPPRESSED)
            .with(8, ExclusionReason.CONTACT_REMOVED)
            .with(9, ExclusionReason.MISSING_FIELD)
            .with(10, ExclusionReason.NOT_RENDERED)
            .with(11, ExclusionReason.CANCELLED)
            .with(12, ExclusionReason.DELIVERY_FAILED)
            .with(13, ExclusionReason.ERASED);

    private OutboxCodes() {}

    /** Returns the kind's code; of two kinds the one to be claimed first has the smaller. */
    static long code(MailKind kind) {
        return KINDS.code(kind);
    }

    /** Returns the codes of all kinds, separated by commas: with them an index that begins with the kind is used. */
    static String kinds() {
        return Arrays.stream(MailKind.values())
                .map(kind -> String.valueOf(code(kind)))
                .collect(Collectors.joining(", "));
    }

    static long code(MailState state) {
        return STATES.code(state);
    }

    static @Nullable Long code(@Nullable ExclusionReason reason) {
        return reason == null ? null : (Long) REASONS.code(reason);
    }

    static MailKind kind(long code) {
        return KINDS.constant(code);
    }

    static MailState state(long code) {
        return STATES.constant(code);
    }

    static @Nullable ExclusionReason reason(@Nullable Long code) {
        return code == null ? null : REASONS.constant(code);
    }

    private static final class Codes<E extends Enum<E>> {
        private final String what;
        private final EnumMap<E, Long> codes;
        private final Map<Long, E> constants = new HashMap<>();

        Codes(String what, Class<E> type) {
            this.what = what;
            codes = new EnumMap<>(type);
        }

        Codes<E> with(long code, E constant) {
            codes.put(constant, code);
            constants.put(code, constant);
            return this;
        }

        long code(E constant) {
            Long code = codes.get(constant);
            if (code == null) {
                throw new IllegalArgumentException("The outbox cannot keep the " + what + " " + constant + ".");
            }
            return code;
        }

        E constant(long code) {
            E constant = constants.get(code);
            if (constant == null) {
                throw new StoreException("The outbox has a row with the " + what + " " + code
                        + ", which this version does not know; let all nodes run the newest one.");
            }
            return constant;
        }
    }
}
