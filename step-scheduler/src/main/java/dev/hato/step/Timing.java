package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.LeapDay;
import dev.hato.step.Anchor.AnchorDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a step is due: an anchor, a distance from it, a time of the day, and what becomes of a day that is no business
 * day.
 *
 * @param anchor what the distance is counted from
 * @param offset the distance; behind an anchor date it may lead back
 * @param at the time of the day, or null for that of the anchor; only with an offset of whole days
 * @param shift what becomes of Saturdays, Sundays and holidays
 */
public record Timing(Anchor anchor, Offset offset, @Nullable LocalTime at, BusinessDayShift shift)
        implements StepTiming {
    /** Checks that the parts go together. */
    public Timing {
        Objects.requireNonNull(shift, "shift");
        if (offset.isNegative() && !(anchor instanceof AnchorDate)) {
            throw new IllegalArgumentException("A step " + offset.words() + " before " + anchor
                    + " can never be sent in time; count from a date, as in from(BIRTHDAY, days(-7)).");
        }
        if (at != null && !offset.isOfDays()) {
            throw new IllegalArgumentException("A step " + offset.words() + " after " + anchor
                    + " has its time of the day already; leave out .at(" + at + "), or count in days.");
        }
        if (at != null && !at.truncatedTo(ChronoUnit.SECONDS).equals(at)) {
            throw new IllegalArgumentException("Time of the day " + at + " has a part of a second; use whole seconds.");
        }
    }

    @Override
    public Timing timing() {
        return this;
    }

    /**
     * Returns this timing coming again every year.
     *
     * @throws IllegalStateException if it is not counted from a date
     */
    public Timing yearly() {
        AnchorDate date = date("yearly()");
        return with(new AnchorDate(date.attribute(), true, date.leapDay()));
    }

    /**
     * Returns this timing with another answer for 29 February.
     *
     * @throws IllegalStateException if it is not counted from a date
     */
    public Timing leapDay(LeapDay policy) {
        AnchorDate date = date("leapDay(" + policy + ")");
        return with(new AnchorDate(date.attribute(), date.yearly(), policy));
    }

    /** Returns this timing moved to a business day, or left out, where its day is none. */
    public Timing onBusinessDays(BusinessDayShift newShift) {
        return new Timing(anchor, offset, at, newShift);
    }

    /** Returns whether it comes again every year. */
    public boolean isYearly() {
        return anchor instanceof AnchorDate date && date.yearly();
    }

    private AnchorDate date(String call) {
        if (anchor instanceof AnchorDate date) {
            return date;
        }
        throw new IllegalStateException(call
                + " belongs to a date, as in from(BIRTHDAY, days(0)).yearly(); this step counts from " + anchor + ".");
    }

    private Timing with(Anchor newAnchor) {
        return new Timing(newAnchor, offset, at, shift);
    }

    /** Returns such as {@code 3 days after enrolment at 10:00}. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        if (offset.isZero()) {
            words.append(
                    anchor instanceof AnchorDate
                            ? "on " + anchor
                            : at == null ? "immediately after " + anchor : "on the day of " + anchor);
        } else {
            words.append(offset.words())
                    .append(offset.isNegative() ? " before " : " after ")
                    .append(anchor);
        }
        if (at != null) {
            words.append(" at ").append(at);
        }
        if (anchor instanceof AnchorDate date && date.yearly()) {
            words.append(", yearly");
            if (date.leapDay() != LeapDay.FEB_28) {
                words.append(" (29 February: ").append(date.leapDay()).append(')');
            }
        }
        if (shift != BusinessDayShift.NONE) {
            words.append(", ").append(shift.words());
        }
        return words.toString();
    }
}
