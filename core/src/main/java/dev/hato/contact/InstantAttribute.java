package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An attribute that holds points in time. */
public final class InstantAttribute extends TimeAttribute<Instant> {
    InstantAttribute(String name) {
        super(name, AttributeType.INSTANT);
    }

    @Override
    @Nullable Instant convert(Object value) {
        return value instanceof Instant typed ? typed : null;
    }

    /** Is true if the value is on the local date of the moment. */
    public Condition on(Moment moment) {
        return compare(TimeComparison.ON, moment);
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
