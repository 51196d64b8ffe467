package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.LeapDay;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.segment.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes scenarios as JSON. What is usual is left out; templates stand by their names.
 *
 * <pre>{@code
 * {"hato.scenario": 1, "name": "brochure-follow-up",
 *  "entry": {"triggers": [{"event": {"event": "brochure.requested"}}]},
 *  "steps": [
 *    {"key": "thanks", "when": {"after": "enrolment"}, "do": {"mail": "thanks"}},
 *    {"key": "day-3", "when": {"after": "enrolment", "offset": "P3D", "at": "10:00"}, "do": {"mail": "cases"}}],
 *  "exits": [{"event": {"event": "purchase"}}]}
 * }</pre>
 */
final class ScenarioWriter implements ActionVisitor<Map<String, Object>> {
    static final String VERSION_KEY = "hato.scenario";
    static final int VERSION = 1;
    static final String ENROLMENT = "enrolment";
    static final String PREVIOUS = "previous";

    private static final ScenarioWriter WRITER = new ScenarioWriter();

    private ScenarioWriter() {}

    static String write(Scenario scenario) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(VERSION_KEY, VERSION);
        document.put("name", scenario.name());
        putObject(document, "entry", entry(scenario.entry()));
        document.put(
                "steps", scenario.steps().stream().map(ScenarioWriter::step).toList());
        putList(
                document,
                "exits",
                scenario.exits().stream().map(ScenarioWriter::exit).toList());
        putList(
                document,
                "goals",
                scenario.goals().stream().map(ScenarioWriter::exit).toList());
        putObject(document, "sending", sending(scenario.sending()));
        return JsonTree.write(document);
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static void putText(Map<String, Object> object, String name, @Nullable Object value) {
        put(object, name, value == null ? null : value.toString());
    }

    private static void putObject(Map<String, Object> object, String name, Map<String, Object> value) {
        put(object, name, value.isEmpty() ? null : value);
    }

    private static void putList(Map<String, Object> object, String name, List<?> value) {
        put(object, name, value.isEmpty() ? null : value);
    }

    private static void putCondition(Map<String, Object> object, String name, @Nullable Condition condition) {
        put(object, name, condition == null ? null : JsonTree.of(condition));
    }

