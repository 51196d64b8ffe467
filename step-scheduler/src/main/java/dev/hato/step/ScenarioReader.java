package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.LeapDay;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.TimeAttribute;
import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@link ScenarioWriter} writes, and refuses everything else. */
final class ScenarioReader {
    private static final Pattern BUSINESS_DAYS = Pattern.compile("(-?[0-9]{1,4}) business days?");
    private static final List<String> TRIGGERS = List.of("event", "attribute", "entering", "leaving", "date");
    private static final List<String> EXITS = List.of("event", "leaving", "condition", "unsubscribing");
    private static final List<String> ACTIONS = List.of(
            "mail",
            "set",
            "subscribe",
            "stopSubscription",
            "addScore",
            "webhook",
            "notify",
            "handOver",
            "action",
            "branch",
            "waitFor",
            "goTo",
            "end");

    private ScenarioReader() {}

    static Scenario read(String json) {
        JsonCursor root = JsonTree.parse(json);
        JsonCursor version = root.take(ScenarioWriter.VERSION_KEY);
        if (version.number().compareTo(BigDecimal.valueOf(ScenarioWriter.VERSION)) != 0) {
            throw version.error("version " + version.number() + " is unknown here; this release reads version "
                    + ScenarioWriter.VERSION + ".");
        }
        JsonCursor name = root.take("name");
        String text = name.of(value -> Names.require("Scenario name", value, Scenario.MAX_NAME_LENGTH));
        Entry entry = root.optional("entry", ScenarioReader::entry, Entry.BY_HOST);
        List<Step> steps = JsonCursor.list(root.take("steps"), ScenarioReader::step);
        List<Exit> exits = JsonCursor.list(root.takeIfPresent("exits"), ScenarioReader::exit);
        List<Exit> goals = JsonCursor.list(root.takeIfPresent("goals"), ScenarioReader::exit);
        Sending sending = root.optional("sending", ScenarioReader::sending, Sending.USUAL);
        root.end();
        return root.checked(() -> new Scenario(text, entry, steps, exits, goals, sending));
    }

    private static Entry entry(JsonCursor object) {
        List<Trigger> triggers = JsonCursor.list(object.takeIfPresent("triggers"), ScenarioReader::trigger);
        Condition filter = object.optional("filter", JsonTree::condition);
        ReEnrolment rule = object.optional("reEnrolment", ScenarioReader::reEnrolment, ReEnrolment.IGNORE);
        Duration suppression = object.optional("suppression", ScenarioReader::duration);
        Duration horizon = object.optional("horizon", ScenarioReader::duration);
        object.end();
        return object.checked(() -> new Entry(triggers, filter, rule, suppression, horizon));
    }

    private static ReEnrolment reEnrolment(JsonCursor object) {
        ReEnrolment.Mode mode = object.take("mode").constant(ReEnrolment.Mode.class);
        Duration interval = object.optional("notWithin", ScenarioReader::duration);
        object.end();
        return object.checked(() -> new ReEnrolment(mode, interval));
    }

    private static Duration duration(JsonCursor text) {
        return text.of(Duration::parse);
    }

    private static Trigger trigger(JsonCursor object) {
        String kind = object.takeOne(TRIGGERS);
        JsonCursor content = object.take(kind);
        return switch (kind) {
            case "event" -> {
                EventQuery event = JsonTree.events(content);
                yield content.checked(() -> new Trigger.EventHappened(event));
            }
            case "attribute" -> {
                Attribute<?> attribute = attribute(content);
                content.end();
                yield new Trigger.AttributeChanged(attribute);
            }
            case "entering" -> content.of(Trigger.SegmentEntered::new);
            case "leaving" -> content.of(Trigger.SegmentLeft::new);
            default -> {
                Timing timing = timing(content);
                yield content.checked(() -> new Trigger.DateReached(timing));
            }
        };
    }

