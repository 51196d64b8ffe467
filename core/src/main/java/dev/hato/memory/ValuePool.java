package dev.hato.memory;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;

/** Gives one object for equal values seen lately, so that a million contacts share their prefectures. */
final class ValuePool {
    private static final int SIZE = 1 << 15;
    private static final int LONGEST = 64;

    private final Object[] seen = new Object[SIZE];

    Object share(Object value) {
        boolean worthIt = (value instanceof String text && text.length() <= LONGEST)
                || value instanceof BigDecimal
                || value instanceof LocalDate
                || value instanceof Set;
        if (!worthIt) {
            return value;
        }
        int hash = value.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SIZE - 1);
        Object known = seen[slot];
        if (value.equals(known)) {
            return known;
        }
        seen[slot] = value;
        return value;
    }
}
