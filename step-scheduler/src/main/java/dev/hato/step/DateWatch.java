package dev.hato.step;

import dev.hato.Stores;
import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LocalTimes;
import dev.hato.contact.Contact;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.TimeAttribute;
import dev.hato.enrolment.Enrolment;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.step.Anchor.AnchorDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds those for whom a moment has come that counts from one of their dates. */
final class DateWatch implements Watch {
    /** What a transaction wrote that was under way during the last look is found by the next. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    /** Offsets of zones from UTC are whole quarters of an hour. */
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** A look beside the reckoned ones, for a midnight that a zone skips and whose hour is carried to another day. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Of dates older than these, each year's day is not asked for: a stand-in for an unknown year, in most cases. */
    private static final int YEARS = 130;

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private final Timing timing;
    private final AnchorDate anchor;
    private final StepSettings settings;
    private final Occurrences occurrences;

    DateWatch(Timing timing, StepSettings settings) {
        this.timing = timing;
        this.anchor = (AnchorDate) timing.anchor();
        this.settings = settings;
        this.occurrences = Occurrences.with(settings.clocks().holidays());
    }

    /** The time of the day is no part of it: one that is changed at noon must not let the day's firing come again. */
    @Override
    public String name() {
        return new Timing(anchor, timing.offset(), null, BusinessDayShift.NONE).toString();
    }

    @Override
    public Instant next(Instant after) {
        LocalTime at = timing.at();
        if (at == null && !(anchor.attribute() instanceof DateAttribute)) {
            return after.plus(settings.watching());
        }
        Duration plus = at == null ? timing.offset().duration() : Duration.ZERO;
        LocalTime time = at == null ? LocalTime.MIDNIGHT : at;
        Instant next = settings.clocks().zones().attribute() == null
                ? daily(after, time, plus, settings.engine().zone())
                : quarterly(after, plus.plusSeconds(time.toSecondOfDay()));
        Instant latest = after.plus(LONGEST);
        return at != null || timing.shift() == BusinessDayShift.NONE || next.isBefore(latest) ? next : latest;
    }

    private static Instant daily(Instant after, LocalTime time, Duration plus, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(after.minus(plus), zone).minusDays(1);
        while (true) {
            Instant next = LocalTimes.resolve(day.atTime(time), zone).plus(plus);
            if (next.isAfter(after)) {
                return next;
            }
            day = day.plusDays(1);
        }
    }

    /** A local time that a zone skips means a whole quarter of an hour, whatever its minutes. */
    private static Instant quarterly(Instant after, Duration phase) {
        long quarter = QUARTER.toSeconds();
        long seconds = after.getEpochSecond();
        long whole = seconds - Math.floorMod(seconds, quarter) + quarter;
        long shifted = Math.floorMod(phase.toSeconds(), quarter);
        long phased = seconds - Math.floorMod(seconds - shifted, quarter) + quarter;
        return Instant.ofEpochSecond(Math.min(whole, phased));
    }

    @Override
    public Instant from(Instant lookedUntil) {
        return lookedUntil.minus(OVERLAP);
    }

    @Override
    public Look look(Instant from, Instant to) {
        return new Dates(from, to);
    }

    private final class Dates implements Look {
        private final Instant from;
        private final Instant to;

        Dates(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Condition candidates() {
            LocalDate first = base(from, -1);
            LocalDate last = base(to, 1);
            TimeAttribute<?> attribute = anchor.attribute();
            if (!anchor.yearly()) {
                return between(attribute, first, last);
            }
            if (ChronoUnit.DAYS.between(first, last) >= 365) {
                return attribute.notAfter(last);
            }
            List<Condition> years = new ArrayList<>();
            for (int year = 0; year < YEARS; year++) {
                years.add(between(attribute, first.minusYears(year), last.minusYears(year)));
            }
            years.add(attribute.notAfter(bounded(last.minusYears(YEARS))));
            return Conditions.anyOf(years.toArray(Condition[]::new));
        }

        private Condition between(TimeAttribute<?> attribute, LocalDate first, LocalDate last) {
            return Conditions.allOf(attribute.notBefore(bounded(first)), attribute.notAfter(bounded(last)));
        }

        /** Returns the first or last date, in any zone, from which it can be due at this moment. */
        private LocalDate base(Instant due, int direction) {
            Period period = timing.offset().period();
            LocalDate day = LocalDate.ofInstant(due.minus(timing.offset().duration()), ZoneOffset.UTC);
            HolidayCalendar holidays = settings.clocks().holidays();
            BusinessDayShift against = direction < 0 ? BusinessDayShift.NEXT : BusinessDayShift.PREVIOUS;
            LocalDate unshifted = day.plusDays(2L * direction);
            while (timing.shift() == against && !holidays.isBusinessDay(unshifted)) {
                unshifted = unshifted.plusDays(direction);
            }
            int clamped = period.toTotalMonths() == 0 ? 0 : 3;
            return unshifted.minus(period).plusDays((long) clamped * direction);
        }

        private LocalDate bounded(LocalDate date) {
            return date.isBefore(EARLIEST) ? EARLIEST : date.isAfter(LATEST) ? LATEST : date;
        }

        @Override
        public Optional<Fired> fired(Stores tx, Contact contact) {
            ZoneId zone = settings.zone(contact);
            EnrolmentClock clock = EnrolmentClock.of(zone, contact.attributes(), from);
            Occurrence occurrence = occurrences.from(timing, clock, from.plusNanos(1));
            return occurrence instanceof Occurrence.Due due && !due.at().isAfter(to)
                    ? Optional.of(new Fired(due.at().truncatedTo(ChronoUnit.MICROS), key(due, zone)))
                    : Optional.empty();
        }

        private String key(Occurrence.Due due, ZoneId zone) {
            return due.key().isEmpty() ? LocalDate.ofInstant(due.at(), zone).toString() : due.key();
        }

        @Override
        public boolean isKnown(Fired fired, List<Enrolment> enrolments) {
            return enrolments.stream()
                    .anyMatch(enrolment -> Entrance.isStartedBy(enrolment, name(), fired.occurrence()));
        }
    }
}
