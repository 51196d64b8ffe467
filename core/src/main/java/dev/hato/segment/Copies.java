package dev.hato.segment;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Immutable and canonical copies of what conditions are made of. */
final class Copies {
    /** The most digits a bound may have before and after the point: far beyond money, and cheap to expand. */
    static final int MAX_DIGITS = 200;

    private Copies() {}

    static <T> Set<T> ordered(Collection<T> values) {
        Set<T> copy = new LinkedHashSet<>();
        for (T value : values) {
            copy.add(Objects.requireNonNull(value, "value"));
        }
        return Collections.unmodifiableSet(copy);
    }

    /** Returns the bound without trailing zeros. Equal numbers are then equal objects. */
    static BigDecimal bound(BigDecimal bound) {
        // Checked first: writing 1E999999999 out in full would take a gigabyte.
        if (bound.precision() > MAX_DIGITS || Math.abs((long) bound.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "Bound has too many digits; at most " + MAX_DIGITS + " on either side of the point are allowed.");
        }
        BigDecimal stripped = bound.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
