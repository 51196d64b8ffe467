package dev.hato.tracking;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form, from a query, from a URL-encoded body, or from the simple multipart bodies that RFC 8058, 3.2 allows.
 * Broken input gives fewer fields, never an exception.
 */
final class FormFields {
    private static final int MOST = 200;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private FormFields() {}

    static FormFields ofQuery(String query) {
        FormFields fields = new FormFields();
        fields.addEncoded(query);
        return fields;
    }

    static FormFields ofBody(@Nullable String contentType, byte[] body) {
        FormFields fields = new FormFields();
        String type = contentType == null ? "" : contentType.strip();
        String text = new String(body, StandardCharsets.UTF_8);
        if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            fields.addMultipart(type, text);
        } else {
            fields.addEncoded(text.strip());
        }
        return fields;
    }

    private void addEncoded(String text) {
        for (String pair : text.split("&", MOST)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void addMultipart(String type, String text) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return;
        }
        String boundary = type.substring(at + "boundary=".length());
        boundary = boundary.startsWith("\"")
                ? boundary.substring(1, Math.max(1, boundary.indexOf('"', 1)))
                : boundary.split("[;\\s]", 2)[0];
        if (boundary.isEmpty()) {
            return;
        }
        String[] parts = text.split(Pattern.quote("--" + boundary), MOST);
        for (int i = 1; i < parts.length; i++) {
            addPart(parts[i]);
        }
    }

    private void addPart(String part) {
        int blank = part.indexOf("\r\n\r\n");
        int length = 4;
        if (blank < 0) {
            blank = part.indexOf("\n\n");
            length = 2;
        }
        if (blank < 0) {
            return;
        }
        String head = part.substring(0, blank);
        int name = head.indexOf("name=\"");
        int end = name < 0 ? -1 : head.indexOf('"', name + 6);
        if (end > 0) {
            add(head.substring(name + 6, end), part.substring(blank + length).strip());
        }
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Returns the first value of the field, or null if there is none. */
    @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    /** Returns the values of the field in their order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Returns whether a field has this value, capitals or not. */
    boolean says(String name, String value) {
        return values.entrySet().stream()
                .anyMatch(field -> field.getKey().equalsIgnoreCase(name)
                        && field.getValue().stream()
                                .anyMatch(said -> said.strip().equalsIgnoreCase(value)));
    }
}
