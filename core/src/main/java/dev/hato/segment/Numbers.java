package dev.hato.segment;

import dev.hato.segment.Condition.Aggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is computed from numbers, one by one and exactly. */
final class Numbers {
    private BigDecimal sum = BigDecimal.ZERO;
    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;
    private long count;

    void add(BigDecimal value) {
        sum = sum.add(value);
        min = min == null || value.compareTo(min) < 0 ? value : min;
        max = max == null || value.compareTo(max) > 0 ? value : max;
        count++;
    }

    /** Returns whether there is an answer: a sum always is, the rest need a number. */
    boolean has(Aggregate aggregate) {
        return aggregate == Aggregate.SUM || count > 0;
    }

    /** Compares with the bound; an average without dividing, so without rounding. */
    int compare(Aggregate aggregate, BigDecimal bound) {
        return switch (aggregate) {
            case SUM -> sum.compareTo(bound);
            case MIN -> Objects.requireNonNull(min).compareTo(bound);
            case MAX -> Objects.requireNonNull(max).compareTo(bound);
            case AVERAGE -> sum.compareTo(bound.multiply(BigDecimal.valueOf(count)));
        };
    }

    /** Returns the result as text; an average is shown with some 16 digits. */
    String text(Aggregate aggregate) {
        BigDecimal result = switch (aggregate) {
            case SUM -> sum;
            case MIN -> Objects.requireNonNull(min);
            case MAX -> Objects.requireNonNull(max);
            case AVERAGE -> sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64);
        };
        return result.toPlainString();
    }
}
