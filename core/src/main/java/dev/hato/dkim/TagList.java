package dev.hato.dkim;

import dev.hato.internal.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code name=value; name=value}, as signatures and key records are written (RFC 6376, 3.2). */
final class TagList {
    private static final int MAX_TAGS = 100;

    private final Map<String, Tag> tags = new LinkedHashMap<>();

    private TagList() {}

    /** A value without the white space around it, and where it stands with it. */
    private record Tag(String value, int start, int end) {}

    /**
     * Reads a list.
     *
     * @throws Refusal if it is not well-formed, with the kind that {@code refusal} makes
     */
    static TagList parse(byte[] octets, Refusals refusal) throws Refusal {
        // An octet is a character: offsets are the same.
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        TagList list = new TagList();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(';', start);
            end = end < 0 ? text.length() : end;
            if (end == text.length() && isBlank(text, start, end)) {
                break;
            }
            list.add(text, start, end, refusal);
            start = end + 1;
        }
        if (list.tags.isEmpty()) {
            throw refusal.of("It has no tag.");
        }
        return list;
    }

    private void add(String text, int start, int end, Refusals refusal) throws Refusal {
        int equals = text.indexOf('=', start);
        if (equals < 0 || equals >= end) {
            throw refusal.of("The tag " + quote(text.substring(start, end)) + " has no equals sign.");
        }
        String name = strip(text.substring(start, equals));
        if (!isName(name)) {
            throw refusal.of("The tag's name " + quote(name) + " is none.");
        }
        String value = strip(text.substring(equals + 1, end));
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isSpace(c) && (c < '!' || c > '~')) {
                throw refusal.of("The tag " + name + "= has a character that is not allowed.");
            }
        }
        if (tags.size() == MAX_TAGS) {
            throw refusal.of("It has more than " + MAX_TAGS + " tags.");
        }
        if (tags.put(name, new Tag(value, equals + 1, end)) != null) {
            throw refusal.of("The tag " + name + "= stands twice.");
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Returns the value, without the white space around it, or null. */
    @Nullable String value(String name) {
        Tag tag = tags.get(name);
        return tag == null ? null : tag.value;
    }

    String value(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    /** Returns whether the tag is the first of the list. */
    boolean isFirst(String name) {
        return tags.keySet().iterator().next().equals(name);
    }

    /** Returns the parts of a list with colons, without the white space around each. */
    static List<String> split(String value) {
        String[] parts = value.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = strip(parts[i]);
        }
        return List.of(parts);
    }

    /** Returns the octets, or null if the value is not base64; white space is allowed anywhere. */
    static byte @Nullable [] base64(String value) {
        StringBuilder dense = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isSpace(c)) {
                dense.append(c);
            }
        }
        try {
            return Base64.getDecoder().decode(dense.toString());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the octets, of which this list was read, without the value of a tag and the white space around it. */
    static byte[] without(byte[] octets, int offset, TagList list, String name) {
        Tag tag = list.tags.get(name);
        if (tag == null) {
            return octets;
        }
        int from = offset + tag.start;
        int to = offset + tag.end;
        byte[] rest = new byte[octets.length - (to - from)];
        System.arraycopy(octets, 0, rest, 0, from);
        System.arraycopy(octets, to, rest, from, octets.length - to);
        return rest;
    }

    static String quote(String text) {
        return Texts.quote(strip(text));
    }

    /** Makes a refusal of the kind that fits the list. */
    @FunctionalInterface
    interface Refusals {
        /** Makes one. */
        Refusal of(String reason);
    }
}
