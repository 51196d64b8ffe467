package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.editable;
import static dev.hato.testkit.StoresContract.stopped;
import static dev.hato.testkit.StoresContract.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Segment;
import dev.hato.segment.SegmentSelector;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every store that selects contacts in its own way must do: give the answers of the slow way,
 * which reads every contact.
 */
public interface SegmentSelectorContract {
    /** Zones in which days are not all alike: some begin at one o'clock, some last 23 and a half hours. */
    List<ZoneId> ZONES = Stream.of(
                    "Asia/Tokyo",
                    "America/New_York",
                    "America/Havana",
                    "Asia/Beirut",
                    "Africa/Cairo",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "UTC")
            .map(ZoneId::of)
            .toList();

    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /** How many random conditions are compared; a store with a round trip to pay may take fewer. */
    default int randomConditions() {
        return 1_500;
    }

    @Test
    @Tag("R4.1")
    @DisplayName("random conditions select the same contacts as the slow way, missing and wrong-typed values included")
    default void select_randomConditions_agreesWithTheSlowWay() {
        Stores stores = emptyStores();
        RandomShop shop = new RandomShop(new SplittableRandom(20_260_401L));
        shop.fill(stores, 60);
        // The slow way asks the same shop in memory: it is compared with, not measured.
        Stores memory = MemoryStores.create();
        new RandomShop(new SplittableRandom(20_260_401L)).fill(memory, 60);
        SegmentSelector slow = SegmentSelector.scanning(memory.contacts(), memory.consents(), memory.events());
        RandomConditions conditions = new RandomConditions(shop);
        Map<String, Segment> segments = new HashMap<>();
        RandomConditions.SEGMENTS.forEach(
                name -> segments.put(name, Segment.of(name, RandomShop.CITY.in("東京都", "a", name))));
        int matches = 0;
        for (int i = 0; i < randomConditions(); i++) {
            Condition condition = conditions.condition(3);
            EvaluationContext context = new EvaluationContext(
                    NOW.plusSeconds((i % 1_500) * 4_000L), ZONES.get(i % ZONES.size()), segments::get);
            List<ContactId> expected = slow.select(condition, context, null, 1_000);
            int number = i;
            assertThat(stores.selector().select(condition, context, null, 1_000))
                    .as(() ->
                            "condition " + number + ": " + condition + " at " + context.now() + " in " + context.zone())
                    .containsExactlyInAnyOrderElementsOf(expected);
            if (i % 4 == 0) {
                List<ContactId> some = asked(i);
                assertThat(stores.selector().matching(some, condition, context))
                        .as(() -> "condition " + number + " of some: " + condition)
                        .containsExactlyInAnyOrderElementsOf(
                                expected.stream().filter(some::contains).toList());
            }
            if (i % 10 == 0) {
                assertThat(stores.selector().count(condition, context)).isEqualTo(expected.size());
            }
            matches += expected.size();
        }
        assertThat(matches).as("the conditions are not all empty").isGreaterThan(randomConditions());
    }

    /** Some of the shop's contacts, some of them twice, and a stranger. */
    private static List<ContactId> asked(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ContactId> asked = new ArrayList<>(List.of(ContactId.of("stranger")));
        int size = random.nextInt(4) == 0 ? 60 : random.nextInt(6);
        for (int i = 0; i < size; i++) {
            asked.add(ContactId.of("c" + random.nextInt(60)));
        }
        return asked;
    }

    @Test
    @DisplayName("pages hold every contact of a segment exactly once")
    default void select_inPages_coversAllOnce() {
        Stores stores = emptyStores();
        for (int i = 0; i < 50; i++) {
            editable(stores).save(contact("c" + i).with(RandomShop.CITY, i % 3 == 0 ? "大阪府" : "東京都"));
        }
        Condition tokyo = RandomShop.CITY.is("東京都");
        EvaluationContext context = EvaluationContext.at(NOW, ZoneId.of("Asia/Tokyo"));
        List<ContactId> seen = new ArrayList<>();
        List<ContactId> page = stores.selector().select(tokyo, context, null, 7);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            seen.addAll(page);
            page = stores.selector().select(tokyo, context, seen.get(seen.size() - 1), 7);
        }
        assertThat(seen).hasSize(33).doesNotHaveDuplicates();
        assertThat(stores.selector().count(tokyo, context)).isEqualTo(33);
    }

    @Test
    @DisplayName("a change is seen by the next question: attribute, subscription, event, removal")
    default void select_afterAChange_seesIt() {
        Stores stores = emptyStores();
        EvaluationContext context = EvaluationContext.at(NOW, ZoneId.of("Asia/Tokyo"));
        Contact contact = contact("1").with(RandomShop.CITY, "東京都");
        Condition tokyo = RandomShop.CITY.is("東京都");
        Condition active = Conditions.subscribedTo("news");
        Condition bought = Conditions.event("purchase").happened();
        assertThat(stores.selector().count(tokyo, context)).isZero();
        editable(stores).save(contact);
        assertThat(stores.selector().count(tokyo, context)).isEqualTo(1);
        editable(stores).save(contact.with(RandomShop.CITY, "大阪府"));
        assertThat(stores.selector().count(tokyo, context)).isZero();
        stores.consents().save(subscription(contact.id()), null);
        assertThat(stores.selector().count(active, context)).isEqualTo(1);
        stores.consents().save(stopped(contact.id()), subscription(contact.id()));
        assertThat(stores.selector().count(active, context)).isZero();
        stores.events().add(RandomShop.purchase(contact.id(), "e1", NOW.minusSeconds(60), "10"));
        assertThat(stores.selector().count(bought, context)).isEqualTo(1);
        editable(stores).remove(contact.id());
        assertThat(stores.selector().count(bought, context)).isZero();
        assertThat(stores.selector().count(Conditions.allOf(), context)).isZero();
    }

    @Test
    @DisplayName("another segment is resolved by its name")
    default void select_anotherSegment_isResolved() {
        Stores stores = emptyStores();
        editable(stores).save(contact("1").with(RandomShop.CITY, "東京都"));
        editable(stores).save(contact("2").with(RandomShop.CITY, "大阪府"));
        Segment tokyo = Segment.of("tokyo", RandomShop.CITY.is("東京都"));
        EvaluationContext context =
                new EvaluationContext(NOW, ZoneId.of("Asia/Tokyo"), name -> name.equals("tokyo") ? tokyo : null);
        assertThat(stores.selector().select(Conditions.not(Conditions.inSegment("tokyo")), context, null, 10))
                .containsExactly(ContactId.of("2"));
    }

    @Test
    @DisplayName("a contact's profile is read, a stranger's is not there")
    default void read_givesTheProfile() {
        Stores stores = emptyStores();
        Contact contact = contact("1").with(RandomShop.CITY, "東京都");
        editable(stores).save(contact);
        stores.consents().save(subscription(contact.id()), null);
        stores.events().add(RandomShop.purchase(contact.id(), "e1", NOW, "11.77"));
        Optional<String> read = stores.selector()
                .read(
                        contact.id(),
                        profile -> profile.contact().get(RandomShop.CITY)
                                + profile.subscription("news")
                                + profile.events("purchase").size()
                                + profile.events("purchase").sum(RandomShop.AMOUNT, 0, 1)
                                + profile.events("other").size());
        assertThat(read).contains("東京都ACTIVE111.770");
        assertThat(stores.selector().read(ContactId.of("stranger"), profile -> "there"))
                .isEmpty();
    }

    private static Contact contact(String id) {
        return Contact.of(ContactId.of(id), EmailAddress.of("c" + id + "@example.jp"));
    }
}
