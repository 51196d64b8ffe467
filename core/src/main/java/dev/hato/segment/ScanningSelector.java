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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            Page together = new Page(page.stream().map(Contact::id).toList());
            for (int i = 0; i < page.size() && selected.size() < limit; i++) {
                if (compiled.test(new StoredProfile(page.get(i), together))) {
                    selected.add(page.get(i).id());
                }
            }
            page = contacts.page(page.get(page.size() - 1).id(), PAGE);
        }
        return selected;
    }

    @Override
    public Set<ContactId> matching(Collection<ContactId> ids, Condition condition, EvaluationContext context) {
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        Map<ContactId, Contact> found = contacts.findAll(ids);
        Page together = new Page(List.copyOf(found.keySet()));
        Set<ContactId> matching = new LinkedHashSet<>();
        found.forEach((id, contact) -> {
            if (compiled.test(new StoredProfile(contact, together))) {
                matching.add(id);
            }
        });
        return matching;
    }

    @Override
    public <R> Optional<R> read(ContactId contact, Function<Profile, R> reader) {
        return contacts.find(contact).map(found -> reader.apply(new StoredProfile(found, new Page(List.of(contact)))));
    }

    /** Contacts of whom subscriptions and events are read together, once the first of them is asked about. */
    private final class Page {
        private final List<ContactId> ids;
        private final Map<String, Map<ContactId, Subscription>> lists = new HashMap<>();
        private final Map<String, Map<ContactId, List<ContactEvent>>> types = new HashMap<>();

        Page(List<ContactId> ids) {
            this.ids = ids;
        }

        @Nullable Subscription subscription(ContactId contact, String list) {
            return lists.computeIfAbsent(list, name -> consents.subscriptions(name, ids))
                    .get(contact);
        }

        List<ContactEvent> events(ContactId contact, String type) {
            return types.computeIfAbsent(type, name -> events.findAll(ids, name, EARLIEST, LATEST))
                    .getOrDefault(contact, List.of());
        }
    }

    /** One contact among others. */
    private record StoredProfile(Contact contact, Page page) implements Profile {
        @Override
        public @Nullable SubscriptionStatus subscription(String list) {
            Subscription found = page.subscription(contact.id(), list);
            return found == null ? null : found.status();
        }

        @Override
        public EventSeries events(String type) {
            return new ListSeries(page.events(contact.id(), type));
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
