package dev.hato.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Japan's national holidays (国民の祝日), computed from the law (国民の祝日に関する法律, law 178 of 1948, with its amendments and the
 * special laws for imperial events and for the Olympic Games) and by astronomy for the equinoxes.
 *
 * <p>Known from 20 July 1948 to the end of 2099. What the law will say in future years is what it says now.
 */
public final class JapaneseHolidays implements HolidayCalendar {
    /** The one calendar of them. */
    public static final JapaneseHolidays CALENDAR = new JapaneseHolidays();

    private static final LocalDate FIRST = LocalDate.of(1948, Month.JULY, 20);
    private static final int LAST_YEAR = 2099;
    private static final LocalDate SUBSTITUTES_SINCE = LocalDate.of(1973, Month.APRIL, 12);
    private static final LocalDate SANDWICHES_SINCE = LocalDate.of(1985, Month.DECEMBER, 27);
    private static final String REST = "休日";

    private final Map<Integer, Map<LocalDate, String>> years = new ConcurrentHashMap<>();

    private JapaneseHolidays() {}

    @Override
    public boolean isHoliday(LocalDate date) {
        return name(date).isPresent();
    }

    /** Returns the holiday's Japanese name; {@code 休日} for the days that only follow or lie between holidays. */
    public Optional<String> name(LocalDate date) {
        if (date.isBefore(FIRST) || date.getYear() > LAST_YEAR) {
            return Optional.empty();
        }
        return Optional.ofNullable(of(date.getYear()).get(date));
    }

    /** Returns the holidays of a year with their names, by date. */
    public Map<LocalDate, String> in(int year) {
        return Map.copyOf(year < FIRST.getYear() || year > LAST_YEAR ? Map.of() : of(year));
    }

    private Map<LocalDate, String> of(int year) {
        return years.computeIfAbsent(year, JapaneseHolidays::compute);
    }

    private static Map<LocalDate, String> compute(int year) {
        TreeMap<LocalDate, String> national = new TreeMap<>(named(year));
        national.keySet().removeIf(day -> day.isBefore(FIRST));
        TreeMap<LocalDate, String> all = new TreeMap<>(national);
        for (LocalDate day : national.keySet()) {
            if (day.getDayOfWeek() == DayOfWeek.SUNDAY && !day.isBefore(SUBSTITUTES_SINCE)) {
                substitute(national, day, all);
            }
        }
        for (LocalDate day : national.keySet()) {
            LocalDate between = day.plusDays(1);
            if (national.containsKey(day.plusDays(2)) && !between.isBefore(SANDWICHES_SINCE)) {
                boolean taken =
                        national.containsKey(between) || (year < 2007 && between.getDayOfWeek() == DayOfWeek.SUNDAY);
                if (!taken) {
                    all.put(between, REST);
                }
            }
        }
        return all;
    }

    /** Article 3(2): until 2006 the Monday itself, since then the first day after the Sunday that is no holiday. */
    private static void substitute(Map<LocalDate, String> national, LocalDate sunday, Map<LocalDate, String> all) {
        LocalDate day = sunday.plusDays(1);
        while (sunday.getYear() >= 2007 && national.containsKey(day)) {
            day = day.plusDays(1);
        }
        all.putIfAbsent(day, REST);
    }

    private static Map<LocalDate, String> named(int year) {
        Map<LocalDate, String> days = new TreeMap<>();
        winter(year, days);
        spring(year, days);
        summer(year, days);
        autumn(year, days);
        imperialEvents(year, days);
        return days;
    }

    private static void winter(int year, Map<LocalDate, String> days) {
        put(days, year, Month.JANUARY, 1, "元日");
        days.put(year < 2000 ? LocalDate.of(year, Month.JANUARY, 15) : monday(year, Month.JANUARY, 2), "成人の日");
        if (year >= 1967) {
            put(days, year, Month.FEBRUARY, 11, "建国記念の日");
        }
        if (year >= 2020) {
            put(days, year, Month.FEBRUARY, 23, "天皇誕生日");
        } else if (year >= 1989 && year <= 2018) {
            put(days, year, Month.DECEMBER, 23, "天皇誕生日");
        }
    }

    private static void spring(int year, Map<LocalDate, String> days) {
        days.put(Equinoxes.spring(year), "春分の日");
        put(days, year, Month.APRIL, 29, year < 1989 ? "天皇誕生日" : year < 2007 ? "みどりの日" : "昭和の日");
        put(days, year, Month.MAY, 3, "憲法記念日");
        if (year >= 2007) {
            put(days, year, Month.MAY, 4, "みどりの日");
        }
        put(days, year, Month.MAY, 5, "こどもの日");
    }

    private static void summer(int year, Map<LocalDate, String> days) {
        if (year == 2020 || year == 2021) {
            // the special law for the Olympic Games of Tokyo, and its amendment when they were put off
            put(days, year, Month.JULY, year == 2020 ? 23 : 22, "海の日");
            put(days, year, Month.JULY, year == 2020 ? 24 : 23, "スポーツの日");
            put(days, year, Month.AUGUST, year == 2020 ? 10 : 8, "山の日");
            return;
        }
        if (year >= 1996) {
            days.put(year < 2003 ? LocalDate.of(year, Month.JULY, 20) : monday(year, Month.JULY, 3), "海の日");
        }
        if (year >= 2016) {
            put(days, year, Month.AUGUST, 11, "山の日");
        }
    }

    private static void autumn(int year, Map<LocalDate, String> days) {
        if (year >= 1966) {
            days.put(year < 2003 ? LocalDate.of(year, Month.SEPTEMBER, 15) : monday(year, Month.SEPTEMBER, 3), "敬老の日");
            if (year < 2000) {
                put(days, year, Month.OCTOBER, 10, "体育の日");
            } else if (year < 2020 || year > 2021) {
                days.put(monday(year, Month.OCTOBER, 2), year < 2020 ? "体育の日" : "スポーツの日");
            }
        }
        days.put(Equinoxes.autumn(year), "秋分の日");
        put(days, year, Month.NOVEMBER, 3, "文化の日");
        put(days, year, Month.NOVEMBER, 23, "勤労感謝の日");
    }

    private static void imperialEvents(int year, Map<LocalDate, String> days) {
        switch (year) {
            case 1959 -> put(days, year, Month.APRIL, 10, "結婚の儀");
            case 1989 -> put(days, year, Month.FEBRUARY, 24, "大喪の礼");
            case 1990 -> put(days, year, Month.NOVEMBER, 12, "即位礼正殿の儀");
            case 1993 -> put(days, year, Month.JUNE, 9, "結婚の儀");
            case 2019 -> {
                put(days, year, Month.MAY, 1, "即位の日");
                put(days, year, Month.OCTOBER, 22, "即位礼正殿の儀");
            }
            default -> {}
        }
    }

    private static void put(Map<LocalDate, String> days, int year, Month month, int day, String name) {
        days.put(LocalDate.of(year, month, day), name);
    }

    private static LocalDate monday(int year, Month month, int which) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(which, DayOfWeek.MONDAY));
    }

    /** Returns the name of the calendar. */
    @Override
    public String toString() {
        return "Japan's national holidays";
    }
}
