package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact numbers as longs that share one scale. The scale grows with the values; a value that does
 * not fit moves the whole column to objects.
 */
final class NumberColumn extends Column {
    /** Stands for "no value"; as a number it does not fit. */
    private static final long MISSING = Long.MIN_VALUE;

    private static final int MAX_DIGITS = 18;
    private static final long[] POWERS = powers();

    private final NumberAttribute property;
    private long[] numbers;
    private int scale;

    NumberColumn(NumberAttribute property, int size, int capacity) {
        this.property = property;
        this.numbers = new long[capacity];
        Arrays.fill(numbers, 0, size, MISSING);
    }

    private static long[] powers() {
        long[] powers = new long[MAX_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    @Override
    Attribute<?> property() {
        return property;
    }

    @Override
    @Nullable Object value(int index) {
        long number = numbers[index];
        return number == MISSING ? null : property.check(BigDecimal.valueOf(number, scale));
    }

    @Override
    Column insert(int index, int size, int capacity, @Nullable Object value) {
        long number = MISSING;
        if (value != null) {
            BigDecimal decimal = (BigDecimal) value;
            if (!fits(decimal, size)) {
                return objects(size).insert(index, size, capacity, value);
            }
            number = decimal.setScale(scale).unscaledValue().longValueExact();
        }
        numbers = ColumnArrays.inserting(numbers, index, size, capacity);
        numbers[index] = number;
        return this;
    }

    /** Makes room for the value's decimals, and returns whether it can be kept here. */
    private boolean fits(BigDecimal value, int size) {
        int decimals = Math.max(scale, value.scale());
        if (decimals > MAX_DIGITS || value.precision() + (decimals - value.scale()) > MAX_DIGITS) {
            return false;
        }
        if (decimals == scale) {
            return true;
        }
        long factor = POWERS[decimals - scale];
        for (int i = 0; i < size; i++) {
            if (numbers[i] != MISSING && Math.abs(numbers[i]) > Long.MAX_VALUE / factor) {
                return false;
            }
        }
        for (int i = 0; i < size; i++) {
            numbers[i] = numbers[i] == MISSING ? MISSING : numbers[i] * factor;
        }
        scale = decimals;
        return true;
    }

    private Column objects(int size) {
        @Nullable Object[] values = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = value(i);
        }
        return new ObjectColumn(property, values);
    }

    @Override
    void remove(int index, int size) {
        System.arraycopy(numbers, index + 1, numbers, index, size - index - 1);
    }

    @Override
    @Nullable BigDecimal sum(int from, int to) {
        long sum = 0;
        boolean found = false;
        for (int i = from; i < to; i++) {
            long number = numbers[i];
            if (number == MISSING) {
                continue;
            }
            long next = sum + number;
            if (((sum ^ next) & (number ^ next)) < 0) {
                return super.sum(from, to);
            }
            sum = next;
            found = true;
        }
        return found ? BigDecimal.valueOf(sum, scale) : null;
    }
}
