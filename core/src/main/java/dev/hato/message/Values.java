package dev.hato.message;

import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What values mean: as numbers, as text, true or false, equal or greater. */
final class Values {
    /** No exact arithmetic goes beyond so many digits before or after the point. */
    private static final int MOST_DIGITS = 1000;

    private static final int LONGEST_NUMBER = 100;

    private Values() {}

    /** Nil and false are false; everything else, an empty text too, is true. */
    static boolean isTrue(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value);
    }

    /** Null, white space only, or a group without elements. */
    static boolean isBlank(@Nullable Object value) {
        return value == null
                || (value instanceof CharSequence text && text.toString().isBlank())
                || (value instanceof SafeHtml html && html.html().isBlank())
                || isEmptyGroup(value);
    }

    /** A text without characters, or a group without elements. */
    static boolean isEmpty(@Nullable Object value) {
        return (value instanceof CharSequence text && text.isEmpty()) || (value != null && isEmptyGroup(value));
    }

    private static boolean isEmptyGroup(Object value) {
        return (value instanceof Collection<?> items && items.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** Returns the elements of a list, or null if the value is none. */
    static @Nullable List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Collection<?> items) {
            return new ArrayList<>(items);
        }
        return value instanceof Object[] array ? Arrays.asList(array) : null;
    }

    /** Returns the number, or null if the value is none; text counts if it is a plain decimal number. */
    static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger integer) {
            return integer.bitLength() > 4 * MOST_DIGITS ? null : new BigDecimal(integer);
        }
        if (value instanceof Number number) {
            return parse(number.toString());
        }
        return value instanceof CharSequence text ? parse(text.toString().strip()) : null;
    }

    private static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return null;
        }
        char first = text.charAt(text.length() > 1 && text.charAt(0) == '-' ? 1 : 0);
        if (first < '0' || first > '9') {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether the number can be written out and computed with at a bounded cost. */
    static boolean isReasonable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }

    /** Returns the value as text, or null if it is a group or of a kind that has no text. */
    static @Nullable String text(Object value, Formats formats) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof Number) {
            BigDecimal number = number(value);
            if (number == null || !isReasonable(number)) {
                return null;
            }
            boolean binary = value instanceof Double || value instanceof Float;
            return (binary && number.scale() > 0 ? number.stripTrailingZeros() : number).toPlainString();
        }
        if (value instanceof SafeHtml html) {
            return html.text();
        }
        if (value instanceof Instant || value instanceof LocalDateTime || value instanceof ZonedDateTime) {
            return formats.plainTime(value);
        }
        if (value instanceof OffsetDateTime time) {
            return formats.plainTime(time.toZonedDateTime());
        }
        if (value instanceof EmailAddress address) {
            return address.value();
        }
        List<?> items = list(value);
        if (items != null) {
            return join(items, ", ", formats);
        }
        boolean plain = value instanceof CharSequence
                || value instanceof Boolean
                || value instanceof LocalDate
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof UUID
                || value instanceof URI
                || value instanceof ContactId;
        return plain ? value.toString() : null;
    }

    /** Returns the elements as one text, or null if one of them has none. */
    static @Nullable String join(List<?> items, String separator, Formats formats) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : items) {
            if (item == null || list(item) != null) {
                return null;
            }
            String text = text(item, formats);
            if (text == null) {
                return null;
            }
            out.append(first ? "" : separator).append(text);
            first = false;
        }
        return out.toString();
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        Integer order = order(left, right);
        return order == null ? left.equals(right) : order == 0;
    }

    /** Returns how two values of the same kind compare, or null if they do not. */
    static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number && right instanceof Number) {
            BigDecimal a = number(left);
            BigDecimal b = number(right);
            return a == null || b == null ? null : a.compareTo(b);
        }
        if (isText(left) && isText(right)) {
            return String.valueOf(left).compareTo(String.valueOf(right));
        }
        Comparable<?> a = time(left, right);
        Comparable<?> b = time(right, left);
        if (a instanceof LocalDate x && b instanceof LocalDate y) {
            return x.compareTo(y);
        }
        if (a instanceof LocalDateTime x && b instanceof LocalDateTime y) {
            return x.compareTo(y);
        }
        return a instanceof Instant x && b instanceof Instant y ? x.compareTo(y) : null;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof CharSequence
                || value instanceof Enum<?>
                || value instanceof UUID
                || value instanceof ContactId
                || value instanceof URI;
    }

    /** Returns a date or time in a comparable form; text counts where the other side is a date or time. */
    private static @Nullable Comparable<?> time(@Nullable Object value, @Nullable Object other) {
        if (value instanceof LocalDate || value instanceof LocalDateTime || value instanceof Instant) {
            return (Comparable<?>) value;
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (!(value instanceof CharSequence) || other == null || other instanceof CharSequence) {
            return null;
        }
        Object parsed = parseTime(value.toString());
        return parsed instanceof CharSequence ? null : time(parsed, null);
    }

    /** Reads ISO dates and times as they stand in JSON; returns null for anything else. */
    static @Nullable Object parseTime(String text) {
        if (text.length() < 8 || text.length() > 60) {
            return null;
        }
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text);
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return offset ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether a text has the part, or a group the element. */
    static boolean contains(@Nullable Object whole, @Nullable Object part) {
        if (whole == null || part == null) {
            return false;
        }
        if (whole instanceof CharSequence text) {
            return part instanceof CharSequence && text.toString().contains(part.toString());
        }
        if (whole instanceof Map<?, ?> map) {
            return part instanceof CharSequence && map.containsKey(part.toString());
        }
        List<?> items = list(whole);
        if (items != null) {
            for (Object item : items) {
                if (equal(item, part)) {
                    return true;
                }
            }
        }
        return false;
    }
}
