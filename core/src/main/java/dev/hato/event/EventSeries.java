package dev.hato.event;

import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One contact's events of one type in order of time, read by position: what aggregates are computed
 * from without building an object an event.
 *
 * <p>A series is read where it was obtained; it is not kept.
 */
public interface EventSeries {
    /** Returns the number of events. */
    int size();

    /** Returns the moment of the event at this position, in microseconds since the epoch; never decreasing. */
    long micros(int index);

    /** Returns the value of a property of the event at this position, or null if it has none of this type. */
    <T> @Nullable T value(int index, Attribute<T> property);

    /** Returns the first position whose moment is not before {@code micros}, or the size if there is none. */
    default int firstAtOrAfter(long micros) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (micros(middle) < micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns the exact sum of a number over the positions {@code from} (inclusive) to {@code to}
     * (exclusive), or null if no event there has the number. A store that keeps numbers in columns
     * should override it.
     */
    default @Nullable BigDecimal sum(NumberAttribute property, int from, int to) {
        BigDecimal sum = null;
        for (int i = from; i < to; i++) {
            BigDecimal value = value(i, property);
            if (value != null) {
                sum = sum == null ? value : sum.add(value);
            }
        }
        return sum;
    }
}
