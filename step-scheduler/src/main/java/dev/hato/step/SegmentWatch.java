package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.enrolment.Enrolment;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Profile;
import dev.hato.segment.SegmentReferenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds those who entered or left a segment by time alone: who, by what is known now, were not such then and are such
 * today. Changes of the data between are no matter of this: they fired when they were written.
 */
final class SegmentWatch implements Watch {
    private static final Duration EXACT = Duration.ofSeconds(1);

    private final Trigger trigger;
    private final String segment;
    private final boolean enters;
    private final StepSettings settings;

    private SegmentWatch(Trigger trigger, String segment, boolean enters, StepSettings settings) {
        this.trigger = trigger;
        this.segment = segment;
        this.enters = enters;
        this.settings = settings;
    }

    static SegmentWatch of(Trigger.SegmentEntered trigger, StepSettings settings) {
        return new SegmentWatch(trigger, trigger.segment(), true, settings);
    }

    static SegmentWatch of(Trigger.SegmentLeft trigger, StepSettings settings) {
        return new SegmentWatch(trigger, trigger.segment(), false, settings);
    }

    @Override
    public String name() {
        return trigger.toString();
    }

    /** A segment that does not move with time is never looked at, nor is one that is not defined. */
    @Override
    public Instant next(Instant after) {
        try {
            return fixed(after).isRelative() ? after.plus(settings.watching()) : Instant.MAX;
        } catch (SegmentReferenceException e) {
            return Instant.MAX; // what is written to contacts and events says so to those who can mend it
        }
    }

    private EvaluationContext context(Instant now) {
        return new EvaluationContext(
                now, settings.engine().zone(), settings.engine().segments());
    }

    private FixedMoments.Fixed fixed(Instant now) {
        return FixedMoments.of(Conditions.inSegment(segment), context(now));
    }

    @Override
    public Look look(Instant from, Instant to) {
        return new Members(from, to);
    }

    private final class Members implements Look {
        private final Instant from;
        private final Instant to;
        private final Map<Instant, CompiledCondition> compiled = new HashMap<>();

        Members(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public @Nullable Condition candidates() {
            Condition before = fixed(from).condition();
            Condition after = fixed(to).condition();
            return before.equals(after)
                    ? null
                    : enters
                            ? Conditions.allOf(after, Conditions.not(before))
                            : Conditions.allOf(before, Conditions.not(after));
        }

        @Override
        public Optional<Fired> fired(Stores tx, Contact contact) {
            return tx.selector().read(contact.id(), this::moment).map(at -> new Fired(at, ""));
        }

        /** Halves the span until the moment is known to the second. */
        private Instant moment(Profile profile) {
            Instant outside = from;
            Instant inside = to;
            while (Duration.between(outside, inside).compareTo(EXACT) > 0) {
                Instant middle = outside.plus(Duration.between(outside, inside).dividedBy(2))
                        .truncatedTo(ChronoUnit.SECONDS);
                if (!middle.isAfter(outside)) {
                    return inside;
                }
                boolean member = compiled.computeIfAbsent(middle, this::compile).test(profile);
                if (member == enters) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            return inside;
        }

        private CompiledCondition compile(Instant moment) {
            return CompiledCondition.of(Conditions.inSegment(segment), context(moment));
        }

        /** Whoever was started since the last look has been dealt with when the data was written. */
        @Override
        public boolean isKnown(Fired fired, List<Enrolment> enrolments) {
            return enrolments.stream()
                    .anyMatch(enrolment -> enrolment.times().enrolled().isAfter(from));
        }
    }
}
