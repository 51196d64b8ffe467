package dev.hato.contact;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** An attribute that holds exact decimal numbers. */
public final class NumberAttribute extends Attribute<BigDecimal> {
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

    private static BigDecimal canonical(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
