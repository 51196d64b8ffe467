package dev.hato.segment;

import dev.hato.internal.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value in a JSON document that knows where it stands.
 *
 * <p>The document is a tree of these and not of the JSON library's nodes, because those forget their
 * path and keep only the last of two properties of one name.
 */
final class JsonValue {
    private static final int MAX_LENGTH = 16_000_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(6 * Segment.MAX_DEPTH)
                            .maxDocumentLength(MAX_LENGTH)
                            .maxTokenCount(2_000_000)
                            .maxNumberLength(1_000)
                            .maxStringLength(1_000_000)
                            .maxNameLength(200)
                            .build())
                    .build())
            .build();

    private final @Nullable JsonValue parent;
    private final String step;
    private @Nullable Object content;

    private JsonValue(@Nullable JsonValue parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** Reads a document. */
    static JsonValue parse(String json) {
        JsonValue root = new JsonValue(null, "$");
        if (json.length() > MAX_LENGTH) {
            throw root.error("it is longer than " + MAX_LENGTH + " characters.");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            new Reading(parser, root).readAll();
        }
        return root;
    }

    /** A document being read, which remembers where it is. */
    private static final class Reading {
        private final JsonParser parser;
        private JsonValue current;

        Reading(JsonParser parser, JsonValue root) {
            this.parser = parser;
            this.current = root;
        }

        void readAll() {
            JsonValue root = current;
            try {
                JsonToken first = parser.nextToken();
                if (first == null) {
                    throw root.error("it is empty.");
                }
                read(root, first);
                if (parser.nextToken() != null) {
                    throw root.error("something follows the end of the object.");
                }
            } catch (JacksonException | ArithmeticException | NumberFormatException e) {
                throw new SegmentFormatException(
                        current.path(), "the JSON cannot be read: " + message(e) + position(), e);
            }
        }

        private void read(JsonValue target, JsonToken token) {
            current = target;
            target.content = content(target, token);
        }

        private static String message(RuntimeException e) {
            return e instanceof JacksonException json ? json.getOriginalMessage() : "a number is out of range";
        }

        private String position() {
            return " (line " + parser.currentLocation().getLineNr() + ", column "
                    + parser.currentLocation().getColumnNr() + ").";
        }

        private @Nullable Object content(JsonValue target, JsonToken token) {
            return switch (token) {
                case START_OBJECT -> object(target);
                case START_ARRAY -> array(target);
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> null;
            };
        }

        private Map<String, JsonValue> object(JsonValue target) {
            Map<String, JsonValue> properties = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonValue value = new JsonValue(target, name);
                if (properties.put(name, value) != null) {
                    throw value.error("the property is there twice; remove one.");
                }
                read(value, parser.nextToken());
                current = target;
            }
            return properties;
        }

        private List<JsonValue> array(JsonValue target) {
            List<JsonValue> elements = new ArrayList<>();
            JsonToken token = parser.nextToken();
            while (token != JsonToken.END_ARRAY) {
                JsonValue value = new JsonValue(target, "[" + elements.size() + "]");
                elements.add(value);
                read(value, token);
                current = target;
                token = parser.nextToken();
            }
            return elements;
        }
    }

    static String write(Object tree) {
        return JSON.writerWithDefaultPrettyPrinter()
                .with(tools.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .writeValueAsString(tree);
    }

    String path() {
        List<String> steps = new ArrayList<>();
        for (JsonValue value = this; value != null; value = value.parent) {
            steps.add(0, value.step);
        }
        StringBuilder path = new StringBuilder("$");
        for (String part : steps.subList(1, steps.size())) {
            if (part.matches("\\[\\d+]")) {
                path.append(part);
            } else if (part.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                path.append('.').append(part);
            } else {
                path.append('[').append(Texts.quote(part)).append(']');
            }
        }
        return path.toString();
    }

    SegmentFormatException error(String message) {
        return new SegmentFormatException(path(), message, null);
    }

    SegmentFormatException error(IllegalArgumentException cause) {
        return new SegmentFormatException(path(), String.valueOf(cause.getMessage()), cause);
    }

    @SuppressWarnings("unchecked") // an object's content is always made by Reading.object
    JsonObject object() {
        if (content instanceof Map<?, ?> properties) {
            return new JsonObject(this, (Map<String, JsonValue>) properties);
        }
        throw wrongType("an object");
    }

    @SuppressWarnings("unchecked") // an array's content is always made by Reading.array
    List<JsonValue> array() {
        if (content instanceof List<?> elements) {
            return (List<JsonValue>) elements;
        }
        throw wrongType("an array");
    }

    String text() {
        if (content instanceof String text) {
            return text;
        }
        throw wrongType("a string");
    }

    BigDecimal number() {
        if (content instanceof BigDecimal number) {
            return number;
        }
        throw wrongType("a number");
    }

    boolean bool() {
        if (content instanceof Boolean bool) {
            return bool;
        }
        throw wrongType("true or false");
    }

    private SegmentFormatException wrongType(String expected) {
        String actual = content == null
                ? "null"
                : content instanceof Map
                        ? "an object"
                        : content instanceof List
                                ? "an array"
                                : content instanceof String
                                        ? "a string"
                                        : content instanceof BigDecimal ? "a number" : "a boolean";
        return error("expected " + expected + ", but found " + actual + ".");
    }
}
