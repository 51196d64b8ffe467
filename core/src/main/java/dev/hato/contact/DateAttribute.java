package dev.hato.contact;

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
}
