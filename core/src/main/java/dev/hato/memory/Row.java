package dev.hato.memory;

import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.event.EventSeries;
import dev.hato.segment.Profile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that the stores in memory know under one contact id. Guarded by {@link MemoryState}. */
final class Row implements Profile {
    static final Subscription[] NO_SUBSCRIPTIONS = {};
    static final EventLog[] NO_LOGS = {};
    static final StepRow[] NO_ENROLMENTS = {};

    final ContactId id;
    final int ordinal;

    @Nullable Contact contact;

    Subscription[] subscriptions = NO_SUBSCRIPTIONS;
    EventLog[] logs = NO_LOGS;
    StepRow[] enrolments = NO_ENROLMENTS;

    Row(ContactId id, int ordinal) {
        this.id = id;
        this.ordinal = ordinal;
    }

    @Override
    public Contact contact() {
        return Objects.requireNonNull(contact, "row without a contact");
    }

    @Override
    public @Nullable SubscriptionStatus subscription(String list) {
        Subscription found = subscriptionTo(list);
        return found == null ? null : found.status();
    }

    @Nullable Subscription subscriptionTo(String list) {
        for (Subscription subscription : subscriptions) {
            if (subscription.list().equals(list)) {
                return subscription;
            }
        }
        return null;
    }

    @Override
    public EventSeries events(String type) {
        EventLog log = log(type);
        return log == null ? EventLog.EMPTY : log;
    }

    @Nullable EventLog log(String type) {
        for (EventLog log : logs) {
            if (log.type().equals(type)) {
                return log;
            }
        }
        return null;
    }
}
