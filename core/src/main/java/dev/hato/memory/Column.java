package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One property of all events in an {@link EventLog}, by position; events may lack it. */
abstract class Column {
    /** Returns an empty column for events that already are {@code size}. */
    static Column of(Attribute<?> property, int size, int capacity) {
        return property instanceof NumberAttribute number
                ? new NumberColumn(number, size, capacity)
                : size == 0
                        ? new SameColumn(property, null)
                        : new ObjectColumn(property, new @Nullable Object[capacity]);
    }

    abstract Attribute<?> property();

    /** Returns the value in canonical form, or null if the event has none. */
    abstract @Nullable Object value(int index);

    /**
     * Inserts a value before the position and returns the column to go on with, which is another one
     * where this one cannot hold the value.
     *
     * @param capacity how many values to have room for, more than {@code size}
     */
    abstract Column insert(int index, int size, int capacity, @Nullable Object value);

    abstract void remove(int index, int size);

    /** Returns the sum of the numbers in this range, or null if there are none. */
    @Nullable BigDecimal sum(int from, int to) {
        BigDecimal sum = null;
        for (int i = from; i < to; i++) {
            if (value(i) instanceof BigDecimal number) {
                sum = sum == null ? number : sum.add(number);
            }
        }
        return sum;
    }
}
