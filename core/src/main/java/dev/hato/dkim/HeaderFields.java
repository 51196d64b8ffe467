package dev.hato.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a mail, and their canonical forms (RFC 6376, 3.4.1 and 3.4.2).
 *
 * <p>A line that is no field has an empty name, which no signature can list.
 */
final class HeaderFields {
    private final byte[] octets;
    private final List<Field> all = new ArrayList<>();
    private final Map<String, List<Field>> byName = new HashMap<>();

    private HeaderFields(byte[] octets) {
        this.octets = octets;
    }

    /** One field with its folded lines; {@code end} is behind its last line end. */
    record Field(String name, int start, int colon, int end) {}

    static HeaderFields parse(byte[] octets, int length) {
        HeaderFields fields = new HeaderFields(octets);
        int start = 0;
        while (start < length) {
            int end = lineEnd(octets, start, length);
            while (end < length && isWsp(octets[end])) {
                end = lineEnd(octets, end, length);
            }
            fields.add(start, end);
            start = end;
        }
        return fields;
    }

    private static int lineEnd(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }

    private void add(int start, int end) {
        int colon = start;
        while (colon < end && octets[colon] != ':') {
            colon++;
        }
        String name = "";
        if (colon < end) {
            // Old mails have white space before the colon (RFC 5322, 4.5).
            name = name(octets, start, colon);
        }
        Field field = new Field(name, start, colon, end);
        all.add(field);
        byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(field);
    }

    private static String name(byte[] octets, int start, int colon) {
        int end = colon;
        while (end > start && isWsp(octets[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            if (octets[i] <= ' ' || octets[i] == 0x7F) {
                return "";
            }
        }
        return new String(octets, start, end - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    /** Returns the fields of that name, given in lower case, from top to bottom. */
    List<Field> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** Returns the octets after the colon, with folds and line end. */
    byte[] value(Field field) {
        int from = Math.min(field.colon() + 1, field.end());
        return Arrays.copyOfRange(octets, from, field.end());
    }

    /** Returns the octets of the field. */
    byte[] octets(Field field) {
        return Arrays.copyOfRange(octets, field.start(), field.end());
    }

    /**
     * Writes the fields that a signature lists: of fields with one name the last one first, and nothing for a
     * name listed more often than it is there (RFC 6376, 5.4.2).
     *
     * @param names in lower case
     */
    void write(List<String> names, Canonicalization form, ByteArrayOutputStream out) {
        Map<String, Integer> taken = new HashMap<>();
        for (String name : names) {
            List<Field> fields = named(name);
            int count = taken.merge(name, 1, Integer::sum);
            if (count <= fields.size()) {
                Field field = fields.get(fields.size() - count);
                write(octets, field.start(), field.end(), form, out);
                out.write('\r');
                out.write('\n');
            }
        }
    }

    /** Writes one field without its last line end. */
    static void write(byte[] octets, int start, int end, Canonicalization form, ByteArrayOutputStream out) {
        if (form == Canonicalization.RELAXED) {
            relaxed(octets, start, end, out);
        } else {
            simple(octets, start, end, out);
        }
    }

    private static void simple(byte[] octets, int start, int end, ByteArrayOutputStream out) {
        int last = end;
        if (last > start && octets[last - 1] == '\n') {
            last--;
            if (last > start && octets[last - 1] == '\r') {
                last--;
            }
        }
        for (int i = start; i < last; i++) {
            if (octets[i] == '\n' && (i == start || octets[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[i]);
        }
    }

    private static void relaxed(byte[] octets, int start, int end, ByteArrayOutputStream out) {
        int i = start;
        for (; i < end && octets[i] != ':'; i++) {
            byte c = octets[i];
            if (!isWsp(c)) {
                out.write(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
            }
        }
        out.write(':');
        boolean space = false;
        boolean begun = false;
        i++;
        while (i < end) {
            byte c = octets[i];
            int next = i + 1;
            if (isWsp(c)) {
                space = true;
            } else if (c != '\n' && !(c == '\r' && next < end && octets[next] == '\n')) {
                if (space && begun) {
                    out.write(' ');
                }
                space = false;
                begun = true;
                while (next < end && (octets[next] > ' ' || octets[next] < 0)) {
                    next++;
                }
                out.write(octets, i, next - i);
            }
            i = next;
        }
    }

    static boolean isWsp(byte c) {
        return c == ' ' || c == '\t';
    }

    /** Returns the value of the only field of that name, or null if there is none or more than one. */
    byte @Nullable [] single(String name) {
        List<Field> fields = named(name);
        return fields.size() == 1 ? value(fields.get(0)) : null;
    }
}
