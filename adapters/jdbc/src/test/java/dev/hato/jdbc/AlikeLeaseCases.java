package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.givenBack;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.singles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds which of hundreds of alike mails when leases end, are lengthened, and end for a part of them. */
public interface AlikeLeaseCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    private static List<Claim> each(List<Claim> claims, IntPredicate which) {
        return IntStream.range(0, claims.size())
                .filter(which)
                .mapToObj(claims::get)
                .toList();
    }

    private static List<Completion> handedOver(List<Claim> claims) {
        return claims.stream()
                .map(claim -> AlikeMails.ended(claim, MailState.HANDED_OVER))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 100, 1_000})
    @Tag("R7.4")
    default void claim_ofADeadOwnersMails_takesWhatHasNotEnded(int limit) {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 250));
        mails.outbox().add(singles(10));
        List<Claim> dead = mails.claimAll("dead", limit == 100 ? 80 : 100);
        assertThat(keys(dead)).hasSize(260);
        Set<SendKey> begun = new TreeSet<>();
        for (List<Claim> starting : List.of(dead.subList(0, 50), each(dead, i -> i % 9 == 0), dead.subList(140, 141))) {
            assertThat(mails.start(starting)).isEqualTo(keys(starting));
            begun.addAll(keys(starting));
        }
        List<Claim> ended = each(dead, i -> i % 7 == 0);
        assertThat(mails.end(MailState.HANDED_OVER, ended)).isEqualTo(keys(ended));
        Set<SendKey> open = keys(dead);
        open.removeAll(keys(ended));
        begun.retainAll(open);
        mails.advance(LEASE.minusNanos(1_000));
        assertThat(mails.claim("alive", 1_000)).as("leased still").isEmpty();
        mails.advance(Duration.ofNanos(1_000));
        assertThat(mails.start(dead))
                .as("no send begins under a lease that has ended")
                .isEmpty();
        List<Claim> taken = mails.claimAll("alive", limit);
        assertThat(keys(taken)).isEqualTo(open);
        assertThat(taken)
                .filteredOn(claim -> claim.progress().uncertain())
                .extracting(Claim::key)
                .containsExactlyInAnyOrderElementsOf(begun);
        assertThat(taken).extracting(Claim::fence).doesNotHaveDuplicates();
        long last = dead.stream().mapToLong(Claim::fence).max().orElseThrow();
        assertThat(taken).allMatch(claim -> claim.fence() > last);
        assertThat(mails.start(dead)).as("a node that wakes up").isEmpty();
        assertThat(mails.outbox().renew(dead, mails.now().plus(LEASE.multipliedBy(9))))
                .isEmpty();
        assertThat(mails.outbox().complete(handedOver(dead))).isEmpty();
        assertThat(mails.start(taken)).isEqualTo(open);
        assertThat(mails.end(MailState.HANDED_OVER, taken)).isEqualTo(open);
        assertThat(mails.outbox().tally("delivery:sale").states()).isEqualTo(Map.of(MailState.HANDED_OVER, 250L));
    }

    @Test
    @Tag("R7.4")
    default void claim_ofAPartOfADeadOwnersMails_leavesItTheOutcomesOfTheOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> late = mails.claimAll("late", 100);
        assertThat(mails.start(late)).hasSize(200);
        mails.advance(LEASE);
        List<Claim> taken = new ArrayList<>();
        for (int limit : new int[] {10, 1, 64, 5}) {
            taken.addAll(mails.claim("other", limit));
        }
        Set<SendKey> others = keys(late);
        others.removeAll(keys(taken));
        assertThat(taken).isNotEmpty().allMatch(claim -> claim.progress().uncertain());
        assertThat(mails.start(late)).isEmpty();
        assertThat(mails.outbox().complete(handedOver(late)))
                .as("nobody else has claimed those")
                .isEqualTo(others);
        assertThat(mails.claimAll("third", 100)).isEmpty();
        assertThat(mails.end(MailState.UNKNOWN, taken)).isEqualTo(keys(taken));
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.HANDED_OVER, (long) others.size(), MailState.UNKNOWN, (long) taken.size()));
    }

    @Test
    @Tag("R7.4")
    default void claim_afterTwoDeadOwners_keepsTheDoubtOfTheFirst() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> first = mails.claimAll("first", 100);
        Set<SendKey> doubtful = new TreeSet<>(mails.start(each(first, i -> i % 3 == 0)));
        mails.advance(LEASE);
        List<Claim> second = mails.claimAll("second", 64);
        List<Claim> starting = each(second, i -> i % 5 == 0);
        doubtful.addAll(mails.start(starting));
        assertThat(mails.outbox()
                        .complete(starting.subList(0, 10).stream()
                                .map(claim -> givenBack(claim, mails.now()))
                                .toList()))
                .hasSize(10);
        starting.subList(0, 10).stream()
                .filter(claim -> !claim.progress().uncertain())
                .forEach(claim -> doubtful.remove(claim.key()));
        mails.advance(LEASE);
        List<Claim> third = mails.claimAll("third", 80);
        assertThat(keys(third)).hasSize(200);
        assertThat(third)
                .filteredOn(claim -> claim.progress().uncertain())
                .extracting(Claim::key)
                .containsExactlyInAnyOrderElementsOf(doubtful);
        assertThat(mails.start(first)).isEmpty();
        assertThat(mails.start(second)).isEmpty();
        assertThat(mails.start(third)).hasSize(200);
    }

    @Test
    @Tag("R7.4")
    default void start_ofAPart_leavesTheOthersAsTheyWere() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> claims = mails.claimAll("n", 100);
        Set<SendKey> begun = new TreeSet<>(mails.start(each(claims, i -> i % 4 == 1)));
        assertThat(begun).hasSize(50);
        for (OutboxEntry entry : mails.pages("delivery:sale", 70)) {
            OutboxEntry.Lease lease = Objects.requireNonNull(entry.lease());
            assertThat(lease.started()).isEqualTo(begun.contains(entry.mail().key()));
            assertThat(entry.progress().uncertain()).isFalse();
            assertThat(mails.found(entry.mail().key())).isEqualTo(entry);
        }
        assertThat(mails.start(claims)).as("beginning again is harmless").isEqualTo(keys(claims));
        assertThat(mails.pages("delivery:sale", 1_000))
                .allMatch(entry -> Objects.requireNonNull(entry.lease()).started());
    }

    @Test
    @Tag("R7.4")
    default void start_throughAnotherNode_isTheSame() {
        AlikeMails mails = AlikeMails.in(dataSource());
        JdbcStores other = mails.node();
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> claims = mails.claimAll("n", 100);
        List<Claim> some = each(claims, i -> i % 2 == 0);
        assertThat(other.outbox().start(some, NOW)).isEqualTo(keys(some));
        assertThat(mails.start(claims)).isEqualTo(keys(claims));
        List<Claim> third = each(claims, i -> i % 3 == 0);
        assertThat(other.outbox().renew(third, NOW.plus(LEASE.multipliedBy(2)))).isEqualTo(keys(third));
        assertThat(other.outbox().complete(handedOver(some))).isEqualTo(keys(some));
        List<Claim> left = each(claims, i -> i % 2 == 1);
        assertThat(mails.outbox().complete(handedOver(claims))).isEqualTo(keys(left));
        assertThat(other.outbox().hasOpen("delivery:sale")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    @Tag("R7.4")
    default void renew_ofAPart_keepsIt(int every) {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> claims = mails.claimAll("first", 80);
        List<Claim> kept = each(claims, i -> i % every == 0);
        assertThat(mails.start(each(claims, i -> i % 2 == 0))).hasSize(100);
        mails.advance(LEASE.dividedBy(2));
        assertThat(mails.outbox().renew(kept, NOW.plus(LEASE.multipliedBy(2)))).isEqualTo(keys(kept));
        assertThat(Objects.requireNonNull(mails.found(kept.get(0).key()).lease()))
                .isEqualTo(new OutboxEntry.Lease("first", kept.get(0).fence(), NOW.plus(LEASE.multipliedBy(2)), true));
        mails.advance(LEASE.dividedBy(2));
        List<Claim> taken = mails.claimAll("second", 64);
        assertThat(keys(taken)).doesNotContainAnyElementsOf(keys(kept));
        assertThat(mails.start(kept)).as("held still").isEqualTo(keys(kept));
        Set<SendKey> allowed = keys(claims);
        allowed.removeAll(keys(taken));
        assertThat(allowed).containsAll(mails.start(claims));
        assertThat(mails.start(taken)).as("each is held by one").isEqualTo(keys(taken));
        Set<SendKey> doubtful = keys(each(claims, i -> i % 2 == 0));
        assertThat(taken).allMatch(claim -> claim.progress().uncertain() == doubtful.contains(claim.key()));
        mails.advance(LEASE.minusNanos(1_000));
        assertThat(keys(mails.claimAll("third", 1_000)))
                .as("lengthened to here")
                .doesNotContainAnyElementsOf(keys(kept));
        assertThat(mails.start(kept)).isEqualTo(keys(kept));
        mails.advance(LEASE.multipliedBy(2));
        assertThat(keys(mails.claimAll("fourth", 70))).as("all are over").isEqualTo(keys(claims));
        assertThat(mails.outbox().renew(claims, mails.now().plus(LEASE))).isEmpty();
        assertThat(mails.outbox().renew(taken, mails.now().plus(LEASE))).isEmpty();
    }

    @Test
    @Tag("R7.4")
    default void renew_ofClaimsOfWhichSomeHaveEnded_lengthensTheOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        mails.outbox().add(singles(5));
        List<Claim> claims = mails.claimAll("n", 100);
        List<Claim> ended = each(claims, i -> i % 3 == 0);
        List<Claim> back = each(claims, i -> i % 3 == 1);
        List<Claim> kept = each(claims, i -> i % 3 == 2);
        assertThat(mails.end(MailState.BOUNCED, ended)).hasSameSizeAs(ended);
        assertThat(mails.outbox()
                        .complete(back.stream()
                                .map(claim -> givenBack(claim, NOW))
                                .toList()))
                .hasSameSizeAs(back);
        assertThat(mails.outbox().renew(claims, NOW.plus(LEASE.multipliedBy(3))))
                .isEqualTo(keys(kept));
        List<Claim> again = mails.claimAll("n", 64);
        assertThat(keys(again)).as("what was given back, of the same owner").isEqualTo(keys(back));
        assertThat(mails.outbox().renew(claims, NOW.plus(LEASE.multipliedBy(3))))
                .isEqualTo(keys(kept));
        mails.advance(LEASE.multipliedBy(2));
        assertThat(keys(mails.claimAll("n", 64))).isEqualTo(keys(back));
        assertThat(mails.start(claims)).isEqualTo(keys(kept));
        for (int round = 4; round < 8; round++) {
            assertThat(mails.outbox().renew(kept, NOW.plus(LEASE.multipliedBy(round))))
                    .isEqualTo(keys(kept));
            mails.advance(LEASE);
        }
        assertThat(mails.end(MailState.HANDED_OVER, kept)).isEqualTo(keys(kept));
    }

    @Test
    @Tag("R7.4")
    default void claim_byNodesWhoseClocksDiffer_lastsByTheDatabasesClock() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        outbox.add(group("sale", 0, 200));
        Instant fast = NOW.plus(Duration.ofHours(1));
        Map<SendKey, OutboxEntry.Lease> leases = new HashMap<>();
        List<Claim> late = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant now = i % 2 == 0 ? NOW : fast;
            Instant until = now.plus(LEASE.multipliedBy(i + 1));
            List<Claim> claims = outbox.claim(ClaimRequest.any("n" + i, now, until, 20));
            assertThat(claims).isNotEmpty();
            for (Claim claim : claims) {
                OutboxEntry.Lease lease = new OutboxEntry.Lease("n" + i, claim.fence(), until, false);
                assertThat(leases.put(claim.key(), lease)).isNull();
            }
            late.addAll(i == 4 ? claims : List.of());
        }
        Instant longer = NOW.plus(Duration.ofHours(2));
        assertThat(outbox.renew(late, longer)).isEqualTo(keys(late));
        late.forEach(claim -> leases.put(claim.key(), new OutboxEntry.Lease("n4", claim.fence(), longer, false)));
        for (OutboxEntry entry : outbox.page("delivery:sale", null, 1_000)) {
            assertThat(entry.lease()).isEqualTo(leases.get(entry.mail().key()));
        }
        List<Claim> rest = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rest.addAll(outbox.claim(
                    ClaimRequest.any("fast", fast.plus(LEASE), fast.plus(LEASE).plus(LEASE), 20)));
        }
        assertThat(keys(rest)).as("what is leased is leased still").hasSize(200 - leases.size());
        assertThat(rest).noneMatch(claim -> leases.containsKey(claim.key()));
        assertThat(outbox.start(late, fast)).isEqualTo(keys(late));
    }
}
