package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every outbox must do: unique keys, claims under a lease with a fencing token, and no mail lost
 * or doubled between several workers.
 */
public interface OutboxContract {
    /** How long claims last in these tests. */
    Duration LEASE = Duration.ofSeconds(30);

    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /**
     * Returns stores without content whose leases end by this clock; to be overridden where the store has a lease clock
     * of its own, such as its database's, that the store can be told to do without. The default suits a store that goes
     * by the times it is given.
     */
    default Stores emptyStores(InstantSource leaseClock) {
        return emptyStores();
    }

    private Outbox emptyOutbox() {
        MovableClock clock = MovableClock.at(NOW);
        return new ClockedOutbox(emptyStores(clock).outbox(), clock);
    }

    @Test
    @Tag("R7.2")
    @DisplayName("a key is unique: the entry added first stands, and is what a second add returns")
    default void add_sameKeyTwice_keepsTheFirst() {
        Outbox outbox = emptyOutbox();
        OutboxEntry first = entry("order-1");
        OutboxEntry second = OutboxEntry.planned(new PlannedMail(
                first.mail().key(), MailKind.TRANSACTIONAL, ContactId.of("9"), NOW, "another content", null));
        assertThat(outbox.add(List.of(first, entry("order-2"))))
                .extracting(OutboxEntry::state)
                .containsOnly(MailState.PLANNED);
        assertThat(outbox.add(List.of(second, entry("order-3")))).first().isEqualTo(first);
        assertThat(outbox.tally(SendKey.TRANSACTIONAL).total()).isEqualTo(3);
        assertThat(outbox.hasOpen(SendKey.TRANSACTIONAL)).isTrue();
        assertThat(outbox.hasOpen("delivery:none")).isFalse();
    }

    @Test
    @DisplayName("what is due is claimed, what is not due is left")
    default void claim_takesWhatIsDue() {
        Outbox outbox = emptyOutbox();
        OutboxEntry due = entry("due");
        OutboxEntry later = OutboxEntry.planned(new PlannedMail(
                SendKey.ofCaller("later"), MailKind.TRANSACTIONAL, ContactId.of("1"), NOW.plusSeconds(1), "f", null));
        outbox.add(List.of(later, due));
        assertThat(claim(outbox, NOW, 10))
                .extracting(Claim::key)
                .containsExactly(due.mail().key());
        assertThat(claim(outbox, NOW, 10)).as("claimed already").isEmpty();
        assertThat(claim(outbox, NOW.plusSeconds(1), 10))
                .extracting(Claim::key)
                .containsExactly(later.mail().key());
    }

