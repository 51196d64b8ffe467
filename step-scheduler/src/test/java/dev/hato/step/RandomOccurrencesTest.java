package dev.hato.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LeapDay;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random steps of random contacts against a calendar counted out day by day and a clock read minute by minute. */
@Tag("R5.1")
@Tag("R5.3")
@Tag("R6.2")
@Tag("R6.4")
class RandomOccurrencesTest {
    private static final int[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final DateAttribute DATE = Attribute.date("date");
    private static final InstantAttribute VISIT = Attribute.instant("visit");
    private static final List<String> ZONES = List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    private static final List<BusinessDayShift> SHIFTS = List.of(BusinessDayShift.values());
    private static final List<LeapDay> LEAP_DAYS = List.of(LeapDay.values());
    private static final HolidayCalendar JAPAN = HolidayCalendar.japan();

    private final Random random = new Random(20_250_501);

    @Test
    void everyStep_isDueWhenTheOracleSaysSo() {
        Occurrences occurrences = Occurrences.with(JAPAN);
        for (int i = 0; i < 12_000; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            Instant enrolled = minute();
            Instant previous = minute();
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(19_000, 23_000));
            Instant visit = minute();
            AttributeMap attributes = AttributeMap.of(DATE, date).with(VISIT, visit);
            EnrolmentClock clock = EnrolmentClock.of(zone, attributes, enrolled).afterStep(previous);
            Timing timing = timing();
            Object base = timing.anchor() instanceof Anchor.AnchorDate anchor
                    ? anchor.attribute().equals(DATE) ? date : visit
                    : timing.anchor() instanceof Anchor.Enrolled ? enrolled : previous;
            Instant expected = oracle(timing, zone, base);
            Occurrence actual = occurrences.first(timing, clock);
            assertThat(actual instanceof Occurrence.Due due ? due.at() : null)
                    .as("%s from %s in %s", timing, base, zone)
                    .isEqualTo(expected);
        }
    }

    private Instant minute() {
        return Instant.ofEpochSecond(60L * random.nextInt(27_360_000, 33_120_000));
    }

    private Timing timing() {
        Anchor anchor = switch (random.nextInt(4)) {
            case 0 -> Anchor.ENROLLED;
            case 1 -> Anchor.PREVIOUS_STEP;
            case 2 -> new Anchor.AnchorDate(DATE, false, LeapDay.FEB_28);
            default -> new Anchor.AnchorDate(VISIT, false, LeapDay.FEB_28);
        };
        int sign = anchor instanceof Anchor.AnchorDate && random.nextBoolean() ? -1 : 1;
        Offset offset = switch (random.nextInt(4)) {
            case 0 -> Offset.of(Period.ofDays(sign * random.nextInt(400)));
            case 1 -> Offset.of(Period.of(0, sign * random.nextInt(30), sign * random.nextInt(40)));
            case 2 -> Offset.of(Duration.ofMinutes(sign * (long) random.nextInt(100_000)));
            default -> Offset.ZERO;
        };
        LocalTime at =
                offset.isOfDays() && random.nextBoolean() ? LocalTime.of(random.nextInt(24), random.nextInt(60)) : null;
        BusinessDayShift shift = SHIFTS.get(random.nextInt(4));
        return new Timing(anchor, offset, at, shift);
    }

    private static @Nullable Instant oracle(Timing timing, ZoneId zone, Object base) {
        boolean exact = base instanceof Instant;
        LocalDateTime start = exact ? LocalDateTime.ofInstant((Instant) base, zone) : ((LocalDate) base).atTime(0, 0);
        Duration elapsed = timing.offset().duration();
        boolean calendar = !timing.offset().period().isZero() || timing.at() != null;
        Instant at;
        LocalDate day;
        LocalTime time;
        if (calendar) {
            day = plus(start.toLocalDate(), timing.offset().period());
            time = timing.at() == null ? start.toLocalTime() : timing.at();
            at = firstShowing(day.atTime(time), zone);
            day = timing.at() == null ? LocalDateTime.ofInstant(at, zone).toLocalDate() : day;
        } else {
            at = (exact ? (Instant) base : firstShowing(start, zone)).plus(elapsed);
            day = LocalDateTime.ofInstant(at, zone).toLocalDate();
        }
        LocalDate shifted = day;
        while (timing.shift() != BusinessDayShift.NONE && isFree(shifted)) {
            if (timing.shift() == BusinessDayShift.SKIP) {
                return null;
            }
            shifted = LocalDate.ofEpochDay(shifted.toEpochDay() + (timing.shift() == BusinessDayShift.NEXT ? 1 : -1));
        }
        if (shifted.equals(day)) {
            return at;
        }
        time = timing.at() == null ? LocalDateTime.ofInstant(at, zone).toLocalTime() : timing.at();
        return firstShowing(shifted.atTime(time), zone);
    }

