package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every event store must do. */
public interface EventStoreContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    @Test
    @DisplayName("an event comes back with its properties")
    default void add_thenFind_keepsProperties() {
        EventStore store = emptyStores().events();
        NumberAttribute amount = Attribute.number("amount");
        TextAttribute item = Attribute.text("item");
        ContactEvent event = ContactEvent.of(ContactId.of("1"), "purchase", NOW)
                .withId("order-1")
                .with(amount, new BigDecimal("11.77"))
                .with(item, "レコード");
        assertThat(store.add(event)).isTrue();
        assertThat(store.find(ContactId.of("1"), "purchase", Instant.EPOCH, NOW.plusSeconds(1)))
                .containsExactly(event);
    }

    @Test
    @DisplayName("the same id twice is one event: the first stands")
    default void add_sameIdTwice_isOneEvent() {
        EventStore store = emptyStores().events();
        ContactEvent first = ContactEvent.of(ContactId.of("1"), "purchase", NOW).withId("order-1");
        ContactEvent other =
                ContactEvent.of(ContactId.of("2"), "refund", NOW.plusSeconds(9)).withId("order-1");
        assertThat(store.add(first)).isTrue();
        assertThat(store.add(first)).isFalse();
        assertThat(store.add(other)).isFalse();
        assertThat(store.addAll(List.of(first, other, ContactEvent.of(ContactId.of("1"), "purchase", NOW))))
                .isEqualTo(1);
        assertThat(store.count("purchase")).isEqualTo(2);
        assertThat(store.count("refund")).isZero();
        assertThat(store.latest(ContactId.of("2"), 10)).isEmpty();
    }

    @Test
    @DisplayName("events are found from the start of a span to before its end, by time and then by id")
    default void find_isHalfOpenAndOrdered() {
        EventStore store = emptyStores().events();
        ContactId contact = ContactId.of("1");
        for (int second : new int[] {3, 1, 2, 0, 4}) {
            store.add(ContactEvent.of(contact, "visit", NOW.plusSeconds(second)).withId("v" + second));
        }
        store.add(ContactEvent.of(contact, "visit", NOW.plusSeconds(2)).withId("a-same-moment"));
        assertThat(store.find(contact, "visit", NOW.plusSeconds(1), NOW.plusSeconds(3)))
                .extracting(ContactEvent::id)
                .containsExactly("v1", "a-same-moment", "v2");
        assertThat(store.find(contact, "other", Instant.EPOCH, NOW.plusSeconds(99)))
                .isEmpty();
    }

    @Test
    @DisplayName("events of several contacts are found together as they are one by one")
    default void findAll_isAsFindOfEach() {
        EventStore store = emptyStores().events();
        List<ContactId> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ContactId contact = ContactId.of("c" + i);
            asked.add(contact);
            for (int second = i % 7; second > 0; second--) {
                store.add(ContactEvent.of(contact, i % 3 == 0 ? "other" : "visit", NOW.plusSeconds(second))
                        .withId(contact + "-" + second));
            }
        }
        Map<ContactId, List<ContactEvent>> expected = new HashMap<>();
        for (ContactId contact : asked) {
            List<ContactEvent> found = store.find(contact, "visit", NOW.plusSeconds(2), NOW.plusSeconds(5));
            if (!found.isEmpty()) {
                expected.put(contact, found);
            }
        }
        asked.add(ContactId.of("stranger"));
        asked.add(asked.get(5));
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(store.findAll(asked, "visit", NOW.plusSeconds(2), NOW.plusSeconds(5)))
                .isEqualTo(expected);
        assertThat(store.findAll(List.of(), "visit", NOW, NOW.plusSeconds(5))).isEmpty();
    }

    @Test
    @DisplayName("the latest events of all types come first")
    default void latest_isNewestFirst() {
        EventStore store = emptyStores().events();
        ContactId contact = ContactId.of("1");
        for (int i = 0; i < 6; i++) {
            store.add(ContactEvent.of(contact, i % 2 == 0 ? "visit" : "purchase", NOW.plusSeconds(i))
                    .withId("e" + i));
        }
        assertThat(store.latest(contact, 3)).extracting(ContactEvent::id).containsExactly("e5", "e4", "e3");
    }

    @Test
    @DisplayName("moments are kept to the microsecond")
    default void add_keepsMicroseconds() {
        EventStore store = emptyStores().events();
        Instant fine = Instant.parse("1969-12-31T23:59:59.123456Z");
        store.add(ContactEvent.of(ContactId.of("1"), "visit", fine.plusNanos(789)));
        assertThat(store.latest(ContactId.of("1"), 1).get(0).at()).isEqualTo(fine);
    }

    @Test
    @DisplayName("of many threads that add one id, exactly one adds it")
    default void add_racingForOneId_oneWins() throws Exception {
        EventStore store = emptyStores().events();
        List<Callable<Integer>> adders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int who = i;
            adders.add(() -> {
                int added = 0;
                for (int e = 0; e < 50; e++) {
                    ContactEvent event = ContactEvent.of(
                                    ContactId.of("c" + who), "visit", NOW.plus(Duration.ofMinutes(e)))
                            .withId("e" + e);
                    added += store.add(event) ? 1 : 0;
                }
                return added;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            int added = 0;
            for (Future<Integer> future : threads.invokeAll(adders)) {
                added += future.get();
            }
            assertThat(added).isEqualTo(50);
            assertThat(store.count("visit")).isEqualTo(50);
        } finally {
            threads.shutdownNow();
        }
    }
}