    private static Map<String, Object> entry(Entry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        putList(
                object,
                "triggers",
                entry.triggers().stream().map(ScenarioWriter::trigger).toList());
        putCondition(object, "filter", entry.filter());
        if (!entry.reEnrolment().equals(ReEnrolment.IGNORE)) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("mode", entry.reEnrolment().mode().name());
            putText(rule, "notWithin", entry.reEnrolment().minimumInterval());
            object.put("reEnrolment", rule);
        }
        putText(object, "suppression", entry.suppression());
        putText(object, "horizon", entry.horizon());
        return object;
    }

    private static Map<String, Object> trigger(Trigger trigger) {
        if (trigger instanceof Trigger.EventHappened happened) {
            return Map.of("event", JsonTree.of(happened.event()));
        }
        if (trigger instanceof Trigger.AttributeChanged changed) {
            return Map.of("attribute", attribute(changed.attribute()));
        }
        if (trigger instanceof Trigger.SegmentEntered entered) {
            return Map.of("entering", entered.segment());
        }
        if (trigger instanceof Trigger.SegmentLeft left) {
            return Map.of("leaving", left.segment());
        }
        return Map.of("date", timing(((Trigger.DateReached) trigger).timing()));
    }

    private static Map<String, Object> exit(Exit exit) {
        if (exit instanceof Exit.EventHappened happened) {
            return Map.of("event", JsonTree.of(happened.event()));
        }
        if (exit instanceof Exit.SegmentLeft left) {
            return Map.of("leaving", left.segment());
        }
        if (exit instanceof Exit.ConditionMet met) {
            return Map.of("condition", JsonTree.of(met.condition()));
        }
        return Map.of("unsubscribing", true);
    }

    private static Map<String, Object> step(Step step) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", step.key());
        object.put("when", timing(step.timing()));
        object.put("do", step.action().accept(WRITER));
        putCondition(object, "onlyIf", step.condition());
        return object;
    }

    private static Map<String, Object> timing(Timing timing) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (timing.anchor() instanceof Anchor.AnchorDate date) {
            Map<String, Object> anchor = attribute(date.attribute());
            put(anchor, "yearly", date.yearly() ? true : null);
            put(
                    anchor,
                    "leapDay",
                    date.leapDay() == LeapDay.FEB_28 ? null : date.leapDay().name());
            object.put("from", anchor);
        } else {
            object.put("after", timing.anchor() instanceof Anchor.Enrolled ? ENROLMENT : PREVIOUS);
        }
        put(object, "offset", timing.offset().isZero() ? null : offset(timing.offset()));
        putText(object, "at", timing.at());
        put(
                object,
                "businessDays",
                timing.shift() == BusinessDayShift.NONE ? null : timing.shift().name());
        return object;
    }

    private static String offset(Offset offset) {
        if (offset.businessDays() != 0) {
            return offset.toString();
        }
        return (offset.isOfDays() ? offset.period() : offset.duration()).toString();
    }

    private static Map<String, Object> attribute(Attribute<?> attribute) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("attribute", attribute.name());
        object.put("type", attribute.type().name());
        return object;
    }

    private static Map<String, Object> sending(Sending sending) {
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "list", sending.list() == null ? null : sending.list().name());
        if (sending.pastDue() instanceof PastDuePolicy.SendWithin within) {
            object.put("pastDue", Map.of("sendWithin", within.grace().toString()));
        } else if (sending.pastDue() instanceof PastDuePolicy.Backfill backfill) {
            object.put("pastDue", Map.of("backfill", backfill.days()));
        }
        put(object, "priority", sending.priority() == 0 ? null : sending.priority());
        FrequencyCap cap = sending.cap();
        if (cap != null) {
            Map<String, Object> limit = new LinkedHashMap<>();
            limit.put("mails", cap.mails());
            limit.put("per", cap.per().name());
            limit.put("whenCapped", cap.whenCapped().name());
            object.put("cap", limit);
        }
        Pace pace = sending.pace();
        if (pace != null) {
            Map<String, Object> limit = new LinkedHashMap<>();
            limit.put("steps", pace.steps());
            limit.put("per", pace.per().toString());
            object.put("pace", limit);
        }
        return object;
    }

    @Override
    public Map<String, Object> sendMail(Action.SendMail action) {
        return Map.of("mail", action.template().name());
    }

    @Override
    public Map<String, Object> setAttribute(Action.SetAttribute action) {
        Map<String, Object> object = attribute(action.attribute());
        object.put("value", value(action.attribute().type(), action.value()));
        return Map.of("set", object);
    }

    private static Object value(AttributeType type, Object value) {
        return switch (type) {
            case DATE, INSTANT -> value.toString();
            case TEXT_SET -> new TreeSet<Object>((Set<?>) value);
            default -> value;
        };
    }

    @Override
    public Map<String, Object> subscribe(Action.Subscribe action) {
        return Map.of("subscribe", action.list());
    }

    @Override
    public Map<String, Object> stopSubscription(Action.StopSubscription action) {
        return Map.of("stopSubscription", action.list());
    }

    @Override
    public Map<String, Object> addScore(Action.AddScore action) {
        return object("addScore", "score", action.score(), "points", action.points());
    }

    @Override
    public Map<String, Object> callWebhook(Action.CallWebhook action) {
        return Map.of("webhook", action.webhook());
    }

    @Override
    public Map<String, Object> notifyStaff(Action.NotifyStaff action) {
        return object("notify", "team", action.team(), "note", action.note());
    }

    @Override
    public Map<String, Object> handOver(Action.HandOver action) {
        return object("handOver", "channel", action.channel(), "message", action.message());
    }

    @Override
    public Map<String, Object> host(Action.Host action) {
        return action.parameters().isEmpty()
                ? object("action", "name", action.name())
                : object("action", "name", action.name(), "parameters", action.parameters());
    }

    @Override
    public Map<String, Object> branch(Action.Branch action) {
        return object("branch", "if", JsonTree.of(action.test()), "to", action.then(), "otherwise", action.otherwise());
    }

    @Override
    public Map<String, Object> waitFor(Action.WaitFor action) {
        Offset upTo = action.upTo();
        Map<String, Object> wait = new LinkedHashMap<>();
        wait.put("event", JsonTree.of(action.event()));
        put(wait, "upTo", upTo == null ? null : offset(upTo));
        put(wait, "onEvent", action.onEvent());
        put(wait, "onDeadline", action.onDeadline());
        return Map.of("waitFor", wait);
    }

    @Override
    public Map<String, Object> goTo(Action.GoTo action) {
        return Map.of("goTo", action.step());
    }

    @Override
    public Map<String, Object> end(Action.End action) {
        return Map.of("end", true);
    }

    private static Map<String, Object> object(String kind, @Nullable Object... keysAndValues) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            put(properties, String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return Map.of(kind, properties);
    }
}
