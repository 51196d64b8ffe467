package dev.hato.memory;

import dev.hato.contact.Attribute;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One value that all events have: the source of all mails to a contact, most often. Immutable. */
final class SameColumn extends Column {
    private final Attribute<?> property;
    private final @Nullable Object same;

    SameColumn(Attribute<?> property, @Nullable Object same) {
        this.property = property;
        this.same = same;
    }

    @Override
    Attribute<?> property() {
        return property;
    }

    @Override
    @Nullable Object value(int index) {
        return same;
    }

    @Override
    Column insert(int index, int size, int capacity, @Nullable Object value) {
        if (value != null && value.equals(same)) {
            return this;
        }
        if (size == 0) {
            return new SameColumn(property, value);
        }
        @Nullable Object[] values = new @Nullable Object[capacity];
        Arrays.fill(values, 0, size, same);
        return new ObjectColumn(property, values).insert(index, size, capacity, value);
    }

    @Override
    void remove(int index, int size) {
        // the others keep theirs
    }
}
