package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Attributes without a column of their own, as a JSON object: the key is a letter for the type, a colon and the name,
 * so that name and type identify the value as everywhere in this library.
 *
 * <p>Numbers are JSON numbers in plain notation, instants microseconds, dates ISO texts, sets sorted arrays. Texts are
 * escaped in one way only, so that equal values are equal texts.
 */
final class AttributeJson {
    private static final int MAX_KNOWN = 10_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final Map<String, Attribute<?>> KNOWN = new ConcurrentHashMap<>();

    private AttributeJson() {}

    /** Returns the key under which the attribute's value is kept. */
    static String key(Attribute<?> attribute) {
        return letter(attribute.type()) + ":" + attribute.name();
    }

    private static char letter(AttributeType type) {
        return switch (type) {
            case TEXT -> 't';
            case NUMBER -> 'n';
            case BOOLEAN -> 'b';
            case DATE -> 'd';
            case INSTANT -> 'i';
            case TEXT_SET -> 's';
        };
    }

    /** Returns the values whose attributes pass as JSON, or null if there is none. They have been checked. */
    static @Nullable String write(AttributeMap values, Predicate<Attribute<?>> which) {
        StringBuilder json = new StringBuilder();
        values.forEach((attribute, value) -> {
            if (which.test(attribute)) {
                json.append(json.isEmpty() ? '{' : ',');
                quote(json, key(attribute));
                append(json.append(':'), value);
            }
        });
        return json.isEmpty() ? null : json.append('}').toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof BigDecimal number) {
            json.append(number.toPlainString());
        } else if (value instanceof java.time.Instant instant) {
            json.append(Micros.of(instant));
        } else if (value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Collection<?> texts) {
            json.append(array(texts));
        } else {
            quote(json, value.toString());
        }
    }

    /** Returns the texts as a sorted JSON array. */
    static String array(Collection<?> texts) {
        StringBuilder json = new StringBuilder("[");
        for (Object text : new TreeSet<>(texts)) {
            quote(json.length() == 1 ? json : json.append(','), (String) text);
        }
        return json.append(']').toString();
    }

    /** Appends the text as a JSON string. */
    static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Adds the values of the object to those that are there. */
    static void read(@Nullable String json, Map<Attribute<?>, Object> values) {
        if (json == null) {
            return;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalStateException("The attributes in the database are no JSON object.");
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                Attribute<?> attribute = attribute(key);
                parser.nextToken();
                values.put(attribute, value(parser, attribute.type()));
            }
        } catch (JacksonException e) {
            throw new IllegalStateException("The attributes in the database are no JSON that was written here.", e);
        }
    }

    /** Returns whether the object has one of the keys. */
    static boolean hasAny(@Nullable String json, Set<String> keys) {
        if (json == null) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                if (keys.contains(key)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }

    private static Object value(JsonParser parser, AttributeType type) {
        return switch (type) {
            case TEXT -> parser.getString();
            case NUMBER -> parser.getDecimalValue();
            case BOOLEAN -> parser.getBooleanValue();
            case DATE -> LocalDate.parse(parser.getString());
            case INSTANT -> Micros.instant(parser.getLongValue());
            case TEXT_SET -> texts(parser);
        };
    }

    /** Returns the texts of a JSON array. */
    static Set<String> texts(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return texts(parser);
        }
    }

    private static Set<String> texts(JsonParser parser) {
        Set<String> texts = new HashSet<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(parser.getString());
        }
        return texts;
    }

    private static Attribute<?> attribute(String key) {
        Attribute<?> known = KNOWN.get(key);
        if (known != null) {
            return known;
        }
        Attribute<?> made = Attribute.of(key.substring(2), type(key));
        if (KNOWN.size() < MAX_KNOWN) {
            KNOWN.put(key, made);
        }
        return made;
    }

    private static AttributeType type(String key) {
        for (AttributeType type : AttributeType.values()) {
            if (key.length() > 2 && key.charAt(0) == letter(type) && key.charAt(1) == ':') {
                return type;
            }
        }
        throw new IllegalStateException("The key " + key + " in the attributes of the database is of no known type; "
                + "a newer version of this library may have written it.");
    }
}
