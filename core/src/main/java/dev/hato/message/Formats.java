package dev.hato.message;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a template writes what depends on a language or a place. */
record Formats(Locale locale, ZoneId zone) {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    /** A time without the date filter: {@code 2026-04-01 09:30}, an instant in the template's zone. */
    String plainTime(Object time) {
        if (time instanceof Instant instant) {
            boolean farAway = instant.isBefore(FIRST) || instant.isAfter(LAST);
            return farAway ? instant.toString() : PLAIN.format(instant.atZone(zone));
        }
        return PLAIN.format(time instanceof ZonedDateTime zoned ? zoned : (LocalDateTime) time);
    }
}
