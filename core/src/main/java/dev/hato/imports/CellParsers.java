package dev.hato.imports;

import dev.hato.contact.Attribute;
import dev.hato.internal.Texts;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The usual cell parsers. All are strict: what is not exactly a value fails the row instead of
 * becoming another value. Full-width digits and signs count as ASCII, and spaces around a value do
 * not matter. Thread-safe.
 */
public final class CellParsers {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?");
    private static final int LONGEST_NUMBER = 200;

    private CellParsers() {}

    /** Takes the text as it is, spaces included. */
    public static CellParser<String> text() {
        return cell -> cell;
    }

    /** Reads decimal numbers such as {@code 1980}, {@code -3.50}, {@code 1,234,567}; commas only between groups of three. */
    public static CellParser<BigDecimal> number() {
        return cell -> {
            String text = narrow(cell).strip();
            if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
                throw new CellException(
                        Texts.quote(cell) + " is not a number; write digits, such as 1980, 1,980 or -3.5.");
            }
            return new BigDecimal(text.indexOf(',') < 0 ? text : text.replace(",", ""));
        };
    }

    /** Reads dates as {@code 1975-04-01}, {@code 1975/04/01} or {@code 1975/4/1}; a day that does not exist is refused. */
    public static CellParser<LocalDate> date() {
        CellParser<LocalDate> iso = date("uuuu-MM-dd");
        CellParser<LocalDate> slashes = date("uuuu/M/d");
        return cell -> (cell.indexOf('/') < 0 && cell.indexOf('\uFF0F') < 0 ? iso : slashes).parse(cell);
    }

    /**
     * Reads dates of one pattern; a day that does not exist, such as 1975/02/30, is refused.
     *
     * @param pattern as in {@link DateTimeFormatter}; {@code yyyy} means the year, as in {@code uuuu}
     * @throws IllegalArgumentException if the pattern is not one
     */
    public static CellParser<LocalDate> date(String pattern) {
        DateTimeFormatter formatter = formatter(pattern);
        return cell -> read(cell, pattern, text -> LocalDate.parse(text, formatter));
    }

    /** Reads points in time with their offset from UTC, in ISO 8601: {@code 2026-04-01T09:00:00+09:00}. */
    public static CellParser<Instant> instant() {
        return cell -> read(
                cell,
                "2026-04-01T09:00:00+09:00",
                text -> OffsetDateTime.parse(text).toInstant());
    }

    /**
     * Reads points in time of one pattern, with or without an offset or zone of their own; a pattern
     * without a time of day means the start of the day.
     *
     * @param pattern as in {@link DateTimeFormatter}; {@code yyyy} means the year, as in {@code uuuu}
     * @param zone where the times are from, unless the pattern holds a zone
     * @throws IllegalArgumentException if the pattern is not one
     */
    public static CellParser<Instant> instant(String pattern, ZoneId zone) {
        DateTimeFormatter formatter = formatter(pattern);
        return cell -> read(cell, pattern, text -> {
            TemporalAccessor best =
                    formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (best instanceof ZonedDateTime zoned) {
                return zoned.toInstant();
            }
            return best instanceof LocalDateTime local
                    ? local.atZone(zone).toInstant()
                    : LocalDate.from(best).atStartOfDay(zone).toInstant();
        });
    }

    /** Reads {@code true} and {@code 1}, {@code false} and {@code 0}. */
    public static CellParser<Boolean> bool() {
        return bool(Set.of("true", "1"), Set.of("false", "0"));
    }

    /**
     * Reads the given words, in any case.
     *
     * @throws IllegalArgumentException if a word means both
     */
    public static CellParser<Boolean> bool(Set<String> trueWords, Set<String> falseWords) {
        Set<String> yes = folded(trueWords);
        Set<String> no = folded(falseWords);
        if (yes.stream().anyMatch(no::contains)) {
            throw new IllegalArgumentException("A word means both true and false: " + yes + ", " + no);
        }
        return cell -> {
            String word = fold(cell);
            if (!yes.contains(word) && !no.contains(word)) {
                throw new CellException(Texts.quote(cell) + " is none of " + yes + " (true) and " + no + " (false).");
            }
            return yes.contains(word);
        };
    }

    /** Reads a set of texts with this separator between them; spaces around each are left out, and so are empty ones. */
    public static CellParser<Set<String>> textSet(String separator) {
        Pattern split = Pattern.compile(Pattern.quote(separator));
        return cell -> {
            Set<String> parts = new TreeSet<>();
            for (String part : split.split(cell, -1)) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
            return parts;
        };
    }

    /** Returns the parser a column gets when none is declared; sets are separated by semicolons. */
    static CellParser<?> defaultFor(Attribute<?> attribute) {
        return switch (attribute.type()) {
            case TEXT -> text();
            case NUMBER -> number();
            case BOOLEAN -> bool();
            case DATE -> date();
            case INSTANT -> instant();
            case TEXT_SET -> textSet(";");
        };
    }

    private static <T> T read(String cell, String shown, Function<String, T> parse) {
        try {
            return parse.apply(narrow(cell).strip());
        } catch (DateTimeException e) {
            throw new CellException(
                    Texts.quote(cell) + " is not written as " + shown + ", or there is no such day or time.");
        }
    }

    /** {@code yyyy} is the year of an era, which a strict resolver cannot turn into a date without the era. */
    private static DateTimeFormatter formatter(String pattern) {
        String years = pattern.indexOf('G') < 0 && pattern.indexOf('\'') < 0 ? pattern.replace('y', 'u') : pattern;
        return DateTimeFormatter.ofPattern(years, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    private static Set<String> folded(Set<String> words) {
        Set<String> folded = new TreeSet<>();
        words.forEach(word -> folded.add(fold(word)));
        return folded;
    }

    /** Makes two spellings of a word the same: case, width of ASCII letters, spaces around. */
    static String fold(String word) {
        return narrow(word).strip().toLowerCase(Locale.ROOT);
    }

    /** Turns full-width ASCII, the ideographic space and the minus sign into ASCII. */
    static String narrow(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x2212) {
                char[] chars = text.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    chars[j] = narrow(chars[j]);
                }
                return new String(chars);
            }
        }
        return text;
    }

    private static char narrow(char c) {
        if (c >= '\uFF01' && c <= '\uFF5E') {
            return (char) (c - 0xFEE0);
        }
        return c == '\u3000' ? ' ' : c == '\u2212' ? '-' : c;
    }
}
