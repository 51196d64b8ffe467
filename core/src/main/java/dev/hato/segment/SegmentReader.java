package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.internal.Texts;
import dev.hato.segment.Condition.Aggregate;
import dev.hato.segment.Condition.Edge;
import dev.hato.segment.Condition.TextMatch;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what {@link SegmentWriter} writes, and refuses everything else. */
final class SegmentReader {
    private static final Map<String, Comparison> COMPARISONS = SegmentFormat.keys(Comparison.class);
    private static final Map<String, TimeComparison> TIME_COMPARISONS = SegmentFormat.keys(TimeComparison.class);
    private static final Map<String, TextMatch> MATCHES = SegmentFormat.keys(TextMatch.class);
    private static final Map<String, Aggregate> AGGREGATES = SegmentFormat.keys(Aggregate.class);
    private static final Map<String, Edge> EDGES = SegmentFormat.keys(Edge.class);
    private static final Map<String, AttributeType> TYPES = SegmentFormat.keys(AttributeType.class);
    private static final Map<String, SubscriptionStatus> STATUSES = statuses();
    private static final List<String> KINDS = kinds();

    private SegmentReader() {}

    private static Map<String, SubscriptionStatus> statuses() {
        Map<String, SubscriptionStatus> statuses = new LinkedHashMap<>();
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            statuses.put(status.name(), status);
        }
        return statuses;
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of("allOf", "anyOf", "not", "present", "subscription", "count"));
        kinds.addAll(TYPES.keySet());
        kinds.addAll(AGGREGATES.keySet());
        kinds.addAll(EDGES.keySet());
        kinds.addAll(List.of("followed", "segment"));
        return List.copyOf(kinds);
    }

    static Segment read(String json) {
        JsonValue document = JsonValue.parse(json);
        JsonObject root = document.object();
        JsonValue version = root.take(SegmentFormat.VERSION_KEY);
        if (version.number().compareTo(BigDecimal.valueOf(SegmentFormat.VERSION)) != 0) {
            throw version.error("version " + version.number().toString()
                    + " is unknown here; this release reads version " + SegmentFormat.VERSION + ".");
        }
        JsonValue name = root.take("name");
        String text = name.text();
        checked(name, () -> Texts.requireName("Segment name", text, Segment.MAX_NAME_LENGTH));
        Condition condition = condition(root.take("condition"), Segment.MAX_DEPTH);
        root.end(List.of(SegmentFormat.VERSION_KEY, "name", "condition"));
        return checked(document, () -> Segment.of(text, condition));
    }

    private static Condition condition(JsonValue value, int left) {
        if (left == 0) {
            throw value.error("conditions are nested more than " + Segment.MAX_DEPTH
                    + " deep; name some of them as segments of their own.");
        }
        JsonObject object = value.object();
        String kind = object.takeOne(KINDS);
        JsonValue content = object.get(kind);
        return switch (kind) {
            case "allOf" -> new Condition.AllOf(all(content, left - 1));
            case "anyOf" -> new Condition.AnyOf(all(content, left - 1));
            case "not" -> new Condition.Not(condition(content, left - 1));
            case "segment" -> of(content, JsonValue::text, Condition.InSegment::new);
            case "subscription" -> subscription(content);
            case "followed" -> followed(content, left - 1);
            case "present" -> present(content);
            default -> TYPES.containsKey(kind) ? attribute(kind, content) : events(kind, content, left - 1);
        };
    }

    private static List<Condition> all(JsonValue array, int left) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonValue element : array.array()) {
            conditions.add(condition(element, left));
        }
        return conditions;
    }

    private static Condition present(JsonValue content) {
        JsonObject object = content.object();
        JsonValue typeName = object.take("type");
        AttributeType type = constant(typeName, TYPES);
        Attribute<?> attribute = of(object.take("attribute"), JsonValue::text, name -> Attribute.of(name, type));
        object.end(List.of("attribute", "type"));
        return new Condition.Present(attribute);
    }

    private static Condition attribute(String kind, JsonValue content) {
        JsonObject object = content.object();
        JsonValue name = object.take("attribute");
        return switch (constantOf(kind)) {
            case TEXT -> text(object, name);
            case NUMBER -> {
                String key = object.takeOne(List.copyOf(COMPARISONS.keySet()));
                yield of(
                        object.get(key),
                        JsonValue::number,
                        bound ->
                                new Condition.NumberIs(named(name, Attribute::number), named(COMPARISONS, key), bound));
            }
            case BOOLEAN -> {
                object.takeOne(List.of("is"));
                yield new Condition.BooleanIs(
                        named(name, Attribute::bool), object.get("is").bool());
            }
            case DATE, INSTANT -> {
                String key = object.takeOne(List.copyOf(TIME_COMPARISONS.keySet()));
                yield new Condition.TimeIs(
                        named(name, text -> Attribute.of(text, constantOf(kind))),
                        named(TIME_COMPARISONS, key),
                        moment(object.get(key)));
            }
            case TEXT_SET -> {
                String key = object.takeOne(List.of("containsAny", "containsAll"));
                yield new Condition.SetContains(
                        named(name, Attribute::textSet), key.equals("containsAll"), texts(object.get(key)));
            }
        };
    }

    private static AttributeType constantOf(String kind) {
        return named(TYPES, kind);
    }

    private static Condition text(JsonObject object, JsonValue name) {
        List<String> keys = new ArrayList<>(MATCHES.keySet());
        keys.add("in");
        String key = object.takeOne(keys);
        TextMatch match = MATCHES.get(key);
        return match == null
                ? new Condition.TextIn(named(name, Attribute::text), texts(object.get(key)))
                : new Condition.TextMatches(
                        named(name, Attribute::text), match, object.get(key).text());
    }

    private static Condition subscription(JsonValue content) {
        JsonObject object = content.object();
        Set<SubscriptionStatus> statuses = new LinkedHashSet<>();
        for (JsonValue element : object.take("in").array()) {
            if (!statuses.add(constant(element, STATUSES))) {
                throw element.error("the status is there twice; remove one.");
            }
        }
        Condition condition = of(object.take("list"), JsonValue::text, list -> new Condition.OnList(list, statuses));
        object.end(List.of("list", "in"));
        return condition;
    }

    private static Condition followed(JsonValue content, int left) {
        JsonObject object = content.object();
        EventQuery first = wholeQuery(object.take("first"), left);
        EventQuery then = wholeQuery(object.take("then"), left);
        object.end(List.of("first", "then"));
        return new Condition.Followed(first, then);
    }

    private static Condition events(String kind, JsonValue content, int left) {
        JsonObject object = content.object();
        EventQuery query = query(object, left);
        Edge edge = EDGES.get(kind);
        if (edge != null) {
            String key = object.takeOne(List.copyOf(TIME_COMPARISONS.keySet()));
            return new Condition.EventTime(query, edge, named(TIME_COMPARISONS, key), moment(object.get(key)));
        }
        Aggregate aggregate = AGGREGATES.get(kind);
        JsonValue property = aggregate == null ? null : object.take("attribute");
        String key = object.takeOne(List.copyOf(COMPARISONS.keySet()));
        Comparison comparison = named(COMPARISONS, key);
        if (aggregate == null || property == null) {
            JsonValue bound = object.get(key);
            BigDecimal number = bound.number();
            try {
                return new Condition.EventCount(query, comparison, number.longValueExact());
            } catch (ArithmeticException e) {
                throw bound.error("a count is compared with a whole number of at most 18 digits.");
            }
        }
        return of(
                object.get(key),
                JsonValue::number,
                bound -> new Condition.EventNumber(
                        query, aggregate, named(property, Attribute::number), comparison, bound));
    }

    private static EventQuery wholeQuery(JsonValue content, int left) {
        JsonObject object = content.object();
        EventQuery query = query(object, left);
        object.end(List.of("event", "since", "until", "where"));
        return query;
    }

    private static EventQuery query(JsonObject object, int left) {
        JsonValue type = object.take("event");
        String text = type.text();
        EventQuery query = checked(type, () -> Conditions.event(text));
        JsonValue since = object.takeIfPresent("since");
        JsonValue until = object.takeIfPresent("until");
        JsonValue where = object.takeIfPresent("where");
        Moment from = since == null ? null : moment(since);
        Moment to = until == null ? null : moment(until);
        if (where == null) {
            return new EventQuery(query.type(), from, to, null);
        }
        Condition properties = condition(where, left);
        return checked(where, () -> new EventQuery(query.type(), from, to, properties));
    }

    private static Moment moment(JsonValue value) {
        JsonObject object = value.object();
        String key = object.takeOne(List.of("at", "date", "calendar", "elapsed"));
        return of(object.get(key), JsonValue::text, text -> switch (key) {
            case "at" -> Moment.at(Instant.parse(text));
            case "date" -> Moment.on(LocalDate.parse(text));
            case "calendar" -> Moment.fromNow(Period.parse(text));
            default -> Moment.fromNow(Duration.parse(text));
        });
    }

    private static Set<String> texts(JsonValue array) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonValue element : array.array()) {
            if (!texts.add(element.text())) {
                throw element.error("the text is there twice; remove one.");
            }
        }
        return texts;
    }

    private static <E> E constant(JsonValue value, Map<String, E> constants) {
        E constant = constants.get(value.text());
        if (constant == null) {
            throw value.error(Texts.quote(value.text()) + " is unknown; expected one of " + constants.keySet() + ".");
        }
        return constant;
    }

    /** Returns the constant of a name that is known to be there. */
    private static <E> E named(Map<String, E> constants, String key) {
        return Objects.requireNonNull(constants.get(key), key);
    }

    private static <A extends Attribute<?>> A named(JsonValue name, Function<String, A> attribute) {
        return of(name, JsonValue::text, attribute);
    }

    /** Makes something of a value; what its constructor refuses is reported where the value stands. */
    private static <V, T> T of(JsonValue value, Function<JsonValue, V> read, Function<V, T> make) {
        V content = read.apply(value);
        return checked(value, () -> make.apply(content));
    }

    private static <T> T checked(JsonValue value, Supplier<T> make) {
        try {
            return make.get();
        } catch (SegmentFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw value.error(e);
        } catch (DateTimeException | ArithmeticException e) {
            throw value.error("it is not a date or time in ISO 8601: " + e.getMessage());
        }
    }
}
