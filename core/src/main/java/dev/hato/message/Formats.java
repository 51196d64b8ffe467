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

    /** A time without the date filter: {@code 2026-04-01 09:30}, an instant in the template's zone. */
    String plainTime(Object time) {
        if (time instanceof Instant instant) {
            return PLAIN.format(instant.atZone(zone));
        }
        return PLAIN.format(time instanceof ZonedDateTime zoned ? zoned : (LocalDateTime) time);
    }
}
