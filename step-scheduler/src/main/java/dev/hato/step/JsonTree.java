package dev.hato.step;

import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Segment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as maps, lists, texts, numbers and booleans; conditions in the format of segments. */
final class JsonTree {
    private static final int MAX_LENGTH = 16_000_000;
    private static final String CONDITION = "condition";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(6 * Segment.MAX_DEPTH + 20)
                            .maxDocumentLength(MAX_LENGTH)
                            .maxTokenCount(2_000_000)
                            .maxNumberLength(1_000)
                            .maxStringLength(1_000_000)
                            .maxNameLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private JsonTree() {}

    static JsonCursor parse(String json) {
        if (json.length() > MAX_LENGTH) {
            throw new ScenarioFormatException("$", "it is longer than " + MAX_LENGTH + " characters.", null);
        }
        try {
            return new JsonCursor("$", JSON.readValue(json, Object.class));
        } catch (JacksonException e) {
            String position = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new ScenarioFormatException(
                    "$", "the JSON cannot be read: " + e.getOriginalMessage() + position + ".", e);
        }
    }

    static String write(Object tree) {
        return JSON.writerWithDefaultPrettyPrinter()
                .with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .writeValueAsString(tree);
    }

    /** Returns the condition as it stands in the JSON of a segment. */
    static Map<String, Object> of(Condition condition) {
        return parse(Segment.of(CONDITION, condition).toJson()).take(CONDITION).object();
    }

    /** Returns the events with their type and what holds for their properties; they have no window. */
    static Map<String, Object> of(EventQuery event) {
        EventQuery bare = new EventQuery(event.type(), null, null, event.where());
        Map<String, Object> count =
                new JsonCursor("$", of(bare.happened())).take("count").object();
        count.remove("atLeast");
        return count;
    }

    static Condition condition(JsonCursor cursor) {
        return condition(cursor, cursor.object(), "$." + CONDITION);
    }

    /** Reads events as {@link #of(EventQuery)} wrote them. */
    static EventQuery events(JsonCursor cursor) {
        Map<String, Object> events = new LinkedHashMap<>(cursor.object());
        cursor.take("event").text();
        cursor.takeIfPresent("where");
        cursor.end();
        events.put("atLeast", 1);
        Condition count = condition(cursor, Map.of("count", events), "$." + CONDITION + ".count");
        return ((Condition.EventCount) count).events();
    }

    private static Condition condition(JsonCursor cursor, Map<String, Object> tree, String root) {
        Map<String, Object> segment = new LinkedHashMap<>();
        segment.put("hato.segment", 1);
        segment.put("name", CONDITION);
        segment.put(CONDITION, tree);
        try {
            return Segment.fromJson(JSON.writeValueAsString(segment)).condition();
        } catch (dev.hato.segment.SegmentFormatException e) {
            String path = e.path().startsWith(root) ? e.path().substring(root.length()) : "";
            String message = Objects.requireNonNullElse(e.getMessage(), "it is no condition.");
            String prefix = "Segment JSON at " + e.path() + ": ";
            throw new ScenarioFormatException(
                    cursor.path() + path, message.startsWith(prefix) ? message.substring(prefix.length()) : message, e);
        }
    }
}
