package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An attribute that holds calendar dates. */
public final class DateAttribute extends TimeAttribute<LocalDate> {
    DateAttribute(String name) {
        super(name, AttributeType.DATE);
    }

    @Override
    @Nullable LocalDate convert(Object value) {
        return value instanceof LocalDate typed ? typed : null;
    }

    /** Is true if the value is on the local date of the moment. */
    public Condition is(Moment moment) {
        return compare(TimeComparison.ON, moment);
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
