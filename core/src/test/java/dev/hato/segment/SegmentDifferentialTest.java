package dev.hato.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeType;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random conditions over random contacts: the memory's own selector, the scanning one, explanations
 * and an interpreter written only for this test agree on every pair.
 */
class SegmentDifferentialTest {
    private static final int ROUNDS = Integer.getInteger("hato.segment.rounds", 120);
    private static final int CONTACTS = 20;
    private static final int CONDITIONS = 15;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Asia/Tokyo"),
            ZoneId.of("UTC"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("Africa/Cairo"));
    private static final List<Instant> NOWS = List.of(
            Instant.parse("2026-03-09T06:30:00Z"),
            Instant.parse("2026-11-01T05:59:59.999999Z"),
            Instant.parse("2011-12-31T10:00:00Z"),
            Instant.parse("2010-11-08T02:30:00Z"),
            Instant.parse("2024-04-26T10:00:00Z"),
            Instant.parse("2026-05-31T15:00:00Z"));

    private final Map<ContactId, Contact> contacts = new LinkedHashMap<>();
    private final Map<ContactId, Map<String, SubscriptionStatus>> lists = new HashMap<>();
    private final Map<ContactId, List<ContactEvent>> events = new HashMap<>();
    private MemoryStores stores = MemoryStores.create();

    @Test
    @Tag("R4.1")
    void allEvaluations_ofRandomConditionsAndContacts_agree() {
        long matches = 0;
        long pairs = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(4_000L + round);
            Instant now = NOWS.get(random.nextInt(NOWS.size()));
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            RandomConditions conditions = new RandomConditions(random, now);
            fill(random, conditions);
            Map<String, Condition> segments =
                    Map.of("one", conditions.attribute(), "two", new Condition.Not(new Condition.InSegment("one")));
            EvaluationContext context = new EvaluationContext(
                    now, zone, name -> Segment.of(name, Objects.requireNonNull(segments.get(name))));
            for (int i = 0; i < CONDITIONS; i++) {
                Condition condition = conditions.condition(3);
                Set<ContactId> expected = naive(condition, segments, now, zone);
                check(condition, context, expected, "round " + round);
                matches += expected.size();
                pairs += contacts.size();
            }
        }
        assertThat(pairs).isGreaterThanOrEqualTo(20_000L);
        assertThat(matches).isBetween(pairs / 5, pairs * 4 / 5);
    }

    private Set<ContactId> naive(Condition condition, Map<String, Condition> segments, Instant now, ZoneId zone) {
        Set<ContactId> expected = new HashSet<>();
        for (Contact contact : contacts.values()) {
            if (condition.accept(NaiveInterpreter.of(
                    contact,
                    Objects.requireNonNull(lists.get(contact.id())),
                    Objects.requireNonNull(events.get(contact.id())),
                    segments,
                    now,
                    zone))) {
                expected.add(contact.id());
            }
        }
        return expected;
    }

    private void check(Condition condition, EvaluationContext context, Set<ContactId> expected, String where) {
        SegmentSelector scanning = SegmentSelector.scanning(stores.contacts(), stores.consents(), stores.events());
        for (SegmentSelector selector : List.of(stores.selector(), scanning)) {
            Set<ContactId> selected = new HashSet<>(paged(selector, condition, context));
            if (!selected.equals(expected) || selector.count(condition, context) != expected.size()) {
                fail(
                        "%s, %s, %s, %s: expected %s but %s selected %s",
                        where,
                        context.now(),
                        context.zone(),
                        condition,
                        expected,
                        selector.getClass().getSimpleName(),
                        selected);
            }
        }
        for (ContactId id : contacts.keySet()) {
            boolean verdict = stores.selector()
                    .read(id, profile -> Segments.explain(condition, profile, context))
                    .orElseThrow()
                    .verdict();
            assertThat(verdict).as("%s: %s for %s", where, condition, id).isEqualTo(expected.contains(id));
        }
    }

    private static List<ContactId> paged(SegmentSelector selector, Condition condition, EvaluationContext context) {
        List<ContactId> all = new ArrayList<>();
        List<ContactId> page = selector.select(condition, context, null, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            all.addAll(page);
            page = selector.select(condition, context, page.get(page.size() - 1), 3);
        }
        return all;
    }

    private void fill(Random random, RandomConditions conditions) {
        stores = MemoryStores.create();
        contacts.clear();
        for (int i = 0; i < CONTACTS; i++) {
            ContactId id = ContactId.of(i);
            Contact contact = Contact.of(id, EmailAddress.of("c" + i + "@example.jp"), attributes(random, conditions));
            if (random.nextInt(4) == 0) {
                // Saved twice, so that what a store derived from the first is seen to be given up.
                stores.contacts().save(contact.withAttributes(attributes(random, conditions)));
                stores.selector().count(conditions.attribute(), EvaluationContext.at(Instant.EPOCH, ZONES.get(0)));
            }
            stores.contacts().save(contact);
            contacts.put(id, contact);
            lists.put(id, subscribe(id, random, conditions));
            events.put(id, happen(id, random, conditions));
        }
        Contact gone = Contact.of("gone@example.jp");
        stores.contacts().save(gone);
        stores.contacts().remove(gone.id());
    }

    private static AttributeMap attributes(Random random, RandomConditions conditions) {
        Map<Attribute<?>, Object> values = new HashMap<>();
        for (String name : RandomConditions.NAMES) {
            for (int i = random.nextInt(5); i > 0; i--) {
                // Several types under one name: to the others' conditions each is a wrong-typed value.
                Attribute<?> attribute = Attribute.of(name, conditions.pick(AttributeType.values()));
                values.put(attribute, conditions.value(attribute));
            }
        }
        return AttributeMap.copyOf(values);
    }

    private Map<String, SubscriptionStatus> subscribe(ContactId id, Random random, RandomConditions conditions) {
        Map<String, SubscriptionStatus> standing = new HashMap<>();
        for (String list : RandomConditions.LISTS) {
            if (random.nextBoolean()) {
                SubscriptionStatus status = conditions.pick(SubscriptionStatus.values());
                standing.put(list, status);
                Evidence evidence = Evidence.byOperator("test", "random");
                stores.consents().save(new Subscription(id, list, status, Instant.EPOCH, evidence), null);
            }
        }
        return standing;
    }

    private List<ContactEvent> happen(ContactId id, Random random, RandomConditions conditions) {
        List<ContactEvent> happened = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            ContactEvent event = new ContactEvent(
                    id + "-" + i,
                    id,
                    conditions.pick(RandomConditions.EVENTS),
                    conditions.instant(),
                    attributes(random, conditions));
            happened.add(event);
            stores.events().add(event);
        }
        return happened;
    }
}
