package dev.hato.step;

import dev.hato.contact.AttributeMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the time of an enrolment's steps is counted from.
 *
 * @param zone whose clocks and days count; see {@link dev.hato.calendar.ContactZone}
 * @param attributes the contact's, for its dates
 * @param enrolled when the contact was enrolled
 * @param paused for how long the enrolment has been paused since then, in all
 * @param previous when the step before was done, moved on by the pauses since; {@code enrolled} before the first
 * @param caughtUp when the last step began that was past due, or null
 */
public record EnrolmentClock(
        ZoneId zone,
        AttributeMap attributes,
        Instant enrolled,
        Duration paused,
        Instant previous,
        @Nullable Instant caughtUp) {
    /** Checks that nothing is missing. */
    public EnrolmentClock {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(attributes, "attributes");
        Objects.requireNonNull(enrolled, "enrolled");
        Objects.requireNonNull(previous, "previous");
        if (paused.isNegative()) {
            throw new IllegalArgumentException("Paused for " + paused + "; a pause has a length.");
        }
    }

    /** Returns the clock of an enrolment that has just begun. */
    public static EnrolmentClock of(ZoneId zone, AttributeMap attributes, Instant enrolled) {
        return new EnrolmentClock(zone, attributes, enrolled, Duration.ZERO, enrolled, null);
    }

    /** Returns this clock after a step that was done then. */
    public EnrolmentClock afterStep(Instant done) {
        return new EnrolmentClock(zone, attributes, enrolled, paused, done, caughtUp);
    }

    /** Returns this clock after a step that was past due and began then. */
    public EnrolmentClock afterLateStep(Instant done) {
        return new EnrolmentClock(zone, attributes, enrolled, paused, done, done);
    }

    /** Returns this clock after a pause: what counts from enrolment or from a step moves on, dates stay. */
    public EnrolmentClock afterPause(Duration span) {
        return new EnrolmentClock(zone, attributes, enrolled, paused.plus(span), previous.plus(span), caughtUp);
    }

    /** Returns this clock with other attributes of the contact. */
    public EnrolmentClock withAttributes(AttributeMap newAttributes) {
        return new EnrolmentClock(zone, newAttributes, enrolled, paused, previous, caughtUp);
    }

    /** Returns this clock in another zone. */
    public EnrolmentClock inZone(ZoneId newZone) {
        return new EnrolmentClock(newZone, attributes, enrolled, paused, previous, caughtUp);
    }
}
