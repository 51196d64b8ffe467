package dev.hato.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Steps from a value to what is inside it. */
final class Paths {
    private Paths() {}

    /** Returns what the segment names inside the value, or null if nothing. */
    static @Nullable Object step(@Nullable Object value, Object segment) {
        if (value == null) {
            return null;
        }
        if (segment instanceof Integer index) {
            List<?> items = Values.list(value);
            int at = items == null || index >= 0 ? index : items.size() + index;
            return items == null || at < 0 || at >= items.size() ? null : items.get(at);
        }
        String name = (String) segment;
        Object inside = null;
        if (value instanceof Fields fields) {
            return fields.value(name);
        }
        if (value instanceof Map<?, ?> map) {
            inside = map.get(name);
        }
        return inside == null ? property(value, name) : inside;
    }

    private static @Nullable Object property(Object value, String name) {
        if (name.equals("size")) {
            return size(value);
        }
        boolean first = name.equals("first");
        List<?> items = first || name.equals("last") ? Values.list(value) : null;
        return items == null || items.isEmpty() ? null : items.get(first ? 0 : items.size() - 1);
    }

    /** Returns the number of elements or code points, or null if the value has no size. */
    static @Nullable BigDecimal size(Object value) {
        if (value instanceof Collection<?> items) {
            return BigDecimal.valueOf(items.size());
        }
        if (value instanceof Map<?, ?> map) {
            return BigDecimal.valueOf(map.size());
        }
        if (value instanceof Object[] array) {
            return BigDecimal.valueOf(array.length);
        }
        if (value instanceof SafeHtml html) {
            return size(html.text());
        }
        if (value instanceof CharSequence text) {
            return BigDecimal.valueOf(Character.codePointCount(text, 0, text.length()));
        }
        return null;
    }

    /** Returns the names inside the value, sorted, as far as they can be listed. */
    static List<String> names(@Nullable Object value) {
        TreeSet<String> names = new TreeSet<>();
        if (value instanceof Fields fields) {
            names.addAll(fields.names());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inside) -> {
                if (inside != null) {
                    names.add(String.valueOf(name));
                }
            });
        }
        return new ArrayList<>(names);
    }
}
