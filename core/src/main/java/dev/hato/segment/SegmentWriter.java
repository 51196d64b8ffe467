package dev.hato.segment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes segments as JSON. A condition is an object of one property, which says its kind:
 *
 * <pre>{@code
 * {"hato.segment": 1, "name": "lapsed", "condition": {"allOf": [
 *   {"text": {"attribute": "prefecture", "in": ["東京都"]}},
 *   {"sum": {"event": "purchase", "attribute": "amount", "atLeast": 50000}},
 *   {"last": {"event": "purchase", "before": {"calendar": "P-90D"}}}]}}
 * }</pre>
 */
final class SegmentWriter implements ConditionVisitor<Map<String, Object>> {
    private static final SegmentWriter WRITER = new SegmentWriter();

    private SegmentWriter() {}

    static String write(Segment segment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(SegmentFormat.VERSION_KEY, SegmentFormat.VERSION);
        document.put("name", segment.name());
        document.put("condition", segment.condition().accept(WRITER));
        return JsonValue.write(document);
    }

    private List<Map<String, Object>> all(List<Condition> conditions) {
        return conditions.stream().map(part -> part.accept(this)).toList();
    }

    private static Map<String, Object> leaf(String kind, Object... keysAndValues) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Map.of(kind, properties);
    }

    @Override
    public Map<String, Object> allOf(Condition.AllOf condition) {
        return Map.of("allOf", all(condition.conditions()));
    }

    @Override
    public Map<String, Object> anyOf(Condition.AnyOf condition) {
        return Map.of("anyOf", all(condition.conditions()));
    }

    @Override
    public Map<String, Object> not(Condition.Not condition) {
        return Map.of("not", condition.condition().accept(this));
    }

    @Override
    public Map<String, Object> present(Condition.Present condition) {
        return leaf(
                "present",
                "attribute",
                condition.attribute().name(),
                "type",
                SegmentFormat.typeName(condition.attribute().type()));
    }

    @Override
    public Map<String, Object> textIn(Condition.TextIn condition) {
        return leaf("text", "attribute", condition.attribute().name(), "in", List.copyOf(condition.values()));
    }

    @Override
    public Map<String, Object> textMatches(Condition.TextMatches condition) {
        return leaf(
                "text",
                "attribute",
                condition.attribute().name(),
                SegmentFormat.key(condition.match()),
                condition.text());
    }

    @Override
    public Map<String, Object> numberIs(Condition.NumberIs condition) {
        return leaf(
                "number",
                "attribute",
                condition.attribute().name(),
                SegmentFormat.key(condition.comparison()),
                condition.bound());
    }

    @Override
    public Map<String, Object> booleanIs(Condition.BooleanIs condition) {
        return leaf("boolean", "attribute", condition.attribute().name(), "is", condition.value());
    }

    @Override
    public Map<String, Object> timeIs(Condition.TimeIs condition) {
        return leaf(
                SegmentFormat.typeName(condition.attribute().type()),
                "attribute",
                condition.attribute().name(),
                SegmentFormat.key(condition.comparison()),
                moment(condition.moment()));
    }

    @Override
    public Map<String, Object> setContains(Condition.SetContains condition) {
        return leaf(
                "textSet",
                "attribute",
                condition.attribute().name(),
                condition.all() ? "containsAll" : "containsAny",
                List.copyOf(condition.values()));
    }

    @Override
    public Map<String, Object> onList(Condition.OnList condition) {
        return leaf(
                "subscription",
                "list",
                condition.list(),
                "in",
                condition.statuses().stream().map(Enum::name).toList());
    }

    @Override
    public Map<String, Object> eventCount(Condition.EventCount condition) {
        Map<String, Object> properties = events(condition.events());
        properties.put(SegmentFormat.key(condition.comparison()), condition.bound());
        return Map.of("count", properties);
    }

    @Override
    public Map<String, Object> eventNumber(Condition.EventNumber condition) {
        Map<String, Object> properties = events(condition.events());
        properties.put("attribute", condition.property().name());
        properties.put(SegmentFormat.key(condition.comparison()), condition.bound());
        return Map.of(SegmentFormat.key(condition.aggregate()), properties);
    }

    @Override
    public Map<String, Object> eventTime(Condition.EventTime condition) {
        Map<String, Object> properties = events(condition.events());
        properties.put(SegmentFormat.key(condition.comparison()), moment(condition.moment()));
        return Map.of(SegmentFormat.key(condition.edge()), properties);
    }

    @Override
    public Map<String, Object> followed(Condition.Followed condition) {
        return leaf("followed", "first", events(condition.first()), "then", events(condition.then()));
    }

    @Override
    public Map<String, Object> inSegment(Condition.InSegment condition) {
        return Map.of("segment", condition.name());
    }

    private Map<String, Object> events(EventQuery query) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("event", query.type());
        if (query.since() != null) {
            properties.put("since", moment(query.since()));
        }
        if (query.until() != null) {
            properties.put("until", moment(query.until()));
        }
        if (query.where() != null) {
            properties.put("where", query.where().accept(this));
        }
        return properties;
    }

    private static Map<String, Object> moment(Moment moment) {
        if (moment instanceof Moment.At at) {
            return Map.of("at", at.instant().toString());
        }
        if (moment instanceof Moment.On on) {
            return Map.of("date", on.date().toString());
        }
        if (moment instanceof Moment.Calendar calendar) {
            return Map.of("calendar", calendar.offset().toString());
        }
        return Map.of("elapsed", ((Moment.Elapsed) moment).offset().toString());
    }
}
