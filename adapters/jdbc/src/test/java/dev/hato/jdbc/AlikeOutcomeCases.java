package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.deferred;
import static dev.hato.jdbc.AlikeMails.ended;
import static dev.hato.jdbc.AlikeMails.givenBack;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.keysOf;
import static dev.hato.jdbc.AlikeMails.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.Claim;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of hundreds of alike mails, each of which ends, or comes again, by itself. */
public interface AlikeOutcomeCases {
    /** When what is given back is due again. */
    Instant BACK = NOW.plusSeconds(100);

    /** When what is put off is due again. */
    Instant OFF = NOW.plusSeconds(1_800);

    String SALE = "delivery:sale";

    List<ExclusionReason> REASONS =
            List.of(ExclusionReason.STOPPED, ExclusionReason.MISSING_FIELD, ExclusionReason.CANCELLED);

    /** Returns a pool over the database. */
    DataSource dataSource();

    private static Completion outcome(Claim claim, int which) {
        return switch (which % 7) {
            case 0 -> givenBack(claim, BACK);
            case 1 -> deferred(claim, OFF);
            case 2 -> ended(claim, MailState.BOUNCED);
            case 3 -> ended(claim, MailState.HANDED_OVER);
            case 4 ->
                new Completion(claim, new Progress(MailState.EXCLUDED, NOW, 0, false, REASONS.get(which % 3), "left"));
            case 5 -> new Completion(claim, new Progress(MailState.UNKNOWN, NOW, 1, true, null, "answer lost"));
            default -> givenBack(claim, NOW);
        };
    }

    /** Asserts that the outbox says of the mails of the sale what it should, however it is asked. */
    private static void assertThatAre(AlikeMails mails, Map<SendKey, OutboxEntry> expected) {
        Map<MailState, Long> states = new HashMap<>();
        Map<ExclusionReason, Long> excluded = new HashMap<>();
        expected.values().forEach(entry -> {
            states.merge(entry.state(), 1L, Long::sum);
            ExclusionReason reason = entry.progress().reason();
            if (reason != null) {
                excluded.merge(reason, 1L, Long::sum);
            }
        });
        assertThat(mails.outbox().tally(SALE)).isEqualTo(new Tally(states, excluded));
        assertThat(mails.outbox().hasOpen(SALE))
                .isEqualTo(expected.values().stream()
                        .anyMatch(entry -> entry.state().isOpen()));
        List<OutboxEntry> paged = mails.pages(SALE, 90);
        assertThat(paged).hasSameSizeAs(expected.keySet());
        for (OutboxEntry entry : paged) {
            assertThat(entry).isEqualTo(expected.get(entry.mail().key()));
        }
        expected.keySet().stream()
                .limit(40)
                .forEach(key -> assertThat(mails.found(key)).isEqualTo(expected.get(key)));
    }

    private static OutboxEntry leased(Claim claim, String owner, Instant until, boolean started) {
        return new OutboxEntry(
                claim.mail(), claim.progress(), new OutboxEntry.Lease(owner, claim.fence(), until, started));
    }

