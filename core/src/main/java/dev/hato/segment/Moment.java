package dev.hato.segment;

import dev.hato.calendar.LocalTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A point in time or a date that conditions compare with: fixed, or relative to the moment of
 * evaluation.
 *
 * <p>Immutable and thread-safe. Fixed ones lie in the years 1 to 9999.
 */
public sealed interface Moment {
    /** Returns the fixed moment, cut to the microsecond. */
    static Moment at(Instant instant) {
        return new At(instant);
    }

    /** Returns the fixed date. */
    static Moment on(LocalDate date) {
        return new On(date);
    }

    /** Returns the moment this long before the evaluation, by the calendar: the same local time on another day. */
    static Moment ago(Period period) {
        return new Calendar(period.negated());
    }

    /** Returns the moment this long before the evaluation, by elapsed time. */
    static Moment ago(Duration duration) {
        return new Elapsed(duration.negated());
    }

    /** Returns the moment this long after the evaluation, by the calendar. */
    static Moment fromNow(Period period) {
        return new Calendar(period);
    }

    /** Returns the moment this long after the evaluation, by elapsed time. */
    static Moment fromNow(Duration duration) {
        return new Elapsed(duration);
    }

    /** Returns the point in time for an evaluation at {@code now} in {@code zone}; for a date, its first instant. */
    Instant instant(Instant now, ZoneId zone);

    /** Returns the local date for an evaluation at {@code now} in {@code zone}. */
    default LocalDate date(Instant now, ZoneId zone) {
        return instant(now, zone).atZone(zone).toLocalDate();
    }

    /** A fixed point in time. */
    record At(Instant instant) implements Moment {
        private static final Instant MIN = LocalDate.of(1, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        private static final Instant MAX =
                LocalDate.of(10_000, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

        /** Checks the year and cuts to the microsecond. */
        public At {
            if (instant.isBefore(MIN) || !instant.isBefore(MAX)) {
                throw new IllegalArgumentException("Moment " + instant + " is not in the years 1 to 9999.");
            }
            instant = instant.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Instant instant(Instant now, ZoneId zone) {
            return instant;
        }

        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /** A fixed date. */
    record On(LocalDate date) implements Moment {
        /** Checks the year. */
        public On {
            if (date.getYear() < 1 || date.getYear() > 9999) {
                throw new IllegalArgumentException("Date " + date + " is not in the years 1 to 9999.");
            }
        }

        @Override
        public Instant instant(Instant now, ZoneId zone) {
            return LocalTimes.resolve(date.atStartOfDay(), zone);
        }

        @Override
        public LocalDate date(Instant now, ZoneId zone) {
            return date;
        }

        @Override
        public String toString() {
            return date.toString();
        }
    }

    /**
     * The evaluation's local time on another day: months before days, clamped to the end of the
     * month; in a gap of the zone the first instant after it, in an overlap the earlier one.
     */
    record Calendar(Period offset) implements Moment {
        /** Checks that the offset is not beyond a thousand years. */
        public Calendar {
            if (Math.abs(offset.toTotalMonths()) > 12_000 || Math.abs(offset.get(ChronoUnit.DAYS)) > 366_000) {
                throw new IllegalArgumentException("Offset " + offset + " is longer than a thousand years.");
            }
        }

        @Override
        public Instant instant(Instant now, ZoneId zone) {
            if (offset.isZero()) {
                return now;
            }
            return LocalTimes.resolve(LocalDateTime.ofInstant(now, zone).plus(offset), zone);
        }

        @Override
        public LocalDate date(Instant now, ZoneId zone) {
            return LocalDate.ofInstant(now, zone).plus(offset);
        }

        @Override
        public String toString() {
            if (offset.isZero()) {
                return "now";
            }
            if (offset.toTotalMonths() == 0) {
                return relative(offset.get(ChronoUnit.DAYS), "day");
            }
            if (offset.get(ChronoUnit.DAYS) == 0) {
                return offset.toTotalMonths() % 12 == 0
                        ? relative(offset.toTotalMonths() / 12, "year")
                        : relative(offset.toTotalMonths(), "month");
            }
            return "now plus " + offset;
        }
    }

    /** The evaluation's moment moved by elapsed time. */
    record Elapsed(Duration offset) implements Moment {
        /** Checks that the offset is not beyond a thousand years, and cuts it to the microsecond. */
        public Elapsed {
            if (Math.abs(offset.toDays()) > 366_000) {
                throw new IllegalArgumentException("Offset " + offset + " is longer than a thousand years.");
            }
            offset = offset.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Instant instant(Instant now, ZoneId zone) {
            return now.plus(offset);
        }

        @Override
        public String toString() {
            if (offset.isZero()) {
                return "now";
            }
            if (offset.getNano() == 0 && offset.getSeconds() % 3600 == 0) {
                return relative(offset.toHours(), "hour");
            }
            return offset.getNano() == 0 && offset.getSeconds() % 60 == 0
                    ? relative(offset.toMinutes(), "minute")
                    : "now plus " + offset;
        }
    }

    private static String relative(long amount, String unit) {
        long size = Math.abs(amount);
        String words = size + " " + unit + (size == 1 ? "" : "s");
        return amount < 0 ? words + " ago" : words + " from now";
    }
}
