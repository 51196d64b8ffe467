package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.EngineSettings;
import dev.hato.enrolment.Enrolment;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventSeries;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Moment;
import dev.hato.segment.Profile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is true of contacts at one moment, as one transaction sees it. What {@link #expect} names is read for all contacts
 * together when the first of them is asked about, and is not read again. Used by one thread.
 */
final class Facts {
    private final Stores tx;
    private final EvaluationContext context;
    private final IdentityHashMap<Condition, Answers> conditions = new IdentityHashMap<>();
    private final IdentityHashMap<EventQuery, Happenings> happenings = new IdentityHashMap<>();
    private final IdentityHashMap<EventQuery, CompiledCondition> compiled = new IdentityHashMap<>();
    private final Map<String, Condition> segments = new HashMap<>();

    Facts(Stores tx, EngineSettings engine, Instant now) {
        this.tx = tx;
        this.context = new EvaluationContext(now, engine.zone(), engine.segments());
    }

    /** Of whom a condition is true, among those of whom it was read. */
    private static final class Answers {
        final Set<ContactId> asked = new LinkedHashSet<>();
        final Set<ContactId> matching = new HashSet<>();
        final Set<ContactId> expected = new LinkedHashSet<>();
    }

    /** The events of one kind since contacts were enrolled. */
    private static final class Happenings {
        final Map<ContactId, Instant> expected = new LinkedHashMap<>();
        final Map<ContactId, Instant> asked = new HashMap<>();
        final Map<ContactId, List<ContactEvent>> events = new HashMap<>();
    }

    /** Says that the condition will be asked about the contact. */
    void expect(ContactId contact, @Nullable Condition condition) {
        if (condition != null) {
            answers(condition).expected.add(contact);
        }
    }

    /** Says that it will be asked whether the contact is in the segment. */
    void expectSegment(ContactId contact, String segment) {
        expect(contact, segment(segment));
    }

    /** Says that it will be asked whether such an event has happened since enrolment. */
    void expect(Enrolment enrolment, EventQuery event) {
        happenings(event)
                .expected
                .merge(enrolment.key().contact(), enrolment.times().enrolled(), Facts::earlier);
    }

    private Answers answers(Condition condition) {
        return conditions.computeIfAbsent(condition, key -> new Answers());
    }

    private Happenings happenings(EventQuery event) {
        return happenings.computeIfAbsent(event, key -> new Happenings());
    }

    private Condition segment(String name) {
        return segments.computeIfAbsent(name, Conditions::inSegment);
    }

    /** Returns whether the condition is true of the contact; no condition is. */
    boolean holds(ContactId contact, @Nullable Condition condition) {
        if (condition == null) {
            return true;
        }
        Answers answers = answers(condition);
        if (!answers.asked.contains(contact)) {
            answers.expected.add(contact);
            answers.matching.addAll(tx.selector().matching(answers.expected, condition, context));
            answers.asked.addAll(answers.expected);
            answers.expected.clear();
        }
        return answers.matching.contains(contact);
    }

    boolean inSegment(ContactId contact, String segment) {
        return holds(contact, segment(segment));
    }

    /**
     * Returns whether such an event happened from enrolment to {@code until}, both included and no later than now; one at
     * the very moment of enrolment does not count where such an event has started the enrolment, as it would be that one.
     */
    boolean happened(Enrolment enrolment, EventQuery event, Instant until) {
        Instant enrolled = enrolment.times().enrolled();
        Instant start = Entrance.isStartedBy(enrolment, event.type()) ? enrolled.plus(1, ChronoUnit.MICROS) : enrolled;
        for (ContactEvent one : eventsOf(enrolment, event)) {
            if (!one.at().isBefore(start) && !one.at().isAfter(until) && matches(event, one)) {
                return true;
            }
        }
        return false;
    }

    private List<ContactEvent> eventsOf(Enrolment enrolment, EventQuery event) {
        ContactId contact = enrolment.key().contact();
        Happenings known = happenings(event);
        Instant from = known.asked.get(contact);
        if (from == null || from.isAfter(enrolment.times().enrolled())) {
            expect(enrolment, event);
            read(event, known);
        }
        return known.events.getOrDefault(contact, List.of());
    }

    /** Asks of whom there is such an event at all, and reads the events of those. */
    private void read(EventQuery event, Happenings known) {
        Instant from = known.expected.values().stream().reduce(Instant.MAX, Facts::earlier);
        Instant to = context.now().plus(1, ChronoUnit.MICROS);
        Condition happened = event.between(Moment.at(from), Moment.at(to)).happened();
        Set<ContactId> some = tx.selector().matching(known.expected.keySet(), happened, context);
        known.expected.keySet().forEach(known.events::remove);
        if (!some.isEmpty()) {
            known.events.putAll(tx.events().findAll(some, event.type(), from, to));
        }
        known.expected.forEach(known.asked::put);
        known.expected.clear();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isAfter(other) ? other : one;
    }

    /** Returns whether this event is one of those. */
    boolean matches(EventQuery query, ContactEvent event) {
        return query.type().equals(event.type())
                && compiled.computeIfAbsent(query, key -> CompiledCondition.of(key.happened(), context))
                        .test(new OneEvent(event));
    }

    /** A profile of one event only: what is asked of a single event. */
    private record OneEvent(ContactEvent event) implements Profile {
        @Override
        public Contact contact() {
            throw new IllegalStateException("A condition on one event asks for its properties only.");
        }

        @Override
        public @Nullable SubscriptionStatus subscription(String list) {
            return null;
        }

        @Override
        public EventSeries events(String type) {
            return new OneOf(event);
        }
    }

    private record OneOf(ContactEvent event) implements EventSeries {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public long micros(int index) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, event.at());
        }

        @Override
        public <T> @Nullable T value(int index, Attribute<T> property) {
            return event.properties().get(property);
        }
    }
}