    private static Exit exit(JsonCursor object) {
        String kind = object.takeOne(EXITS);
        JsonCursor content = object.take(kind);
        return switch (kind) {
            case "event" -> {
                EventQuery event = JsonTree.events(content);
                yield content.checked(() -> new Exit.EventHappened(event));
            }
            case "leaving" -> content.of(Exit.SegmentLeft::new);
            case "condition" -> new Exit.ConditionMet(JsonTree.condition(content));
            default -> {
                requireTrue(content);
                yield new Exit.Unsubscribed();
            }
        };
    }

    private static void requireTrue(JsonCursor content) {
        if (!content.bool()) {
            throw content.error("it is false; leave it out.");
        }
    }

    private static Step step(JsonCursor object) {
        String key = object.take("key").of(text -> Names.require("Step key", text, Step.MAX_KEY_LENGTH));
        Timing timing = timing(object.take("when"));
        Action action = action(object.take("do"));
        Condition condition = object.optional("onlyIf", JsonTree::condition);
        object.end();
        return new Step(key, timing, action, condition);
    }

    private static Timing timing(JsonCursor object) {
        JsonCursor from = object.takeIfPresent("from");
        JsonCursor after = object.takeIfPresent("after");
        if ((from == null) == (after == null)) {
            throw object.error("expected exactly one of [after, from].");
        }
        Anchor anchor = from != null ? date(from) : object.take("after").of(ScenarioReader::anchor);
        Offset offset = object.optional("offset", ScenarioReader::offset, Offset.ZERO);
        LocalTime at = object.optional("at", time -> time.of(LocalTime::parse));
        BusinessDayShift shift =
                object.optional("businessDays", text -> text.constant(BusinessDayShift.class), BusinessDayShift.NONE);
        object.end();
        return object.checked(() -> new Timing(anchor, offset, at, shift));
    }

    private static Anchor anchor(String name) {
        return switch (name) {
            case ScenarioWriter.ENROLMENT -> Anchor.ENROLLED;
            case ScenarioWriter.PREVIOUS -> Anchor.PREVIOUS_STEP;
            default ->
                throw new IllegalArgumentException(Names.quote(name) + " is unknown; expected one of ["
                        + ScenarioWriter.ENROLMENT + ", " + ScenarioWriter.PREVIOUS + "].");
        };
    }

    private static Anchor date(JsonCursor object) {
        Attribute<?> attribute = attribute(object);
        boolean yearly = object.optional("yearly", JsonCursor::bool, false);
        LeapDay leapDay = object.optional("leapDay", text -> text.constant(LeapDay.class), LeapDay.FEB_28);
        object.end();
        if (attribute instanceof TimeAttribute<?> time) {
            return new Anchor.AnchorDate(time, yearly, leapDay);
        }
        throw object.error("attribute " + Names.quote(attribute.name()) + " is a "
                + attribute.type().label() + "; count from a DATE or an INSTANT.");
    }

    private static Offset offset(JsonCursor value) {
        return value.of(text -> {
            Matcher business = BUSINESS_DAYS.matcher(text);
            if (business.matches()) {
                return Offset.ofBusinessDays(Integer.parseInt(business.group(1)));
            }
            return text.contains("T") ? Offset.of(Duration.parse(text)) : Offset.of(Period.parse(text));
        });
    }

    private static Attribute<?> attribute(JsonCursor object) {
        AttributeType type = object.take("type").constant(AttributeType.class);
        return object.take("attribute").of(name -> Attribute.of(name, type));
    }

    private static Action action(JsonCursor object) {
        String kind = object.takeOne(ACTIONS);
        JsonCursor content = object.take(kind);
        return switch (kind) {
            case "mail" -> content.of(name -> new Action.SendMail(TemplateRef.named(name)));
            case "set" -> set(content);
            case "subscribe" -> content.of(Action.Subscribe::new);
            case "stopSubscription" -> content.of(Action.StopSubscription::new);
            case "webhook" -> content.of(Action.CallWebhook::new);
            case "goTo" -> content.of(Action.GoTo::new);
            case "branch" -> branch(content);
            case "waitFor" -> waitFor(content);
            case "end" -> {
                requireTrue(content);
                yield new Action.End();
            }
            default -> named(kind, content);
        };
    }

