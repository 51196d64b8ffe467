package dev.hato.message;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filters on numbers, dates and times. */
final class NumberFilters {
    private static final int MOST_FRACTION = 100;

    private NumberFilters() {}

    static Filter.Step compile(Filter filter, List<Expr> arguments, Formats formats) {
        return switch (filter) {
            case DATE -> date(arguments, formats);
            case NUMBER -> {
                NumberPattern pattern = NumberPattern.parse(Filter.literal(arguments, 0), formats.locale());
                yield (input, args) -> pattern.format(number(input));
            }
            case CURRENCY -> {
                NumberPattern pattern = currency(Filter.literal(arguments, 0), formats);
                yield (input, args) -> pattern.format(number(input));
            }
            default -> {
                Filter.checkLiteral(arguments, 0, BigDecimal.class);
                yield arithmetic(filter);
            }
        };
    }

    private static Filter.Step arithmetic(Filter filter) {
        return switch (filter) {
            case PLUS -> (input, args) -> checked(number(input).add(number(args[0])));
            case MINUS -> (input, args) -> checked(number(input).subtract(number(args[0])));
            case TIMES -> (input, args) -> checked(number(input).multiply(number(args[0])));
            case DIVIDED_BY -> (input, args) -> divide(number(input), number(args[0]));
            default ->
                (input, args) -> {
                    BigDecimal digits = args.length > 0 ? number(args[0]) : BigDecimal.ZERO;
                    if (digits.signum() < 0 || digits.compareTo(BigDecimal.valueOf(MOST_FRACTION)) > 0) {
                        throw new Filter.Unfit("takes 0 to " + MOST_FRACTION + " digits");
                    }
                    return number(input).setScale(digits.intValue(), RoundingMode.HALF_UP);
                };
        };
    }

    private static NumberPattern currency(String code, Formats formats) {
        try {
            return NumberPattern.currency(code, formats.locale());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no currency of that code; write one such as JPY or USD", e);
        }
    }

    private static BigDecimal number(@Nullable Object value) {
        BigDecimal number = Values.number(value);
        if (number == null) {
            throw new Filter.Unfit("takes a number, but got " + TextFilters.kind(value));
        }
        return checked(number);
    }

    private static BigDecimal checked(BigDecimal number) {
        if (!Values.isReasonable(number)) {
            throw new Filter.Unfit("cannot compute exactly with a number of so many digits");
        }
        return number;
    }

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new Filter.Unfit("cannot divide by zero");
        }
        BigDecimal quotient = dividend.divide(divisor, MathContext.DECIMAL128).stripTrailingZeros();
        return checked(quotient.scale() < 0 ? quotient.setScale(0) : quotient);
    }

    private static Filter.Step date(List<Expr> arguments, Formats formats) {
        DateTimeFormatter formatter;
        try {
            formatter = DateTimeFormatter.ofPattern(Filter.literal(arguments, 0), formats.locale());
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            throw new IllegalArgumentException(
                    (why == null ? "the pattern cannot be read" : why)
                            + "; a pattern is like yyyy-MM-dd HH:mm, words in it stand in 'quotes'",
                    e);
        }
        ZoneId given = arguments.size() > 1 ? zone(Filter.literal(arguments, 1)) : null;
        return (input, args) -> {
            TemporalAccessor time = time(input, given, formats.zone());
            try {
                return formatter.format(time);
            } catch (DateTimeException e) {
                throw new Filter.Unfit("has a pattern that asks for more than a "
                        + time.getClass().getSimpleName() + " holds");
            }
        };
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no zone of that name; write one such as Asia/Tokyo", e);
        }
    }

    private static ZonedDateTime atZone(Instant instant, ZoneId zone) {
        try {
            return instant.atZone(zone);
        } catch (DateTimeException e) {
            throw new Filter.Unfit("takes a moment of a year that calendars have");
        }
    }

    private static TemporalAccessor time(Object input, @Nullable ZoneId given, ZoneId usual) {
        Object value = input instanceof CharSequence text
                ? Values.parseTime(text.toString().strip())
                : input;
        ZoneId zone = given == null ? usual : given;
        if (value instanceof Instant instant) {
            return atZone(instant, zone);
        }
        if (value instanceof LocalDate || value instanceof LocalDateTime) {
            return (TemporalAccessor) value;
        }
        if (value instanceof ZonedDateTime zoned) {
            return given == null ? zoned : zoned.withZoneSameInstant(given);
        }
        if (value instanceof OffsetDateTime offset) {
            return given == null ? offset : offset.atZoneSameInstant(given);
        }
        throw new Filter.Unfit("takes a date or a time, but got " + TextFilters.kind(input));
    }
}
