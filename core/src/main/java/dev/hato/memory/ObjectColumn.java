package dev.hato.memory;

import dev.hato.contact.Attribute;
import org.jspecify.annotations.Nullable;

/** Values as objects. */
final class ObjectColumn extends Column {
    private final Attribute<?> property;
    private @Nullable Object[] values;

    ObjectColumn(Attribute<?> property, @Nullable Object[] values) {
        this.property = property;
        this.values = values;
    }

    @Override
    Attribute<?> property() {
        return property;
    }

    @Override
    @Nullable Object value(int index) {
        return values[index];
    }

    @Override
    Column insert(int index, int size, int capacity, @Nullable Object value) {
        values = ColumnArrays.inserting(values, index, size, capacity);
        values[index] = value;
        return this;
    }

    @Override
    void remove(int index, int size) {
        System.arraycopy(values, index + 1, values, index, size - index - 1);
        values[size - 1] = null;
    }
}
