package dev.hato.segment;

import dev.hato.consent.ConsentStore;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventSeries;
import dev.hato.event.EventStore;
import dev.hato.internal.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads every contact through the stores' interfaces. */
final class ScanningSelector implements SegmentSelector {
    private static final int PAGE = 500;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final ContactStore contacts;
    private final ConsentStore consents;
    private final EventStore events;

    ScanningSelector(ContactStore contacts, ConsentStore consents, EventStore events) {
        this.contacts = contacts;
        this.consents = consents;
        this.events = events;
    }

    @Override
    public List<ContactId> select(
            Condition condition, EvaluationContext context, @Nullable ContactId after, int limit) {
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        List<ContactId> selected = new ArrayList<>(Math.min(limit, PAGE));
        List<Contact> page = contacts.page(after, PAGE);
        while (!page.isEmpty() && selected.size() < limit) {
            Map<String, Map<ContactId, Subscription>> lists = new HashMap<>();
            List<ContactId> ids = page.stream().map(Contact::id).toList();
            for (int i = 0; i < page.size() && selected.size() < limit; i++) {
                if (compiled.test(new StoredProfile(page.get(i), ids, lists))) {
                    selected.add(page.get(i).id());
                }
            }
            page = contacts.page(page.get(page.size() - 1).id(), PAGE);
        }
        return selected;
    }

    @Override
    public <R> Optional<R> read(ContactId contact, Function<Profile, R> reader) {
        return contacts.find(contact)
                .map(found -> reader.apply(new StoredProfile(found, List.of(contact), new HashMap<>())));
    }

    /** One contact, whose events are read when they are asked for; subscriptions are read for a whole page. */
    private final class StoredProfile implements Profile {
        private final Contact contact;
        private final List<ContactId> page;
        private final Map<String, Map<ContactId, Subscription>> lists;
        private final Map<String, EventSeries> series = new HashMap<>(4);

        StoredProfile(Contact contact, List<ContactId> page, Map<String, Map<ContactId, Subscription>> lists) {
            this.contact = contact;
            this.page = page;
            this.lists = lists;
        }

        @Override
        public Contact contact() {
            return contact;
        }

        @Override
        public @Nullable SubscriptionStatus subscription(String list) {
            Subscription found = lists.computeIfAbsent(list, name -> consents.subscriptions(name, page))
                    .get(contact.id());
            return found == null ? null : found.status();
        }

        @Override
        public EventSeries events(String type) {
            return series.computeIfAbsent(
                    type, name -> new ListSeries(events.find(contact.id(), name, EARLIEST, LATEST)));
        }
    }

    private record ListSeries(List<ContactEvent> events) implements EventSeries {
        @Override
        public int size() {
            return events.size();
        }

        @Override
        public long micros(int index) {
            return Micros.of(events.get(index).at());
        }

        @Override
        public <T> @Nullable T value(int index, Attribute<T> property) {
            return events.get(index).properties().get(property);
        }
    }
}
