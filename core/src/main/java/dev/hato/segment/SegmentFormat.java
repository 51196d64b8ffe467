package dev.hato.segment;

import dev.hato.contact.AttributeType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of the JSON format that reader and writer share. */
final class SegmentFormat {
    static final String VERSION_KEY = "hato.segment";
    static final int VERSION = 1;

    private SegmentFormat() {}

    /** Returns the property that stands for the constant: {@code atLeast} for {@code AT_LEAST}. */
    static String key(Enum<?> constant) {
        StringBuilder key = new StringBuilder();
        boolean upper = false;
        for (char c : constant.name().toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                key.append(upper ? c : Character.toLowerCase(c));
                upper = false;
            }
        }
        return key.toString();
    }

    /** Returns the constants by the properties that stand for them. */
    static <E extends Enum<E>> Map<String, E> keys(Class<E> type) {
        Map<String, E> keys = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            keys.put(key(constant), constant);
        }
        return keys;
    }

    static String typeName(AttributeType type) {
        return key(type);
    }
}
