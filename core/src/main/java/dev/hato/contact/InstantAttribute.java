package dev.hato.contact;

import java.time.Instant;
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
}
