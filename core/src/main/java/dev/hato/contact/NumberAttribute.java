package dev.hato.contact;

import dev.hato.internal.Texts;
import dev.hato.segment.Comparison;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An attribute that holds exact decimal numbers of at most {@value #MAX_DIGITS} digits on each side of the point. */
public final class NumberAttribute extends Attribute<BigDecimal> {
    /** The most digits before the decimal point, and after it. */
    public static final int MAX_DIGITS = 100;

    NumberAttribute(String name) {
        super(name, AttributeType.NUMBER);
    }

    @Override
    @Nullable BigDecimal convert(Object value) {
        if (value instanceof BigDecimal decimal) {
            return canonical(decimal);
        }
        if (value instanceof BigInteger integer) {
            return canonical(new BigDecimal(integer));
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? canonical(new BigDecimal(value.toString())) : null;
        }
        return null;
    }

    /** Without a bound, a few characters such as 1e999999999 would become gigabytes of digits. */
    private BigDecimal canonical(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        long before = (long) stripped.precision() - stripped.scale();
        if (before > MAX_DIGITS || stripped.scale() > MAX_DIGITS) {
            throw new AttributeTypeException(
                    this,
                    Texts.quote(decimal.toString()),
                    "a number of more than " + MAX_DIGITS + " digits before or after the point");
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Is true if the value equals the bound, whatever the number of decimals. */
    public Condition is(long bound) {
        return is(BigDecimal.valueOf(bound));
    }

    /** Is true if the value equals the bound, whatever the number of decimals. */
    public Condition is(BigDecimal bound) {
        return new Condition.NumberIs(this, Comparison.IS, bound);
    }

    /** Is true if the value is the bound or more. */
    public Condition atLeast(long bound) {
        return atLeast(BigDecimal.valueOf(bound));
    }

    /** Is true if the value is the bound or more. */
    public Condition atLeast(BigDecimal bound) {
        return new Condition.NumberIs(this, Comparison.AT_LEAST, bound);
    }

    /** Is true if the value is the bound or less. */
    public Condition atMost(long bound) {
        return atMost(BigDecimal.valueOf(bound));
    }

    /** Is true if the value is the bound or less. */
    public Condition atMost(BigDecimal bound) {
        return new Condition.NumberIs(this, Comparison.AT_MOST, bound);
    }

    /** Is true if the value is more than the bound. */
    public Condition moreThan(long bound) {
        return moreThan(BigDecimal.valueOf(bound));
    }

    /** Is true if the value is more than the bound. */
    public Condition moreThan(BigDecimal bound) {
        return new Condition.NumberIs(this, Comparison.MORE_THAN, bound);
    }

    /** Is true if the value is less than the bound. */
    public Condition lessThan(long bound) {
        return lessThan(BigDecimal.valueOf(bound));
    }

    /** Is true if the value is less than the bound. */
    public Condition lessThan(BigDecimal bound) {
        return new Condition.NumberIs(this, Comparison.LESS_THAN, bound);
    }

    /** Is true if the value does not equal the bound, which a missing one does not either. */
    public Condition isNot(long bound) {
        return Conditions.not(is(bound));
    }

    /** Is true if the value equals one of these. */
    public Condition in(long... bounds) {
        return Conditions.anyOf(Arrays.stream(bounds).mapToObj(this::is).toList());
    }

    /** Is true if the value is neither less than the one nor more than the other. */
    public Condition between(long lowest, long highest) {
        return Conditions.allOf(atLeast(lowest), atMost(highest));
    }

    /** Is true if the value is neither less than the one nor more than the other. */
    public Condition between(BigDecimal lowest, BigDecimal highest) {
        return Conditions.allOf(atLeast(lowest), atMost(highest));
    }
}
