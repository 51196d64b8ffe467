package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.keysOf;
import static dev.hato.jdbc.AlikeMails.plan;
import static dev.hato.jdbc.AlikeMails.singles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How plans of many alike mails come into the outbox: again, in parts, twice at once, in a host's transaction. */
public interface AlikePlanCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    @Test
    @Tag("R7.2")
    default void add_ofTheSamePlan_addsNothingAndTellsWhatIsThere() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = group("sale", 0, 200);
        assertThat(mails.outbox().add(entries)).isEqualTo(entries);
        assertThat(mails.outbox().add(entries)).as("at once again").isEqualTo(entries);
        List<Claim> claims = mails.claim("n", 100);
        assertThat(mails.start(claims.subList(10, 50))).hasSize(40);
        assertThat(mails.end(MailState.HANDED_OVER, claims.subList(20, 40))).hasSize(20);
        List<OutboxEntry> again = mails.outbox().add(entries);
        assertThat(again)
                .extracting(OutboxEntry::mail)
                .isEqualTo(entries.stream().map(OutboxEntry::mail).toList());
        again.forEach(entry -> assertThat(mails.found(entry.mail().key())).isEqualTo(entry));
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(
                        MailState.HANDED_OVER,
                        20L,
                        MailState.CLAIMED,
                        claims.size() - 20L,
                        MailState.PLANNED,
                        200L - claims.size()));
        List<Claim> rest = mails.claimAll("n", 80);
        rest.addAll(claims);
        assertThat(keys(rest)).isEqualTo(keysOf(entries));
        assertThat(mails.start(claims)).as("what was claimed is held as before").hasSize(claims.size() - 20);
    }

    @Test
    @Tag("R7.2")
    default void add_ofAnOlderPlanWithNewMails_addsTheNewOnes() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> first = mails.claim("n", 90);
        List<OutboxEntry> more = new ArrayList<>(group("sale", 50, 350));
        Collections.shuffle(more, new Random(1));
        List<OutboxEntry> present = mails.outbox().add(more);
        assertThat(keysOf(present)).isEqualTo(keysOf(more));
        assertThat(present)
                .extracting(entry -> entry.mail().key())
                .isEqualTo(more.stream().map(entry -> entry.mail().key()).toList());
        List<Claim> all = mails.claimAll("n", 64);
        all.addAll(first);
        assertThat(keys(all)).isEqualTo(keysOf(group("sale", 0, 350)));
        assertThat(mails.outbox().tally("delivery:sale").total()).isEqualTo(350);
    }

    @Test
    @Tag("R7.2")
    default void add_ofKnownKeysWithAnotherContent_keepsTheFirst() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = group("sale", 0, 150);
        mails.outbox().add(entries);
        List<OutboxEntry> other = entries.stream()
                .map(entry -> OutboxEntry.planned(new PlannedMail(
                        entry.mail().key(),
                        MailKind.GROUP,
                        entry.mail().contact(),
                        NOW.plusSeconds(5),
                        "another",
                        null)))
                .toList();
        assertThat(mails.outbox().add(other)).isEqualTo(entries);
        List<OutboxEntry> mixed = new ArrayList<>(other.subList(0, 20));
        mixed.addAll(singles(3));
        assertThat(mails.outbox().add(mixed).subList(0, 20)).isEqualTo(entries.subList(0, 20));
        assertThat(keys(mails.claimAll("n", 64))).hasSize(153);
    }

    @Test
    @Tag("R2.3")
    default void add_ofAPlanWithExcludedMails_countsThemAndClaimsTheOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        ExclusionReason[] reasons = {ExclusionReason.STOPPED, ExclusionReason.BANNED, ExclusionReason.PENDING};
        List<OutboxEntry> planned = group("sale", 0, 300);
        List<OutboxEntry> entries = IntStream.range(0, 300)
                .mapToObj(i -> i % 3 == 1
                        ? OutboxEntry.excluded(planned.get(i).mail(), reasons[i % 9 / 3], NOW)
                        : planned.get(i))
                .toList();
        assertThat(mails.outbox().add(entries)).isEqualTo(entries);
        assertThat(mails.outbox().add(entries)).isEqualTo(entries);
        Tally tally = mails.outbox().tally("delivery:sale");
        assertThat(tally.states()).isEqualTo(Map.of(MailState.EXCLUDED, 100L, MailState.PLANNED, 200L));
        assertThat(tally.excluded())
                .isEqualTo(Map.of(
                        ExclusionReason.STOPPED, 34L, ExclusionReason.BANNED, 33L, ExclusionReason.PENDING, 33L));
        assertThat(mails.pages("delivery:sale", 45)).isEqualTo(entries);
        List<Claim> claims = mails.claimAll("n", 80);
        assertThat(keys(claims))
                .isEqualTo(keysOf(entries.stream()
                        .filter(entry -> entry.state() == MailState.PLANNED)
                        .toList()));
        assertThat(mails.outbox().add(planned))
                .as("planned again, when nobody is excluded")
                .extracting(OutboxEntry::state)
                .doesNotContain(MailState.PLANNED);
        assertThat(mails.claimAll("n", 80)).isEmpty();
        assertThat(mails.end(MailState.HANDED_OVER, claims)).hasSize(200);
        assertThat(mails.outbox().hasOpen("delivery:sale")).isFalse();
    }

    @Test
    @Tag("R2.3")
    default void add_ofAPlanOfWhichAllAreExcluded_leavesNothingOpen() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox()
                .add(group("sale", 0, 200).stream()
                        .map(entry -> OutboxEntry.excluded(entry.mail(), ExclusionReason.STOPPED, NOW))
                        .toList());
        assertThat(mails.outbox().hasOpen("delivery:sale")).isFalse();
        assertThat(mails.outbox().tally("delivery:sale").excluded()).isEqualTo(Map.of(ExclusionReason.STOPPED, 200L));
        assertThat(mails.claim("n", 10)).isEmpty();
    }

    @Test
    @Tag("R7.2")
    default void add_inAHostsTransaction_isThereWhenItCommits() throws Exception {
        DataSource source = dataSource();
        AlikeMails mails = AlikeMails.in(source);
        mails.outbox().add(group("sale", 0, 100));
        try (Connection host = source.getConnection()) {
            host.setAutoCommit(false);
            Outbox joined = mails.stores().joining(host).outbox();
            joined.add(group("lost", 0, 200));
            joined.add(group("sale", 100, 200));
            assertThat(joined.tally("delivery:lost").total()).isEqualTo(200);
            assertThat(mails.outbox().tally("delivery:lost").total()).isZero();
            host.rollback();
            assertThat(mails.outbox().tally("delivery:lost").total()).isZero();
            assertThat(joined.add(group("kept", 0, 300))).isEqualTo(group("kept", 0, 300));
            assertThat(joined.hasOpen("delivery:kept")).isTrue();
            assertThat(keys(mails.claimAll("n", 64))).isEqualTo(keysOf(group("sale", 0, 100)));
            assertThat(mails.outbox().hasOpen("delivery:kept")).isFalse();
            assertThat(mails.outbox().find(group("kept", 7, 8).get(0).mail().key()))
                    .isEmpty();
            host.commit();
        }
        assertThat(keys(mails.claimAll("n", 64))).isEqualTo(keysOf(group("kept", 0, 300)));
        assertThat(mails.outbox().tally("delivery:lost").total()).isZero();
        assertThat(mails.outbox().add(group("lost", 0, 200))).isEqualTo(group("lost", 0, 200));
    }

    @Test
    default void claimAndComplete_inATransactionThatThrows_areTakenBack() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> held = mails.claim("held", 30);
        assertThatThrownBy(() -> mails.stores().inTransaction(tx -> {
                    List<Claim> claims = tx.outbox().claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 100));
                    assertThat(claims).isNotEmpty();
                    assertThat(tx.outbox().start(held, NOW)).hasSameSizeAs(held);
                    tx.outbox()
                            .complete(claims.stream()
                                    .map(claim -> AlikeMails.ended(claim, MailState.HANDED_OVER))
                                    .toList());
                    tx.outbox().complete(List.of(AlikeMails.ended(held.get(0), MailState.BOUNCED)));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.CLAIMED, (long) held.size(), MailState.PLANNED, 200L - held.size()));
        assertThat(mails.start(held)).as("the claims from before hold").isEqualTo(keys(held));
        List<Claim> rest = mails.claimAll("n", 100);
        rest.addAll(held);
        assertThat(keys(rest)).hasSize(200);
        assertThat(mails.end(MailState.HANDED_OVER, rest)).hasSize(200);
    }

    @Test
    @Tag("R7.2")
    @Tag("R7.4")
    default void add_byTwoNodesAtOnceWhileAThirdClaims_addsEachMailOnce() throws Exception {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<List<OutboxEntry>> first = new ArrayList<>();
        List<List<OutboxEntry>> second = new ArrayList<>();
        for (int from = 0; from < 600; from += 100) {
            first.add(group("sale", from, from + 100));
            second.add(group("sale", 850 - from, 850 - from + 150));
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<List<Claim>>> tasks = new ArrayList<>();
            for (List<List<OutboxEntry>> plan : List.of(first, second)) {
                Outbox node = mails.node().outbox();
                tasks.add(() -> {
                    for (List<OutboxEntry> part : plan) {
                        assertThat(node.add(part))
                                .extracting(OutboxEntry::mail)
                                .isEqualTo(part.stream().map(OutboxEntry::mail).toList());
                    }
                    return List.of();
                });
            }
            tasks.add(() -> {
                List<Claim> claims = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    List<Claim> more = mails.claim("n", 40);
                    assertThat(mails.start(more)).isEqualTo(keys(more));
                    claims.addAll(more);
                }
                return claims;
            });
            List<Claim> all = new ArrayList<>();
            for (Future<List<Claim>> claims : threads.invokeAll(tasks)) {
                all.addAll(claims.get());
            }
            all.addAll(mails.claimAll("n", 80));
            assertThat(keys(all)).isEqualTo(keysOf(group("sale", 0, 1_000)));
            assertThat(mails.pages("delivery:sale", 300)).hasSize(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void add_ofMailsThatDifferInOneThing_keepsItOfEach() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> all = new ArrayList<>();
        Instant due = NOW;
        for (int i = 0; i < 4; i++) {
            due = due.minusNanos(1_000);
            all.addAll(plan(MailKind.STEP, "scenario:s" + i % 2, due, i * 70, i * 70 + 70));
        }
        for (OutboxEntry entry : plan(MailKind.STEP, "scenario:s0", NOW, 0, 70)) {
            SendKey key = new SendKey("scenario:s0", "day-3", entry.mail().contact(), "2026");
            all.add(OutboxEntry.planned(
                    new PlannedMail(key, MailKind.STEP, entry.mail().contact(), NOW, "f", null)));
        }
        List<List<OutboxEntry>> groups = List.of(all.subList(0, 70), all.subList(70, 140), all.subList(140, 350));
        groups.forEach(part -> assertThat(mails.outbox().add(part)).isEqualTo(part));
        List<Claim> claims = mails.claimAll("n", 99);
        assertThat(claims)
                .extracting(Claim::mail)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(OutboxEntry::mail).toList());
        assertThat(mails.outbox().tallySteps("scenario:s0")).containsOnlyKeys("day-0", "day-3");
    }

    @Test
    @Tag("R11.5")
    default void retention_ofMailsThatEndedLongAgo_leavesTheOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> entries = group("sale", 0, 300);
        mails.outbox().add(entries);
        List<Claim> claims = mails.claimAll("n", 100);
        List<Claim> old = IntStream.range(0, 300)
                .filter(i -> i % 3 == 0)
                .mapToObj(claims::get)
                .toList();
        List<Claim> recent = IntStream.range(0, 300)
                .filter(i -> i % 3 == 1)
                .mapToObj(claims::get)
                .toList();
        mails.end(MailState.HANDED_OVER, old);
        mails.advance(Duration.ofDays(10));
        mails.outbox()
                .complete(recent.stream()
                        .map(claim -> new Completion(
                                claim, new Progress(MailState.BOUNCED, mails.now(), 1, false, null, "550 no")))
                        .toList());
        Tally before = mails.outbox().tally("delivery:sale");
        assertThat(retention(mails, 5).mails()).isEqualTo(100);
        assertThat(mails.outbox().tally("delivery:sale"))
                .as("counts outlive the mails")
                .isEqualTo(before);
        Set<SendKey> left = keysOf(entries);
        left.removeAll(keys(old));
        assertThat(keysOf(mails.pages("delivery:sale", 70))).isEqualTo(left);
        assertThat(mails.outbox().find(old.get(0).key())).isEmpty();

        List<OutboxEntry> again = mails.outbox().add(entries);
        assertThat(again)
                .filteredOn(entry -> entry.state() == MailState.PLANNED)
                .hasSize(100);
        List<Claim> fresh = mails.claimAll("n", 80);
        Set<SendKey> due = keys(old); // and what nobody has completed, whose lease is over
        IntStream.range(0, 300)
                .filter(i -> i % 3 == 2)
                .forEach(i -> due.add(claims.get(i).key()));
        assertThat(keys(fresh)).isEqualTo(due);
        assertThat(mails.outbox()
                        .complete(old.stream()
                                .map(claim -> AlikeMails.ended(claim, MailState.BOUNCED))
                                .toList()))
                .as("claims of mails that were deleted and planned again")
                .isEmpty();
        assertThat(mails.end(MailState.HANDED_OVER, fresh)).hasSize(200);
        assertThat(mails.outbox().tally("delivery:sale").total()).isEqualTo(400);
        mails.advance(Duration.ofDays(10));
        assertThat(retention(mails, 5).mails()).isEqualTo(300);
        assertThat(mails.pages("delivery:sale", 70)).isEmpty();
        assertThat(mails.outbox().tally("delivery:sale").total()).isEqualTo(400);
        assertThat(mails.outbox().add(entries)).isEqualTo(entries);
        assertThat(keys(mails.claimAll("n", 64))).hasSize(300);
    }

    private static Retention.Progress retention(AlikeMails mails, int days) {
        return mails.stores()
                .retention()
                .keepMails(Duration.ofDays(days))
                .clock(mails::now)
                .run();
    }
}