    private static boolean isFree(LocalDate day) {
        long weekday = Math.floorMod(day.toEpochDay() + 3, 7L); // 1 January 1970 was a Thursday
        return weekday >= 5 || JAPAN.isHoliday(day);
    }

    /** Counts months on a list of their lengths, and days one by one. */
    private static LocalDate plus(LocalDate date, Period period) {
        int year = date.getYear();
        int month = date.getMonthValue() - 1;
        for (long i = Math.abs(period.toTotalMonths()); i > 0; i--) {
            month += period.toTotalMonths() > 0 ? 1 : -1;
            year += month > 11 ? 1 : month < 0 ? -1 : 0;
            month = (month + 12) % 12;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int length = month == 1 && leap ? 29 : MONTHS[month];
        LocalDate clamped = LocalDate.of(year, month + 1, Math.min(date.getDayOfMonth(), length));
        return LocalDate.ofEpochDay(clamped.toEpochDay() + period.get(ChronoUnit.DAYS));
    }

    private static Instant firstShowing(LocalDateTime local, ZoneId zone) {
        Instant minute = local.toInstant(ZoneOffset.ofHours(15));
        while (LocalDateTime.ofInstant(minute, zone).isBefore(local)) {
            minute = minute.plusSeconds(60);
        }
        return minute;
    }

    @Test
    void yearlyStep_comesOnceAYear_inOrder_andNotBeforeEnrolment() {
        Occurrences occurrences = Occurrences.with(JAPAN);
        for (int i = 0; i < 3_000; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(-10_000, 22_000));
            LeapDay leapDay = LEAP_DAYS.get(random.nextInt(3));
            int days = random.nextInt(-700, 700);
            Timing timing = new Timing(
                    new Anchor.AnchorDate(DATE, true, leapDay),
                    Offset.of(Period.ofDays(days)),
                    LocalTime.of(random.nextInt(24), random.nextInt(60)),
                    BusinessDayShift.NONE);
            EnrolmentClock clock = EnrolmentClock.of(zone, AttributeMap.of(DATE, date), minute());
            Occurrence first = occurrences.first(timing, clock);
            int year = Math.max(date.getYear(), 2015);
            Instant last = clock.enrolled();
            boolean begun = false;
            for (; year < 2036; year++) {
                LocalDate day = inYear(date, year, leapDay);
                Instant expected =
                        day == null ? null : firstShowing(day.plusDays(days).atTime(timing.at()), zone);
                if (expected == null || expected.isBefore(clock.enrolled())) {
                    continue;
                }
                Occurrence actual = begun ? occurrences.next(timing, clock, last) : first;
                assertThat(actual)
                        .as("%s of %s in %s", timing, date, zone)
                        .isEqualTo(new Occurrence.Due(expected, String.valueOf(year)));
                last = expected;
                begun = true;
            }
        }
    }

    private static @Nullable LocalDate inYear(LocalDate date, int year, LeapDay leapDay) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        boolean moved = date.getMonthValue() == 2 && date.getDayOfMonth() == 29 && !leap;
        if (!moved) {
            return LocalDate.of(year, date.getMonthValue(), date.getDayOfMonth());
        }
        return leapDay == LeapDay.LEAP_ONLY
                ? null
                : leapDay == LeapDay.FEB_28 ? LocalDate.of(year, 2, 28) : LocalDate.of(year, 3, 1);
    }
}
