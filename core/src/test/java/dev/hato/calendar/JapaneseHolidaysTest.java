package dev.hato.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R6.4")
class JapaneseHolidaysTest {
    /** The dates that the Cabinet Office publishes, month and day, a line a year. */
    private static final String PUBLISHED = """
            1955 0101 0115 0321 0429 0503 0505 0924 1103 1123
            1959 0101 0115 0321 0410 0429 0503 0505 0924 1103 1123
            1960 0101 0115 0320 0429 0503 0505 0923 1103 1123
            1966 0101 0115 0321 0429 0503 0505 0915 0923 1010 1103 1123
            1967 0101 0115 0211 0321 0429 0503 0505 0915 0924 1010 1103 1123
            1972 0101 0115 0211 0320 0429 0503 0505 0915 0923 1010 1103 1123
            1973 0101 0115 0211 0321 0429 0430 0503 0505 0915 0923 0924 1010 1103 1123
            1974 0101 0115 0211 0321 0429 0503 0505 0506 0915 0916 0923 1010 1103 1104 1123
            1979 0101 0115 0211 0212 0321 0429 0430 0503 0505 0915 0924 1010 1103 1123
            1980 0101 0115 0211 0320 0429 0503 0505 0915 0923 1010 1103 1123 1124
            1984 0101 0102 0115 0116 0211 0320 0429 0430 0503 0505 0915 0923 0924 1010 1103 1123
            1985 0101 0115 0211 0321 0429 0503 0505 0506 0915 0916 0923 1010 1103 1104 1123
            1986 0101 0115 0211 0321 0429 0503 0505 0915 0923 1010 1103 1123 1124
            1987 0101 0115 0211 0321 0429 0503 0504 0505 0915 0923 1010 1103 1123
            1988 0101 0115 0211 0320 0321 0429 0503 0504 0505 0915 0923 1010 1103 1123
            1989 0101 0102 0115 0116 0211 0224 0321 0429 0503 0504 0505 0915 0923 1010 1103 1123 1223
            1990 0101 0115 0211 0212 0321 0429 0430 0503 0504 0505 0915 0923 0924 1010 1103 1112 1123 1223 1224
            1991 0101 0115 0211 0321 0429 0503 0504 0505 0506 0915 0916 0923 1010 1103 1104 1123 1223
            1992 0101 0115 0211 0320 0429 0503 0504 0505 0915 0923 1010 1103 1123 1223
            1993 0101 0115 0211 0320 0429 0503 0504 0505 0609 0915 0923 1010 1011 1103 1123 1223
            1996 0101 0115 0211 0212 0320 0429 0503 0504 0505 0506 0720 0915 0916 0923 1010 1103 1104 1123 1223
            1997 0101 0115 0211 0320 0429 0503 0505 0720 0721 0915 0923 1010 1103 1123 1124 1223
            1998 0101 0115 0211 0321 0429 0503 0504 0505 0720 0915 0923 1010 1103 1123 1223
            1999 0101 0115 0211 0321 0322 0429 0503 0504 0505 0720 0915 0923 1010 1011 1103 1123 1223
            2000 0101 0110 0211 0320 0429 0503 0504 0505 0720 0915 0923 1009 1103 1123 1223
            2002 0101 0114 0211 0321 0429 0503 0504 0505 0506 0720 0915 0916 0923 1014 1103 1104 1123 1223
            2003 0101 0113 0211 0321 0429 0503 0505 0721 0915 0923 1013 1103 1123 1124 1223
            2004 0101 0112 0211 0320 0429 0503 0504 0505 0719 0920 0923 1011 1103 1123 1223
            2005 0101 0110 0211 0320 0321 0429 0503 0504 0505 0718 0919 0923 1010 1103 1123 1223
            2006 0101 0102 0109 0211 0321 0429 0503 0504 0505 0717 0918 0923 1009 1103 1123 1223
            2007 0101 0108 0211 0212 0321 0429 0430 0503 0504 0505 0716 0917 0923 0924 1008 1103 1123 1223 1224
            2008 0101 0114 0211 0320 0429 0503 0504 0505 0506 0721 0915 0923 1013 1103 1123 1124 1223
            2009 0101 0112 0211 0320 0429 0503 0504 0505 0506 0720 0921 0922 0923 1012 1103 1123 1223
            2010 0101 0111 0211 0321 0322 0429 0503 0504 0505 0719 0920 0923 1011 1103 1123 1223
            2011 0101 0110 0211 0321 0429 0503 0504 0505 0718 0919 0923 1010 1103 1123 1223
            2012 0101 0102 0109 0211 0320 0429 0430 0503 0504 0505 0716 0917 0922 1008 1103 1123 1223 1224
            2013 0101 0114 0211 0320 0429 0503 0504 0505 0506 0715 0916 0923 1014 1103 1104 1123 1223
            2014 0101 0113 0211 0321 0429 0503 0504 0505 0506 0721 0915 0923 1013 1103 1123 1124 1223
            2015 0101 0112 0211 0321 0429 0503 0504 0505 0506 0720 0921 0922 0923 1012 1103 1123 1223
            2016 0101 0111 0211 0320 0321 0429 0503 0504 0505 0718 0811 0919 0922 1010 1103 1123 1223
            2017 0101 0102 0109 0211 0320 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123 1223
            2018 0101 0108 0211 0212 0321 0429 0430 0503 0504 0505 0716 0811 0917 0923 0924 1008 1103 1123 1223 1224
            2019 0101 0114 0211 0321 0429 0430 0501 0502 0503 0504 0505 0506 0715 0811 0812 0916 0923 1014 1022 1103 1104 1123
            2020 0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0723 0724 0810 0921 0922 1103 1123
            2021 0101 0111 0211 0223 0320 0429 0503 0504 0505 0722 0723 0808 0809 0920 0923 1103 1123
            2022 0101 0110 0211 0223 0321 0429 0503 0504 0505 0718 0811 0919 0923 1010 1103 1123
            2023 0101 0102 0109 0211 0223 0321 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123
            2024 0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123
            2025 0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124
            2026 0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123
            2027 0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123
            """;