    @Test
    @DisplayName("the higher priority of a kind goes first, then what is longer due")
    default void claim_ordersByPriorityThenDue() {
        Outbox outbox = emptyOutbox();
        DeliveryId delivery = new DeliveryId("d1");
        PlannedMail group = new PlannedMail(
                SendKey.ofDelivery(delivery, ContactId.of("1")),
                MailKind.GROUP,
                ContactId.of("1"),
                NOW.minusSeconds(100),
                "f",
                null);
        PlannedMail receipt = mail(SendKey.ofCaller("order-1"), ContactId.of("1"));
        PlannedMail older = new PlannedMail(
                SendKey.ofDelivery(delivery, ContactId.of("2")),
                MailKind.GROUP,
                ContactId.of("2"),
                NOW.minusSeconds(200),
                "f",
                null);
        outbox.add(List.of(OutboxEntry.planned(group), OutboxEntry.planned(receipt), OutboxEntry.planned(older)));
        List<SendKey> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            claim(outbox, NOW, 1).forEach(claim -> order.add(claim.key()));
        }
        assertThat(order).containsExactly(receipt.key(), older.key(), group.key());
    }

    @Test
    @DisplayName("mails of held sources stay, and one mail can be claimed alone")
    default void claim_respectsHeldAndOnly() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a"), entry("b")));
        assertThat(outbox.claim(new ClaimRequest("n", NOW, NOW.plus(LEASE), 10, Set.of(SendKey.TRANSACTIONAL), null)))
                .isEmpty();
        SendKey only = SendKey.ofCaller("b");
        assertThat(outbox.claim(new ClaimRequest("n", NOW, NOW.plus(LEASE), 10, Set.of(), only)))
                .extracting(Claim::key)
                .containsExactly(only);
        assertThat(outbox.claim(new ClaimRequest("n", NOW, NOW.plus(LEASE), 10, Set.of(), only)))
                .isEmpty();
        assertThat(claim(outbox, NOW, 10)).extracting(Claim::key).containsExactly(SendKey.ofCaller("a"));
    }

    @Test
    @Tag("R7.4")
    @DisplayName("a mail that is given back after its send had begun is as it was: no attempt, no doubt")
    default void complete_givenBackAfterStart_leavesNoDoubt() {
        Outbox outbox = emptyStores().outbox();
        outbox.add(List.of(entry("a")));
        Claim claim = claim(outbox, NOW, 1).get(0);
        assertThat(outbox.start(List.of(claim), NOW)).containsExactly(claim.key());
        assertThat(outbox.start(List.of(claim), NOW))
                .as("beginning again is harmless")
                .containsExactly(claim.key());
        Progress before = new Progress(MailState.PLANNED, NOW, 0, false, null, "");
        assertThat(outbox.complete(List.of(new Completion(claim, before)))).containsExactly(claim.key());
        Claim again = claim(outbox, NOW.plus(LEASE).plusSeconds(1), 1).get(0);
        assertThat(again.progress().uncertain()).isFalse();
        assertThat(again.progress().attempts()).isZero();
        assertThat(outbox.start(List.of(claim), NOW))
                .as("the old claim is over")
                .isEmpty();
        assertThat(outbox.start(List.of(again), NOW.plus(LEASE).plusSeconds(1))).containsExactly(again.key());
    }

    @Test
    @DisplayName("many claims are begun and ended in one call each, and those that do not hold are left out")
    default void startAndComplete_many_answerForEach() {
        Outbox outbox = emptyStores().outbox();
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            entries.add(entry("m" + i));
        }
        outbox.add(entries);
        List<Claim> claims = claim(outbox, NOW, 200);
        assertThat(claims).hasSize(120);
        List<Claim> ended = claims.subList(0, 20);
        List<Completion> first = new ArrayList<>();
        ended.forEach(claim -> first.add(ended(claim, MailState.BOUNCED)));
        assertThat(outbox.complete(first)).hasSize(20);
        assertThat(outbox.start(claims, NOW))
                .containsExactlyInAnyOrderElementsOf(
                        claims.subList(20, 120).stream().map(Claim::key).toList());
        List<Completion> all = new ArrayList<>();
        claims.forEach(claim -> all.add(ended(claim, MailState.HANDED_OVER)));
        assertThat(outbox.complete(all))
                .hasSize(100)
                .doesNotContain(ended.get(0).key());
        Tally tally = outbox.tally(SendKey.TRANSACTIONAL);
        assertThat(tally.count(MailState.BOUNCED)).isEqualTo(20);
        assertThat(tally.count(MailState.HANDED_OVER)).isEqualTo(100);
    }

    @Test
    @DisplayName("an outcome is recorded once, and counted under its state")
    default void complete_recordsOnce() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim claim = claim(outbox, NOW, 1).get(0);
        assertThat(outbox.start(List.of(claim), NOW)).containsExactly(claim.key());
        Completion handedOver = ended(claim, MailState.HANDED_OVER);
        assertThat(outbox.complete(List.of(handedOver))).containsExactly(claim.key());
        assertThat(outbox.complete(List.of(ended(claim, MailState.BOUNCED))))
                .as("the claim is over")
                .isEmpty();
        assertThat(outbox.start(List.of(claim), NOW)).as("the claim is over").isEmpty();
        Tally tally = outbox.tally(SendKey.TRANSACTIONAL);
        assertThat(tally.states()).isEqualTo(Map.of(MailState.HANDED_OVER, 1L));
        assertThat(tally.open()).isZero();
        assertThat(outbox.hasOpen(SendKey.TRANSACTIONAL)).isFalse();
        assertThat(claim(outbox, NOW.plus(Duration.ofDays(9)), 1)).isEmpty();
    }

    @Test
    @Tag("R7.3")
    @DisplayName("a deferred mail comes again when it is due, with its attempts counted")
    default void complete_deferred_comesAgain() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim claim = claim(outbox, NOW, 1).get(0);
        Instant later = NOW.plusSeconds(1800);
        outbox.complete(
                List.of(new Completion(claim, new Progress(MailState.DEFERRED, later, 1, false, null, "450 4.2.1"))));
        assertThat(claim(outbox, later.minusSeconds(1), 1)).isEmpty();
        Claim again = claim(outbox, later, 1).get(0);
        assertThat(again.progress().attempts()).isEqualTo(1);
        assertThat(again.fence()).isGreaterThan(claim.fence());
        assertThat(again.progress().uncertain()).isFalse();
    }

    @Test
    @Tag("R7.4")
    @DisplayName("after its lease a mail goes to another, and the old claim is refused everywhere")
    default void claim_afterLease_refusesTheStaleClaim() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim stale = claim(outbox, NOW, 1).get(0);
        Instant after = NOW.plus(LEASE);
        assertThat(claim(outbox, after.minusMillis(1), 1)).as("still leased").isEmpty();
        Claim fresh = claim(outbox, after, 1).get(0);
        assertThat(fresh.fence()).isGreaterThan(stale.fence());
        assertThat(fresh.progress().uncertain()).as("the send had not begun").isFalse();
        assertThat(outbox.start(List.of(stale), after)).isEmpty();
        assertThat(outbox.renew(List.of(stale), after.plus(LEASE))).isEmpty();
        assertThat(outbox.complete(List.of(ended(stale, MailState.HANDED_OVER))))
                .isEmpty();
        assertThat(outbox.start(List.of(fresh), after)).containsExactly(fresh.key());
    }

    @Test
    @Tag("R7.4")
    @DisplayName("no send begins under a lease that has ended, even if nobody else has claimed the mail")
    default void start_afterLease_isRefused() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim claim = claim(outbox, NOW, 1).get(0);
        assertThat(outbox.start(List.of(claim), NOW.plus(LEASE))).isEmpty();
    }

    @Test
    @Tag("R7.3")
    @DisplayName("a mail whose send had begun when the lease ended is claimed as uncertain from then on")
    default void claim_afterStartedSend_isUncertain() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim first = claim(outbox, NOW, 1).get(0);
        outbox.start(List.of(first), NOW);
        Claim second = claim(outbox, NOW.plus(LEASE), 1).get(0);
        assertThat(second.progress().uncertain()).isTrue();
        Claim third = claim(outbox, NOW.plus(LEASE).plus(LEASE), 1).get(0);
        assertThat(third.progress().uncertain()).as("still").isTrue();
    }

    @Test
    @DisplayName("a renewed lease lasts longer")
    default void renew_lengthensTheLease() {
        Outbox outbox = emptyOutbox();
        outbox.add(List.of(entry("a")));
        Claim claim = claim(outbox, NOW, 1).get(0);
        assertThat(outbox.renew(List.of(claim), NOW.plus(LEASE).plus(LEASE))).containsExactly(claim.key());
        assertThat(claim(outbox, NOW.plus(LEASE), 1)).isEmpty();
        assertThat(outbox.start(List.of(claim), NOW.plus(LEASE))).containsExactly(claim.key());
        assertThat(claim(outbox, NOW.plus(LEASE).plus(LEASE), 1)).hasSize(1);
    }

    @Test
    @Tag("R2.3")
    @DisplayName("excluded mails are counted by reason and never claimed")
    default void add_excluded_isCounted() {
        Outbox outbox = emptyOutbox();
        PlannedMail stopped = mail(SendKey.ofCaller("a"), ContactId.of("1"));
        PlannedMail banned = mail(SendKey.ofCaller("b"), ContactId.of("2"));
        outbox.add(List.of(
                OutboxEntry.excluded(stopped, ExclusionReason.STOPPED, NOW),
                OutboxEntry.excluded(banned, ExclusionReason.BANNED, NOW),
                entry("c")));
        Tally tally = outbox.tally(SendKey.TRANSACTIONAL);
        assertThat(tally.excluded()).isEqualTo(Map.of(ExclusionReason.STOPPED, 1L, ExclusionReason.BANNED, 1L));
        assertThat(tally.count(MailState.EXCLUDED)).isEqualTo(2);
        assertThat(tally.total()).isEqualTo(3);
        assertThat(tally.open()).isEqualTo(1);
        assertThat(claim(outbox, NOW, 10)).hasSize(1);
    }

    @Test
    @DisplayName("pages of one source hold every entry once, in the order of the keys")
    default void page_coversOneSource() {
        Outbox outbox = emptyOutbox();
        DeliveryId delivery = new DeliveryId("d1");
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ContactId contact = ContactId.of("c" + i);
            entries.add(OutboxEntry.planned(
                    new PlannedMail(SendKey.ofDelivery(delivery, contact), MailKind.GROUP, contact, NOW, "f", null)));
        }
        outbox.add(entries);
        outbox.add(List.of(entry("stranger")));
        List<SendKey> seen = new ArrayList<>();
        List<OutboxEntry> page = outbox.page(delivery.source(), null, 10);
        while (!page.isEmpty()) {
            page.forEach(entry -> seen.add(entry.mail().key()));
            page = outbox.page(delivery.source(), seen.get(seen.size() - 1), 10);
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
    }

    @Test
    @Tag("R11.2")
    @DisplayName("the mails of a scenario are counted by step, with the time of the last that was taken")
    default void tallySteps_countsByStep() {
        Outbox outbox = emptyOutbox();
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ContactId contact = ContactId.of("c" + i);
            SendKey key = new SendKey("scenario:s", i < 4 ? "day-0" : "day-3", contact, "");
            entries.add(
                    OutboxEntry.planned(new PlannedMail(key, MailKind.STEP, contact, NOW.plusSeconds(i), "f", null)));
        }
        outbox.add(entries);
        outbox.add(List.of(entry("stranger")));
        List<Claim> claims = claim(outbox, NOW.plusSeconds(3), 5);
        outbox.complete(List.of(
                ended(claims.get(1), MailState.HANDED_OVER),
                new Completion(
                        claims.get(2), new Progress(MailState.HANDED_OVER, NOW.plusSeconds(9), 1, false, null, "")),
                new Completion(
                        claims.get(3),
                        new Progress(MailState.EXCLUDED, NOW.plusSeconds(99), 0, false, ExclusionReason.STOPPED, ""))));
        Map<String, StepTally> steps = outbox.tallySteps("scenario:s");
        assertThat(steps).containsOnlyKeys("day-0", "day-3");
        StepTally first = Objects.requireNonNull(steps.get("day-0"));
        assertThat(first.tally().states())
                .containsEntry(MailState.HANDED_OVER, 2L)
                .containsEntry(MailState.EXCLUDED, 1L);
        assertThat(first.tally().total()).isEqualTo(4);
        assertThat(first.tally().open()).isEqualTo(1);
        assertThat(first.tally().excluded()).containsOnly(Map.entry(ExclusionReason.STOPPED, 1L));
        assertThat(first.lastSent()).isEqualTo(NOW.plusSeconds(9));
        assertThat(steps)
                .containsEntry("day-3", new StepTally(new Tally(Map.of(MailState.PLANNED, 2L), Map.of()), null));
        assertThat(outbox.tallySteps("scenario:none")).isEmpty();
    }

    @Test
    @Tag("R7.4")
    @DisplayName("many workers that crash, freeze and race lose nothing and double nothing")
    default void fuzz_manyWorkers_nothingLostNothingTwice() throws Exception {
        MovableClock clock = MovableClock.at(NOW);
        new OutboxFuzz(emptyStores(clock).outbox(), clock, 8, 4_000).run();
    }

    private static OutboxEntry entry(String key) {
        return OutboxEntry.planned(mail(SendKey.ofCaller(key), ContactId.of("1")));
    }

    private static List<Claim> claim(Outbox outbox, Instant now, int limit) {
        return outbox.claim(ClaimRequest.any("node", now, now.plus(LEASE), limit));
    }

    private static Completion ended(Claim claim, MailState state) {
        return new Completion(claim, new Progress(state, NOW, 1, false, null, ""));
    }
}