    private static Action named(String kind, JsonCursor content) {
        Action action = switch (kind) {
            case "addScore" -> {
                String score = content.take("score").text();
                long points = content.take("points").whole();
                yield content.checked(() -> new Action.AddScore(score, points));
            }
            case "notify" -> {
                String team = content.take("team").text();
                String note = content.take("note").text();
                yield content.checked(() -> new Action.NotifyStaff(team, note));
            }
            case "handOver" -> {
                String channel = content.take("channel").text();
                String message = content.take("message").text();
                yield content.checked(() -> new Action.HandOver(channel, message));
            }
            default -> {
                String name = content.take("name").text();
                Map<String, String> parameters = content.optional("parameters", JsonCursor::texts, Map.of());
                yield content.checked(() -> new Action.Host(name, parameters));
            }
        };
        content.end();
        return action;
    }

    private static Action set(JsonCursor content) {
        Attribute<?> attribute = attribute(content);
        JsonCursor value = content.take("value");
        content.end();
        Object read = switch (attribute.type()) {
            case TEXT -> value.text();
            case NUMBER -> value.number();
            case BOOLEAN -> value.bool();
            case DATE -> value.of(LocalDate::parse);
            case INSTANT -> value.of(Instant::parse);
            case TEXT_SET -> texts(value);
        };
        return value.checked(() -> new Action.SetAttribute(attribute, read));
    }

    private static Set<String> texts(JsonCursor array) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonCursor element : array.array()) {
            if (!texts.add(element.text())) {
                throw element.error("the text is there twice; remove one.");
            }
        }
        return texts;
    }

    private static Action branch(JsonCursor content) {
        Condition condition = JsonTree.condition(content.take("if"));
        String then = content.optional("to", JsonCursor::text);
        String otherwise = content.optional("otherwise", JsonCursor::text);
        content.end();
        return new Action.Branch(condition, then, otherwise);
    }

    private static Action waitFor(JsonCursor content) {
        EventQuery event = JsonTree.events(content.take("event"));
        Offset upTo = content.optional("upTo", ScenarioReader::offset);
        String onEvent = content.optional("onEvent", JsonCursor::text);
        String onDeadline = content.optional("onDeadline", JsonCursor::text);
        content.end();
        return content.checked(() -> new Action.WaitFor(event, upTo, onEvent, onDeadline));
    }

    private static Sending sending(JsonCursor object) {
        String list = object.optional("list", JsonCursor::text);
        PastDuePolicy pastDue = object.optional("pastDue", ScenarioReader::pastDue, PastDuePolicy.skip());
        int priority = object.optional("priority", JsonCursor::count, 0);
        FrequencyCap cap = object.optional("cap", ScenarioReader::cap);
        Pace pace = object.optional("pace", ScenarioReader::pace);
        object.end();
        return object.checked(
                () -> new Sending(list == null ? null : MailingList.of(list), pastDue, priority, cap, pace));
    }

    private static PastDuePolicy pastDue(JsonCursor object) {
        String kind = object.takeOne(List.of("sendWithin", "backfill"));
        JsonCursor content = object.take(kind);
        if (kind.equals("backfill")) {
            int days = content.count();
            return content.checked(() -> PastDuePolicy.backfill(days));
        }
        return content.of(text -> PastDuePolicy.sendWithin(Duration.parse(text)));
    }

    private static FrequencyCap cap(JsonCursor object) {
        int mails = object.take("mails").count();
        FrequencyCap.Span per = object.take("per").constant(FrequencyCap.Span.class);
        FrequencyCap.WhenCapped then = object.take("whenCapped").constant(FrequencyCap.WhenCapped.class);
        object.end();
        return object.checked(() -> new FrequencyCap(mails, per, then));
    }

    private static Pace pace(JsonCursor object) {
        int steps = object.take("steps").count();
        Duration per = duration(object.take("per"));
        object.end();
        return object.checked(() -> new Pace(steps, per));
    }
}