    @Test
    @Tag("R7.3")
    default void complete_withAllKindsOfOutcomes_recordsEach() {
        AlikeMails mails = AlikeMails.in(dataSource());
        Map<SendKey, OutboxEntry> expected = new HashMap<>();
        group("sale", 0, 300).forEach(entry -> expected.put(entry.mail().key(), entry));
        mails.outbox().add(List.copyOf(expected.values()));
        mails.outbox().add(group("sale2", 0, 50)); // of which nothing is to be seen
        assertThatAre(mails, expected);

        List<Claim> claims = mails.claim("n", 280).stream()
                .filter(claim -> claim.key().source().equals(SALE))
                .toList();
        claims.forEach(claim -> expected.put(claim.key(), leased(claim, "n", NOW.plus(LEASE), false)));
        assertThatAre(mails, expected);

        List<Claim> begun =
                claims.stream().filter(claim -> claim.fence() % 2 == 0).toList();
        assertThat(mails.start(begun)).isEqualTo(keys(begun));
        begun.forEach(claim -> expected.put(claim.key(), leased(claim, "n", NOW.plus(LEASE), true)));
        assertThatAre(mails, expected);

        List<Completion> outcomes = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            if (i % 11 != 0) {
                outcomes.add(outcome(claims.get(i), i));
            }
        }
        for (int from = 0; from < outcomes.size(); from += 55) { // in several calls, each across all
            List<Completion> some = outcomes.subList(from, Math.min(outcomes.size(), from + 55));
            assertThat(mails.outbox().complete(some)).hasSameSizeAs(some);
            some.forEach(done -> expected.put(
                    done.claim().key(), new OutboxEntry(done.claim().mail(), done.progress(), null)));
            assertThatAre(mails, expected);
        }
        assertThat(mails.outbox().complete(outcomes)).as("recorded before").isEmpty();
        assertThatAre(mails, expected);
        assertThat(mails.outbox().tally("delivery:sale2").total()).isEqualTo(50);
    }

    @Test
    @Tag("R7.3")
    default void claim_afterAllKindsOfOutcomes_bringsWhatIsToComeAtItsTime() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 300));
        List<Claim> claims = mails.claimAll("n", 80);
        mails.start(claims.subList(0, 200));
        assertThat(mails.outbox()
                        .complete(IntStream.range(0, 300)
                                .mapToObj(i -> outcome(claims.get(i), i))
                                .toList()))
                .hasSize(300);

        List<Claim> atOnce = mails.claimAll("n", 64);
        assertThat(keys(atOnce)).isEqualTo(every(claims, 6));
        assertThat(atOnce)
                .allMatch(claim ->
                        !claim.progress().uncertain() && claim.progress().attempts() == 0);
        assertThat(mails.end(MailState.HANDED_OVER, atOnce)).hasSameSizeAs(atOnce);

        mails.advance(Duration.between(mails.now(), BACK).minusNanos(1_000));
        assertThat(mails.claimAll("n", 64)).as("not due yet").isEmpty();
        mails.advance(Duration.ofNanos(1_000));
        List<Claim> back = mails.claimAll("n", 7);
        assertThat(keys(back)).isEqualTo(every(claims, 0));
        assertThat(back)
                .allMatch(claim -> claim.progress().equals(new Progress(MailState.CLAIMED, BACK, 0, false, null, "")));
        assertThat(mails.end(MailState.HANDED_OVER, back)).hasSameSizeAs(back);

        mails.advance(Duration.between(mails.now(), OFF).minusNanos(1_000));
        assertThat(mails.claimAll("n", 64)).isEmpty();
        mails.advance(Duration.ofNanos(1_000));
        List<Claim> off = mails.claimAll("n", 30);
        assertThat(keys(off)).isEqualTo(every(claims, 1));
        assertThat(off)
                .allMatch(claim ->
                        claim.progress().equals(new Progress(MailState.CLAIMED, OFF, 1, false, null, "450 later")));
        assertThat(mails.outbox().hasOpen(SALE)).isTrue();
        assertThat(mails.end(MailState.HANDED_OVER, off.subList(1, off.size()))).hasSize(off.size() - 1);
        assertThat(mails.outbox().hasOpen(SALE)).as("one is left").isTrue();
        assertThat(mails.end(MailState.BOUNCED, off.subList(0, 1))).hasSize(1);
        assertThat(mails.outbox().hasOpen(SALE)).isFalse();
        assertThat(mails.found(off.get(0).key()).progress().attempts()).isEqualTo(2);
        mails.advance(Duration.ofDays(9));
        assertThat(mails.claimAll("n", 64)).isEmpty();
        Tally tally = mails.outbox().tally(SALE);
        assertThat(tally.total()).isEqualTo(300);
        assertThat(tally.open()).isZero();
    }

    private static Set<SendKey> every(List<Claim> claims, int which) {
        Set<SendKey> keys = new TreeSet<>();
        IntStream.range(0, claims.size())
                .filter(i -> i % 7 == which)
                .forEach(i -> keys.add(claims.get(i).key()));
        return keys;
    }

    @Test
    @Tag("R7.3")
    default void complete_putOffAgainAndAgain_countsTheAttemptsOfEach() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        Map<SendKey, Integer> attempts = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            List<Claim> claims = mails.claimAll("n", 100);
            assertThat(claims).allMatch(claim -> claim.progress().attempts() == attempts.getOrDefault(claim.key(), 0));
            assertThat(mails.start(claims)).isEqualTo(keys(claims));
            List<Completion> outcomes = new ArrayList<>();
            for (Claim claim : claims) {
                boolean over = Math.floorMod(claim.key().hashCode(), 3) == 0;
                attempts.merge(claim.key(), 1, Integer::sum);
                outcomes.add(
                        over
                                ? ended(claim, MailState.HANDED_OVER)
                                : deferred(claim, mails.now().plus(LEASE)));
                if (!over && claim.fence() % 5 == 0) {
                    attempts.merge(claim.key(), -1, Integer::sum);
                    outcomes.set(
                            outcomes.size() - 1, givenBack(claim, mails.now().plus(LEASE)));
                }
            }
            assertThat(mails.outbox().complete(outcomes)).isEqualTo(keys(claims));
            mails.advance(LEASE);
        }
        for (OutboxEntry entry : mails.pages(SALE, 1_000)) {
            assertThat(entry.progress().attempts())
                    .isEqualTo(attempts.get(entry.mail().key()));
        }
    }

    @Test
    default void hasOpen_askedAgainAndAgain_isTrueAsLongAsOneIsOpen() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> claims = mails.claim("n", 1_000);
        for (int from = 0; from < 200; from += 40) {
            assertThat(mails.outbox().hasOpen(SALE)).isTrue();
            mails.end(MailState.HANDED_OVER, claims.subList(from, from + 39));
            assertThat(mails.outbox().hasOpen(SALE)).isTrue();
        }
        for (int last = 39; last < 200; last += 40) {
            assertThat(mails.outbox().hasOpen(SALE)).isTrue();
            mails.end(MailState.HANDED_OVER, claims.subList(last, last + 1));
        }
        assertThat(mails.outbox().hasOpen(SALE)).isFalse();
        mails.outbox().add(plan(MailKind.GROUP, SALE, NOW.plusSeconds(9), 200, 201));
        assertThat(mails.outbox().hasOpen(SALE)).isTrue();
        assertThat(mails.outbox().hasOpen("delivery:none")).isFalse();
    }

    @Test
    @Tag("R11.2")
    default void tallySteps_ofAlikeSteps_countsEachStep() {
        AlikeMails mails = AlikeMails.in(dataSource());
        List<OutboxEntry> steps = plan(MailKind.STEP, "scenario:s", NOW, 0, 200);
        mails.outbox().add(steps);
        List<Claim> claims = mails.claim("n", 150);
        List<Completion> outcomes = new ArrayList<>();
        for (Claim claim : claims.subList(0, claims.size() - 1)) {
            Progress progress =
                    new Progress(MailState.HANDED_OVER, NOW.plusSeconds(claim.fence() % 9), 1, false, null, "");
            outcomes.add(new Completion(claim, progress));
        }
        mails.outbox().complete(outcomes);
        Instant last = outcomes.stream()
                .map(outcome -> outcome.progress().at())
                .max(Instant::compareTo)
                .orElseThrow();
        Tally tally = new Tally(
                Map.of(
                        MailState.HANDED_OVER,
                        (long) outcomes.size(),
                        MailState.CLAIMED,
                        1L,
                        MailState.PLANNED,
                        (long) steps.size() - claims.size()),
                Map.of());
        assertThat(mails.outbox().tallySteps("scenario:s")).isEqualTo(Map.of("day-0", new StepTally(tally, last)));
        assertThat(mails.outbox().tally("scenario:s")).isEqualTo(tally);
        assertThat(keysOf(mails.pages("scenario:s", 33))).isEqualTo(keysOf(steps));
    }
}
