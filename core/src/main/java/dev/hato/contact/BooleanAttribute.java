package dev.hato.contact;

import org.jspecify.annotations.Nullable;

/** An attribute that holds true or false. */
public final class BooleanAttribute extends Attribute<Boolean> {
    BooleanAttribute(String name) {
        super(name, AttributeType.BOOLEAN);
    }

    @Override
    @Nullable Boolean convert(Object value) {
        return value instanceof Boolean typed ? typed : null;
    }
}
