package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An attribute that holds calendar dates. */
public final class DateAttribute extends Attribute<LocalDate> {
    DateAttribute(String name) {
        super(name, AttributeType.DATE);
    }

    @Override
    @Nullable LocalDate convert(Object value) {
        return value instanceof LocalDate typed ? typed : null;
    }

    /** Is true if the value is earlier than the local date of the moment. */
    public Condition before(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.BEFORE, moment);
    }

    /** Is true if the value is earlier than the date. */
    public Condition before(LocalDate date) {
        return before(Moment.on(date));
    }

    /** Is true if the value is not later than the local date of the moment. */
    public Condition notAfter(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.NOT_AFTER, moment);
    }

    /** Is true if the value is not later than the date. */
    public Condition notAfter(LocalDate date) {
        return notAfter(Moment.on(date));
    }

    /** Is true if the value is not earlier than the local date of the moment. */
    public Condition notBefore(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.NOT_BEFORE, moment);
    }

    /** Is true if the value is not earlier than the date. */
    public Condition notBefore(LocalDate date) {
        return notBefore(Moment.on(date));
    }

    /** Is true if the value is later than the local date of the moment. */
    public Condition after(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.AFTER, moment);
    }

    /** Is true if the value is later than the date. */
    public Condition after(LocalDate date) {
        return after(Moment.on(date));
    }

    /** Is true if the value is on the local date of the moment. */
    public Condition is(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.ON, moment);
    }

    /** Is true if the value is on the date. */
    public Condition is(LocalDate date) {
        return is(Moment.on(date));
    }

    /** Is true if the value is neither earlier than the one date nor later than the other. */
    public Condition between(LocalDate first, LocalDate last) {
        return Conditions.allOf(notBefore(first), notAfter(last));
    }

    /** Is true if the value is neither earlier than the local date of the one moment nor later than that of the other. */
    public Condition between(Moment first, Moment last) {
        return Conditions.allOf(notBefore(first), notAfter(last));
    }
}