    private static final JapaneseHolidays JAPAN = JapaneseHolidays.CALENDAR;

    @Test
    void holidays_areThoseThatTheCabinetOfficePublishes() {
        List<String> ours = new ArrayList<>();
        for (String line : PUBLISHED.lines().toList()) {
            int year = Integer.parseInt(line.substring(0, 4));
            StringBuilder days = new StringBuilder().append(year);
            new TreeMap<>(JAPAN.in(year))
                    .keySet()
                    .forEach(day -> days.append(String.format(" %02d%02d", day.getMonthValue(), day.getDayOfMonth())));
            ours.add(days.toString());
        }
        assertThat(ours).hasSize(51).containsExactlyElementsOf(PUBLISHED.lines().toList());
    }

    @Test
    void equinoxes_areThoseOfAstronomy() {
        for (int year = 1949; year <= 2099; year++) {
            assertThat(Equinoxes.spring(year)).as("spring %d", year).isEqualTo(SolarLongitude.equinox(year, 0));
            assertThat(Equinoxes.autumn(year)).as("autumn %d", year).isEqualTo(SolarLongitude.equinox(year, 180));
        }
    }

    @Test
    void holidayOnASunday_isMadeUpForOnTheNextFreeDay_in2007AndLater() {
        // 3 May 2009 was a Sunday, and the next two days are holidays of their own
        assertThat(JAPAN.name(LocalDate.of(2009, 5, 6))).contains("休日");
        assertThat(JAPAN.name(LocalDate.of(2009, 5, 7))).isEmpty();
    }

    @Test
    void dayBetweenTwoHolidays_isOne() {
        assertThat(JAPAN.name(LocalDate.of(2032, 9, 21))).contains("休日");
        assertThat(JAPAN.name(LocalDate.of(2032, 9, 20))).contains("敬老の日");
        assertThat(JAPAN.name(LocalDate.of(2032, 9, 22))).contains("秋分の日");
    }

