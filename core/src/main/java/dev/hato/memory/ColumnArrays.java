package dev.hato.memory;

import java.util.Arrays;

/** Arrays that grow by little, because a million contacts have some each. */
final class ColumnArrays {
    private ColumnArrays() {}

    /** Returns how long arrays that hold {@code size} should be to take one more. */
    static int capacity(int length, int size) {
        return size < length ? length : size + Math.max(1, size >> 1);
    }

    /** Returns the array, or a longer copy, with the elements from the position on moved up by one. */
    static long[] inserting(long[] array, int index, int size, int capacity) {
        long[] target = size < array.length ? array : Arrays.copyOf(array, capacity);
        System.arraycopy(target, index, target, index + 1, size - index);
        return target;
    }

    /** Returns the array, or a longer copy, with the elements from the position on moved up by one. */
    static <T> T[] inserting(T[] array, int index, int size, int capacity) {
        T[] target = size < array.length ? array : Arrays.copyOf(array, capacity);
        System.arraycopy(target, index, target, index + 1, size - index);
        return target;
    }
}
