package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An attribute that holds points in time. */
public final class InstantAttribute extends Attribute<Instant> {
    InstantAttribute(String name) {
        super(name, AttributeType.INSTANT);
    }

    @Override
    @Nullable Instant convert(Object value) {
        return value instanceof Instant typed ? typed : null;
    }

    /** Is true if the value is earlier than the moment. */
    public Condition before(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.BEFORE, moment);
    }

    /** Is true if the value is earlier than the date. */
    public Condition before(LocalDate date) {
        return before(Moment.on(date));
    }

    /** Is true if the value is not later than the moment. */
    public Condition notAfter(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.NOT_AFTER, moment);
    }

    /** Is true if the value is not later than the date. */
    public Condition notAfter(LocalDate date) {
        return notAfter(Moment.on(date));
    }

    /** Is true if the value is not earlier than the moment. */
    public Condition notBefore(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.NOT_BEFORE, moment);
    }

    /** Is true if the value is not earlier than the date. */
    public Condition notBefore(LocalDate date) {
        return notBefore(Moment.on(date));
    }

    /** Is true if the value is later than the moment. */
    public Condition after(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.AFTER, moment);
    }

    /** Is true if the value is later than the date. */
    public Condition after(LocalDate date) {
        return after(Moment.on(date));
    }

    /** Is true if the value is on the local date of the moment. */
    public Condition on(Moment moment) {
        return new Condition.TimeIs(this, TimeComparison.ON, moment);
    }

    /** Is true if the value is on the date. */
    public Condition on(LocalDate date) {
        return on(Moment.on(date));
    }

    /** Is true if {@code from <= value < to}. */
    public Condition between(Moment from, Moment to) {
        return Conditions.allOf(notBefore(from), before(to));
    }
}
