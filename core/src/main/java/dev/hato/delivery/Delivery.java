package dev.hato.delivery;

import dev.hato.message.MessageTemplate;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A group or spot delivery, as it stands.
 *
 * @param id its identity
 * @param plan what goes to whom and when
 * @param state where it stands
 * @param milestones when it came how far
 * @param version counts the changes; a store replaces only the version that was read
 */
public record Delivery(DeliveryId id, Plan plan, DeliveryState state, Milestones milestones, long version) {
    /**
     * When a delivery came how far.
     *
     * @param startedAt when it began: the instant for which its segment is evaluated; null before
     * @param plannedAt when every mail of its target stood in the outbox; null before
     * @param endedAt when it reached its last state; null before
     * @param failure why it failed; null in every other state
     */
    public record Milestones(
            @Nullable Instant startedAt,
            @Nullable Instant plannedAt,
            @Nullable Instant endedAt,
            @Nullable String failure) {
        static final Milestones NONE = new Milestones(null, null, null, null);
    }

    /**
     * What goes to whom and when.
     *
     * @param name a short name for people and for conditions such as {@code mail("spring-sale").sent()}
     * @param audience to whom
     * @param template what
     * @param at when the delivery starts
     * @param createdAt when it was written down
     */
    public record Plan(String name, Audience audience, MessageTemplate template, Instant at, Instant createdAt) {
        /** Checks that nothing is missing. */
        public Plan {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(audience, "audience");
            Objects.requireNonNull(template, "template");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(createdAt, "createdAt");
        }

        /** Returns the kind of its mails. */
        public MailKind kind() {
            return audience instanceof Audience.Subscribers ? MailKind.GROUP : MailKind.SPOT;
        }
    }

    /** Returns the kind of its mails. */
    public MailKind kind() {
        return plan.kind();
    }

    /** Returns the name. */
    public String name() {
        return plan.name();
    }

    /**
     * Returns this delivery in another state.
     *
     * @throws IllegalTransitionException if that state may not follow
     */
    Delivery to(DeliveryState next, Instant now) {
        if (!state.next().contains(next)) {
            throw new IllegalTransitionException(id, state, next);
        }
        Instant started = milestones.startedAt();
        Milestones reached = new Milestones(
                started == null && next == DeliveryState.SENDING ? now : started,
                milestones.plannedAt(),
                next.isFinal() ? now : null,
                null);
        return new Delivery(id, plan, next, reached, version + 1);
    }

    /** Returns this delivery with its target planned. */
    Delivery planned(Instant now) {
        return new Delivery(id, plan, state, new Milestones(milestones.startedAt(), now, null, null), version + 1);
    }

    /** Returns this delivery as failed. */
    Delivery failed(String reason, Instant now) {
        Milestones reached = to(DeliveryState.FAILED, now).milestones();
        return new Delivery(
                id,
                plan,
                DeliveryState.FAILED,
                new Milestones(reached.startedAt(), reached.plannedAt(), now, reason),
                version + 1);
    }
}