    @Test
    void namesFollowTheLawOfTheirYear() {
        assertThat(JAPAN.name(LocalDate.of(1988, 4, 29))).contains("天皇誕生日");
        assertThat(JAPAN.name(LocalDate.of(2000, 4, 29))).contains("みどりの日");
        assertThat(JAPAN.name(LocalDate.of(2025, 4, 29))).contains("昭和の日");
        assertThat(JAPAN.name(LocalDate.of(2019, 5, 1))).contains("即位の日");
        assertThat(JAPAN.name(LocalDate.of(2019, 2, 23))).isEmpty();
        assertThat(JAPAN.name(LocalDate.of(2019, 12, 23))).isEmpty();
    }

    @Test
    void beforeTheLaw_thereAreNone() {
        assertThat(JAPAN.name(LocalDate.of(1948, 5, 3))).isEmpty();
        assertThat(JAPAN.in(1948).keySet())
                .containsExactlyInAnyOrder(
                        LocalDate.of(1948, 9, 23), LocalDate.of(1948, 11, 3), LocalDate.of(1948, 11, 23));
        assertThat(JAPAN.in(1947)).isEmpty();
        assertThat(JAPAN.isHoliday(LocalDate.of(2100, 1, 1))).isFalse();
    }

    @Test
    void everyYearHasItsHolidays_andTheSubstitutesFollowSundays() {
        for (int year = 2022; year <= 2099; year++) {
            TreeMap<LocalDate, String> days = new TreeMap<>(JAPAN.in(year));
            assertThat(days.values().stream().filter(name -> !name.equals("休日")))
                    .hasSize(16);
            assertThat(days).containsKey(MonthDay.of(11, 23).atYear(year));
            long sundays = days.entrySet().stream()
                    .filter(day -> !day.getValue().equals("休日") && day.getKey().getDayOfWeek() == DayOfWeek.SUNDAY)
                    .count();
            assertThat(days.values().stream().filter("休日"::equals).count()).isBetween(sundays, sundays + 1);
        }
    }

    /** Where the sun stands, after Meeus, Astronomical Algorithms, chapter 25: good to 0.01°, a quarter of an hour. */
    private static final class SolarLongitude {
        static LocalDate equinox(int year, int longitude) {
            double day = LocalDate.of(year, longitude == 0 ? 3 : 9, 15).toEpochDay();
            double low = day;
            double high = day + 15;
            for (int i = 0; i < 60; i++) {
                double middle = (low + high) / 2;
                if (past(middle, longitude)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            double japan = low + ZoneOffset.ofHours(9).getTotalSeconds() / 86_400.0;
            return LocalDate.ofEpochDay((long) Math.floor(japan));
        }

        private static boolean past(double epochDay, int longitude) {
            double difference = (apparent(epochDay) - longitude + 540) % 360 - 180;
            return difference >= 0;
        }

        private static double apparent(double epochDay) {
            double year = 1970 + epochDay / 365.2425;
            double dynamical = epochDay + deltaT(year) / 86_400;
            double t = (dynamical + 2_440_587.5 - 2_451_545.0) / 36_525;
            double mean = 280.46646 + t * (36_000.76983 + t * 0.0003032);
            double anomaly = Math.toRadians(357.52911 + t * (35_999.05029 - t * 0.0001537));
            double centre = (1.914602 - t * (0.004817 + t * 0.000014)) * Math.sin(anomaly)
                    + (0.019993 - t * 0.000101) * Math.sin(2 * anomaly)
                    + 0.000289 * Math.sin(3 * anomaly);
            double node = Math.toRadians(125.04 - 1934.136 * t);
            double longitude = mean + centre - 0.00569 - 0.00478 * Math.sin(node);
            return (longitude % 360 + 360) % 360;
        }

        private static double deltaT(double year) {
            double since = year - 2000;
            return since < 0 ? 64 + 0.5 * since : 64 + 0.35 * since + 0.0055 * since * since;
        }
    }
}
