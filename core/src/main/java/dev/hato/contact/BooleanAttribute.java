package dev.hato.contact;

import dev.hato.segment.Condition;
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

    /** Is true if the value is this. */
    public Condition is(boolean value) {
        return new Condition.BooleanIs(this, value);
    }

    /** Is true if the value is true. */
    public Condition isTrue() {
        return is(true);
    }

    /** Is true if the value is false; a missing one is not. */
    public Condition isFalse() {
        return is(false);
    }
}
