package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of enrolments must do when they are claimed, by one or by many at once; part of {@link StepStoreContract}. */
public interface StepClaimContract {
    /** How long claims last in these tests. */
    Duration LEASE = Duration.ofSeconds(30);

    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    @Test
    @DisplayName("in batches of any size, the longest due of all wanted scenarios is always the next")
    default void claimEnrolments_ofSeveralScenarios_areInTheOrderOfTheirTime() {
        SplittableRandom random = new SplittableRandom(20_260_401);
        StepStore store = emptyStores().steps();
        List<Integer> seconds = new ArrayList<>();
        for (int i = 1; i <= 90; i++) {
            seconds.add(i);
        }
        Collections.shuffle(seconds, new java.util.Random(4));
        List<Enrolment> all = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            String scenario = List.of("a", "a", "b", "c").get(random.nextInt(4));
            all.add(enrolment(scenario, "c" + i, NOW.plusSeconds(seconds.get(i))));
        }
        store.add(all);
        Instant now = NOW.plusSeconds(80);
        List<EnrolmentKey> claimed = new ArrayList<>();
        List<Enrolment> batch = claim(store, now, 1);
        while (!batch.isEmpty()) {
            batch.forEach(enrolment -> claimed.add(enrolment.key()));
            batch = claim(store, now, 1 + random.nextInt(12));
        }
        assertThat(claimed)
                .isEqualTo(all.stream()
                        .filter(enrolment -> !enrolment.key().scenario().equals("c"))
                        .filter(enrolment -> !due(enrolment).isAfter(now))
                        .sorted(Comparator.comparing(StepClaimContract::due))
                        .map(Enrolment::key)
                        .toList());
    }

    private static Instant due(Enrolment enrolment) {
        return Objects.requireNonNull(enrolment.standing().due());
    }

    @Test
    @DisplayName("when something is due next is what the rows tell, whatever was claimed, moved and ended before")
    default void nextDue_afterAnything_isWhatTheRowsTell() {
        SplittableRandom random = new SplittableRandom(29_02_2028);
        StepStore store = emptyStores().steps();
        assertThat(store.nextDue(Set.of("a", "b"))).isEmpty();
        assertThat(store.nextDue(Set.of())).isEmpty();
        Instant now = NOW;
        for (int i = 0; i < 40; i++) {
            now = now.plusSeconds(random.nextInt(20));
            String scenario = random.nextBoolean() ? "a" : "b";
            store.add(List.of(enrolment(scenario, "c" + i, now.plusSeconds(random.nextInt(60) - 20))));
            for (Enrolment claimed : claim(store, now, 1 + random.nextInt(3))) {
                int dice = random.nextInt(4);
                if (dice < 3) {
                    store.replace(List.of(claimed.to(
                            dice == 0
                                    ? Standing.ended(EnrolmentStatus.COMPLETED, "")
                                    : dice == 1
                                            ? standing(now.plusSeconds(random.nextInt(60)))
                                            : claimed.standing().to(EnrolmentStatus.PAUSED, null, ""))));
                }
            }
            for (Set<String> scenarios : List.of(Set.of("a"), Set.of("b", "a"), Set.of("b", "none"))) {
                assertThat(store.nextDue(scenarios)).isEqualTo(earliest(store, scenarios));
            }
        }
    }

    private static Optional<Instant> earliest(StepStore store, Set<String> scenarios) {
        return scenarios.stream()
                .flatMap(scenario -> store.page(scenario, null, 1_000).stream())
                .map(StepStore::claimableFrom)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    @Test
    @Tag("R7.4")
    @DisplayName("many that claim at once never hold the same enrolment, and leave none behind")
    default void claimEnrolments_byManyAtOnce_takesEachOnce() throws Exception {
        StepStore store = emptyStores().steps();
        List<Enrolment> all = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            all.add(enrolment(i % 3 == 0 ? "a" : "b", "c" + i, NOW.plusSeconds(i % 7)));
        }
        store.add(all);
        Callable<List<EnrolmentKey>> claimer = () -> {
            List<EnrolmentKey> mine = new ArrayList<>();
            List<Enrolment> batch = claim(store, NOW.plusSeconds(10), 5);
            while (!batch.isEmpty()) {
                batch.forEach(enrolment -> mine.add(enrolment.key()));
                assertThat(store.replace(batch.stream()
                                .map(enrolment -> enrolment.to(standing(NOW.plusSeconds(99))))
                                .toList()))
                        .hasSize(batch.size());
                batch = claim(store, NOW.plusSeconds(10), 5);
            }
            return mine;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<EnrolmentKey> claimed = new ArrayList<>();
            for (Future<List<EnrolmentKey>> mine : threads.invokeAll(List.of(claimer, claimer, claimer, claimer))) {
                claimed.addAll(mine.get());
            }
            assertThat(claimed)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(Enrolment::key).toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("R7.4")
    @DisplayName(
            "of two transactions at once neither gets what the other has claimed, and a failed one's is free again")
    default void claimEnrolments_inTwoTransactions_areNeverTheSame() throws Exception {
        Stores stores = emptyStores();
        stores.steps().add(List.of(enrolment("a", "1", NOW), enrolment("a", "2", NOW), enrolment("b", "3", NOW)));
        List<EnrolmentKey> second = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch claimed = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            // a store may let it wait until the first has ended; it is not waited for here, or both would
            Future<?> later = other.submit(() -> {
                claimed.await();
                return stores.inTransaction(tx -> second.addAll(
                        claim(tx.steps(), NOW, 9).stream().map(Enrolment::key).toList()));
            });
            assertThatThrownBy(() -> stores.inTransaction(tx -> {
                        assertThat(claim(tx.steps(), NOW, 2)).hasSize(2);
                        claimed.countDown();
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            later.get();
        } finally {
            other.shutdownNow();
        }
        List<EnrolmentKey> rest =
                claim(stores.steps(), NOW, 9).stream().map(Enrolment::key).toList();
        List<EnrolmentKey> all = new ArrayList<>(second);
        all.addAll(rest);
        assertThat(all)
                .as("each is claimed once, those of the failed transaction too")
                .containsExactlyInAnyOrder(key("a", "1"), key("a", "2"), key("b", "3"));
        assertThat(stores.steps().of(List.of(ContactId.of("1"), ContactId.of("2"), ContactId.of("3"))))
                .extracting(Enrolment::revision)
                .as("what was rolled back has never been")
                .containsOnly(1L);
    }

    @Test
    @Tag("R7.2")
    @DisplayName("of many that add the same keys at once, all get the same enrolments back")
    default void addEnrolments_byManyAtOnce_keepsTheFirst() throws Exception {
        StepStore store = emptyStores().steps();
        List<Callable<List<Enrolment>>> adders = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            List<Enrolment> own = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                own.add(enrolment("a", "c" + i, NOW.plusSeconds(node)));
            }
            Collections.shuffle(own, new java.util.Random(node));
            adders.add(() -> store.add(own).stream()
                    .sorted(Comparator.comparing(Enrolment::key))
                    .toList());
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Enrolment>> present : threads.invokeAll(adders)) {
                assertThat(present.get()).isEqualTo(store.page("a", null, 99));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Claims for {@link #LEASE}, of the scenarios {@code a} and {@code b}. */
    static List<Enrolment> claim(StepStore store, Instant now, int limit) {
        return store.claim(new EnrolmentClaim("node", now, now.plus(LEASE), limit, Set.of("a", "b")));
    }

    /** Returns the standing of one that waits. */
    static Standing standing(Instant due) {
        return Standing.waiting("step", "", due, false);
    }

    private static EnrolmentKey key(String scenario, String contact) {
        return new EnrolmentKey(scenario, ContactId.of(contact), 1);
    }

    /** Returns a new enrolment. */
    static Enrolment enrolment(String scenario, String contact, Instant due) {
        return enrolment(scenario, contact, due, 1);
    }

    /** Returns a new enrolment of this number. */
    static Enrolment enrolment(String scenario, String contact, Instant due, int occurrence) {
        return Enrolment.begin(
                new EnrolmentKey(scenario, ContactId.of(contact), occurrence), 1, standing(due), NOW.minusSeconds(99));
    }
}
