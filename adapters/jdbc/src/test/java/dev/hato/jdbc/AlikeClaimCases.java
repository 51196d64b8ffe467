package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.jdbc.AlikeMails.givenBack;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.keysOf;
import static dev.hato.jdbc.AlikeMails.plan;
import static dev.hato.jdbc.AlikeMails.singles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mails a claim takes where hundreds differ only in their contact, with others among them. */
public interface AlikeClaimCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 80, 100, 1_000})
    @Tag("R7.4")
    default void claim_untilNothingComes_givesEachMailOnce(int limit) {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = new ArrayList<>(group("sale", 0, limit == 1 ? 130 : 300));
        mails.outbox().add(entries);
        if (limit > 1) {
            List<OutboxEntry> others = new ArrayList<>(singles(20));
            others.addAll(plan(MailKind.STEP, "scenario:s", NOW.minusSeconds(9), 0, 70));
            others.addAll(group("small", 0, 3));
            mails.outbox().add(others);
            entries.addAll(others);
        }
        List<Claim> claims = mails.claimAll("n", limit);
        assertThat(keys(claims)).isEqualTo(keysOf(entries));
        assertThat(claims).extracting(Claim::fence).doesNotHaveDuplicates();
        assertThat(claims)
                .extracting(Claim::mail)
                .hasSameElementsAs(entries.stream().map(OutboxEntry::mail).toList());
        for (Claim claim : claims) {
            Progress untouched = new Progress(MailState.CLAIMED, claim.mail().due(), 0, false, null, "");
            assertThat(claim.progress()).isEqualTo(untouched);
            assertThat(mails.found(claim.key()))
                    .isEqualTo(new OutboxEntry(
                            claim.mail(),
                            untouched,
                            new OutboxEntry.Lease("n", claim.fence(), NOW.plus(LEASE), false)));
        }
    }

    @Test
    @Tag("R7.4")
    default void claim_withLimitsThatChange_givesEachMailOnce() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = new ArrayList<>();
        for (int size : new int[] {1, 63, 64, 65, 127, 128, 129, 200}) {
            entries.addAll(group("of-" + size, 0, size));
            mails.outbox().add(group("of-" + size, 0, size));
        }
        int[] limits = {1, 64, 7, 100, 63, 65, 2, 1, 1, 130, 31, 3};
        assertThat(keys(mails.claimAll("n", limits))).isEqualTo(keysOf(entries));
    }

    @Test
    @Tag("R7.4")
    default void claim_afterTheEarlierOnesHaveEnded_givesEachMailOnce() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 400));
        mails.outbox().add(singles(20));
        List<Claim> all = new ArrayList<>();
        int[] limits = {10, 80, 1, 30, 64, 100};
        List<Claim> left = List.of();
        for (int i = 0; all.size() < 420; i++) {
            List<Claim> claims = mails.claim("n", limits[i % limits.length]);
            assertThat(claims).as("%d are due", 420 - all.size()).isNotEmpty();
            all.addAll(claims);
            List<Claim> ending = new ArrayList<>(left);
            ending.addAll(claims.subList(0, (claims.size() + 1) / 2));
            left = claims.subList((claims.size() + 1) / 2, claims.size());
            assertThat(mails.end(MailState.HANDED_OVER, ending)).isEqualTo(keys(ending));
        }
        assertThat(keys(all)).hasSize(420);
        assertThat(mails.claim("n", 1_000)).isEmpty();
        assertThat(mails.end(MailState.HANDED_OVER, left)).hasSameSizeAs(left);
        mails.advance(LEASE.multipliedBy(9));
        assertThat(mails.claim("n", 1_000)).isEmpty();
        assertThat(mails.outbox().tally("delivery:sale").states()).isEqualTo(Map.of(MailState.HANDED_OVER, 400L));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    @Tag("R7.4")
    default void claim_byThreadsWithSeveralLimits_givesEachMailToOne(int workers) throws Exception {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 500));
        mails.outbox().add(group("news", 0, 200));
        mails.outbox().add(singles(40));
        Map<SendKey, Long> fences = new ConcurrentHashMap<>();
        Set<SendKey> returned = ConcurrentHashMap.newKeySet();
        int[] limits = {7, 100, 64, 1};
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<List<Claim>>> tasks = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                Outbox node = mails.node().outbox();
                int limit = limits[i];
                tasks.add(() -> {
                    List<Claim> kept = new ArrayList<>();
                    List<Claim> claims = node.claim(ClaimRequest.any("n" + limit, NOW, NOW.plus(LEASE), limit));
                    while (!claims.isEmpty()) {
                        assertThat(node.start(claims, NOW)).isEqualTo(keys(claims));
                        kept.addAll(keptOf(node, claims, fences, returned));
                        claims = node.claim(ClaimRequest.any("n" + limit, NOW, NOW.plus(LEASE), limit));
                    }
                    return kept;
                });
            }
            List<Claim> all = new ArrayList<>();
            for (Future<List<Claim>> kept : threads.invokeAll(tasks)) {
                all.addAll(kept.get());
            }
            List<Claim> rest = mails.claimAll("n", 80); // what a claim skipped while another one looked at it
            while (!rest.isEmpty()) {
                all.addAll(keptOf(mails.outbox(), rest, fences, returned));
                rest = mails.claimAll("n", 80);
            }
            assertThat(keys(all)).hasSize(740);
            assertThat(returned).isNotEmpty();
            assertThat(mails.end(MailState.HANDED_OVER, all))
                    .as("all are still held")
                    .hasSize(740);
            assertThat(mails.outbox().hasOpen("delivery:sale")).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Gives every third mail back when it is claimed first, and returns the others. */
    private static List<Claim> keptOf(
            Outbox node, List<Claim> claims, Map<SendKey, Long> fences, Set<SendKey> returned) {
        List<Claim> kept = new ArrayList<>();
        List<Completion> back = new ArrayList<>();
        for (Claim claim : claims) {
            Long before = fences.put(claim.key(), claim.fence());
            assertThat(before == null || before < claim.fence()).isTrue();
            assertThat(claim.progress().uncertain()).isFalse();
            if (claim.fence() % 3 == 0 && returned.add(claim.key())) {
                back.add(givenBack(claim, NOW));
            } else {
                kept.add(claim);
            }
        }
        assertThat(node.complete(back)).hasSameSizeAs(back);
        return kept;
    }

    @Test
    @Tag("R7.4")
    default void claim_ofOneMailAmongAlike_takesItAndNothingElse() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = group("sale", 0, 200);
        mails.outbox().add(entries);
        Set<SendKey> left = new TreeSet<>(keysOf(entries));
        List<Claim> alone = new ArrayList<>();
        for (int i : new int[] {100, 0, 63, 64, 199, 101}) {
            SendKey only = entries.get(i).mail().key();
            List<Claim> claims = mails.claimOnly("a", only);
            assertThat(claims).extracting(Claim::key).containsExactly(only);
            assertThat(mails.claimOnly("b", only)).as("held by another").isEmpty();
            alone.addAll(claims);
            left.remove(only);
        }
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.CLAIMED, 6L, MailState.PLANNED, 194L));
        assertThat(mails.start(alone.subList(0, 3))).hasSize(3);
        assertThat(mails.end(MailState.HANDED_OVER, alone.subList(0, 1))).hasSize(1);
        assertThat(mails.outbox().complete(List.of(givenBack(alone.get(1), NOW))))
                .hasSize(1);
        left.add(alone.get(1).key());
        List<Claim> others = mails.claimAll("c", 80);
        assertThat(keys(others)).isEqualTo(left);
        assertThat(mails.claimOnly("b", alone.get(0).key())).as("it has ended").isEmpty();
        assertThat(mails.claimOnly("b", others.get(50).key())).isEmpty();
        mails.advance(LEASE);
        SendKey begun = alone.get(2).key();
        assertThat(mails.claimOnly("b", begun))
                .singleElement()
                .satisfies(claim -> assertThat(claim.progress().uncertain()).isTrue());
        Claim ofOthers = mails.claimOnly("b", others.get(50).key()).get(0);
        assertThat(ofOthers.progress().uncertain()).isFalse();
        assertThat(ofOthers.fence()).isGreaterThan(others.get(50).fence());
        Set<SendKey> last = new TreeSet<>(keysOf(entries));
        last.removeAll(List.of(alone.get(0).key(), begun, ofOthers.key()));
        assertThat(keys(mails.claimAll("d", 70))).isEqualTo(last);
    }

    @Test
    default void claim_ofOneMailThatIsNotDue_takesNothing() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = plan(MailKind.GROUP, "delivery:sale", NOW.plusSeconds(1), 0, 200);
        mails.outbox().add(entries);
        SendKey only = entries.get(77).mail().key();
        assertThat(mails.claimOnly("a", only)).isEmpty();
        assertThat(mails.claim("a", 100)).isEmpty();
        mails.advance(Duration.ofSeconds(1));
        assertThat(mails.claimOnly("a", only)).hasSize(1);
        assertThat(mails.claimOnly("a", new SendKey("delivery:sale", "mail", contact(200), "")))
                .isEmpty();
        assertThat(mails.claimAll("a", 1_000)).hasSize(199);
    }

    @Test
    default void claim_leavesHeldSourcesAlone() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("held", 0, 200));
        mails.outbox().add(group("free", 0, 150));
        mails.outbox().add(singles(5));
        Set<String> held = Set.of("delivery:held", "delivery:gone");
        List<Claim> before = mails.claimHolding(held, 30);
        assertThat(before)
                .hasSizeBetween(5, 30)
                .noneMatch(claim -> held.contains(claim.key().source()));
        List<Claim> some = mails.claimHolding(Set.of(SendKey.TRANSACTIONAL, "delivery:free"), 50);
        assertThat(some).isNotEmpty().allMatch(claim -> claim.key().source().equals("delivery:held"));
        List<Claim> free = new ArrayList<>(before);
        for (List<Claim> more = mails.claimHolding(held, 64); !more.isEmpty(); more = mails.claimHolding(held, 64)) {
            free.addAll(more);
        }
        assertThat(keys(free)).hasSize(155).noneMatch(key -> held.contains(key.source()));
        assertThat(mails.end(MailState.HANDED_OVER, free)).hasSize(155);
        mails.advance(LEASE);
        assertThat(mails.claimHolding(held, 64))
                .as("not when their leases have ended either")
                .isEmpty();
        assertThat(mails.claimAll("n", 80)).hasSize(200);
    }

    @Test
    default void claim_takesAnUrgentMailBeforeAThousandOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 1_000));
        mails.outbox().add(plan(MailKind.STEP, "scenario:s", NOW.plusSeconds(5), 0, 1));
        assertThat(mails.claim("a", 30)).hasSize(30);
        SendKey receipt = singles(1).get(0).mail().key();
        mails.outbox().add(singles(1));
        assertThat(mails.claim("a", 1)).extracting(Claim::key).containsExactly(receipt);
        mails.advance(Duration.ofSeconds(5));
        List<Claim> next = mails.claim("b", 7);
        assertThat(next).first().extracting(claim -> claim.mail().kind()).isEqualTo(MailKind.STEP);
        assertThat(next)
                .filteredOn(claim -> claim.mail().kind() == MailKind.STEP)
                .hasSize(1);
        mails.outbox().add(plan(MailKind.STEP, "scenario:s", mails.now(), 1, 101));
        List<Claim> steps = new ArrayList<>();
        while (steps.size() < 100) {
            List<Claim> more = mails.claim("a", 40);
            assertThat(more).isNotEmpty();
            more.stream().filter(claim -> claim.mail().kind() == MailKind.STEP).forEach(steps::add);
            assertThat(steps.size() == 100
                            || more.stream().allMatch(claim -> claim.mail().kind() == MailKind.STEP))
                    .as("steps before the rest of the group")
                    .isTrue();
        }
        assertThat(keys(steps)).hasSize(100);
    }

    @Test
    default void claim_takesAPlanOfHigherPriorityFirst() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        mails.outbox().add(plan(MailKind.SPOT, "delivery:recall", NOW, 0, 200));
        List<MailKind> order = new ArrayList<>();
        for (List<Claim> claims = mails.claim("n", 80); !claims.isEmpty(); claims = mails.claim("n", 80)) {
            claims.forEach(claim -> order.add(claim.mail().kind()));
        }
        List<MailKind> expected = new ArrayList<>();
        IntStream.range(0, 400).forEach(i -> expected.add(i < 200 ? MailKind.SPOT : MailKind.GROUP));
        assertThat(order).isEqualTo(expected);
    }

    @Test
    default void claim_ofASmallPlanThatIsLongerDue_doesNotWaitForALargeOne() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("large", 0, 1_000));
        mails.outbox().add(plan(MailKind.GROUP, "delivery:small", NOW.minusSeconds(60), 0, 5));
        Set<SendKey> small = new HashSet<>();
        mails.claim("n", 64).stream()
                .map(Claim::key)
                .filter(key -> key.source().equals("delivery:small"))
                .forEach(small::add);
        assertThat(small).hasSize(5);
        mails.outbox().add(plan(MailKind.GROUP, "delivery:again", NOW.minusSeconds(60), 0, 5));
        assertThat(mails.claim("n", 10))
                .filteredOn(claim -> claim.key().source().equals("delivery:again"))
                .hasSize(5);
    }

    @Test
    default void claim_ofOneSource_takesWhatIsLongerDueFirst() {
        AlikeMails mails = AlikeMails.in(dataSource());
        String source = new DeliveryId("sale").source();
        mails.outbox().add(plan(MailKind.GROUP, source, NOW, 0, 100));
        mails.outbox().add(plan(MailKind.GROUP, source, NOW.minusSeconds(2), 100, 200));
        mails.outbox().add(plan(MailKind.GROUP, source, NOW.minusSeconds(1), 200, 300));
        Map<SendKey, Integer> turns = new HashMap<>();
        List<PlannedMail> order = new ArrayList<>();
        for (List<Claim> claims = mails.claim("n", 25); !claims.isEmpty(); claims = mails.claim("n", 25)) {
            claims.forEach(claim -> {
                turns.merge(claim.key(), 1, Integer::sum);
                order.add(claim.mail());
            });
        }
        assertThat(turns)
                .hasSize(300)
                .allSatisfy((key, turn) -> assertThat(turn).isEqualTo(1));
        assertThat(order).extracting(PlannedMail::due).isSorted();
    }
}
