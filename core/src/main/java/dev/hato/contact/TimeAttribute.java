package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.time.LocalDate;

/**
 * An attribute that holds a date or a point in time, and is compared with moments.
 *
 * <p>Where either side is a date, the local dates in the zone of the evaluation are compared.
 *
 * @param <T> the Java type of the values
 */
public abstract sealed class TimeAttribute<T> extends Attribute<T> permits DateAttribute, InstantAttribute {
    TimeAttribute(String name, AttributeType type) {
        super(name, type);
    }

    /** Is true if the value is earlier than the moment. */
    public final Condition before(Moment moment) {
        return compare(TimeComparison.BEFORE, moment);
    }

    /** Is true if the value is earlier than the date. */
    public final Condition before(LocalDate date) {
        return before(Moment.on(date));
    }

    /** Is true if the value is not later than the moment. */
    public final Condition notAfter(Moment moment) {
        return compare(TimeComparison.NOT_AFTER, moment);
    }

    /** Is true if the value is not later than the date. */
    public final Condition notAfter(LocalDate date) {
        return notAfter(Moment.on(date));
    }

    /** Is true if the value is not earlier than the moment. */
    public final Condition notBefore(Moment moment) {
        return compare(TimeComparison.NOT_BEFORE, moment);
    }

    /** Is true if the value is not earlier than the date. */
    public final Condition notBefore(LocalDate date) {
        return notBefore(Moment.on(date));
    }

    /** Is true if the value is later than the moment. */
    public final Condition after(Moment moment) {
        return compare(TimeComparison.AFTER, moment);
    }

    /** Is true if the value is later than the date. */
    public final Condition after(LocalDate date) {
        return after(Moment.on(date));
    }

    final Condition compare(TimeComparison comparison, Moment moment) {
        return new Condition.TimeIs(this, comparison, moment);
    }
}
