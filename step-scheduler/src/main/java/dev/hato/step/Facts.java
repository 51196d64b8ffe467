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
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** What is true of contacts at one moment, as one transaction sees it. Used by one thread. */
final class Facts {
    private final Stores tx;
    private final EvaluationContext context;
    private final IdentityHashMap<Condition, CompiledCondition> compiled = new IdentityHashMap<>();

    Facts(Stores tx, EngineSettings engine, Instant now) {
        this.tx = tx;
        this.context = new EvaluationContext(now, engine.zone(), engine.segments());
    }

    /** Returns whether the condition is true of the contact; no condition is. */
    boolean holds(ContactId contact, @Nullable Condition condition) {
        if (condition == null) {
            return true;
        }
        CompiledCondition test = compiled.computeIfAbsent(condition, key -> CompiledCondition.of(key, context));
        return tx.selector().read(contact, test::test).orElse(false);
    }

    boolean inSegment(ContactId contact, String segment) {
        return tx.selector()
                .read(contact, CompiledCondition.of(Conditions.inSegment(segment), context)::test)
                .orElse(false);
    }

    /**
     * Returns whether such an event happened from enrolment to {@code until}, both included; one at the very moment of
     * enrolment does not count where such an event has started the enrolment, as it would be that one.
     */
    boolean happened(Enrolment enrolment, EventQuery event, Instant until) {
        ContactId contact = enrolment.key().contact();
        Instant enrolled = enrolment.times().enrolled();
        Instant start = Entrance.isStartedBy(enrolment, event.type()) ? enrolled.plus(1, ChronoUnit.MICROS) : enrolled;
        Instant end = until.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
        Condition condition = event.between(Moment.at(start), Moment.at(end)).happened();
        return tx.selector()
                .read(contact, CompiledCondition.of(condition, context)::test)
                .orElse(false);
    }

    /** Returns whether this event is one of those. */
    boolean matches(EventQuery query, ContactEvent event) {
        return query.type().equals(event.type())
                && CompiledCondition.of(query.happened(), context).test(new OneEvent(event));
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
