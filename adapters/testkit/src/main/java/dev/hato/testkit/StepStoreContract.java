package dev.hato.testkit;

import static dev.hato.testkit.StepClaimContract.claim;
import static dev.hato.testkit.StepClaimContract.enrolment;
import static dev.hato.testkit.StepClaimContract.standing;
import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepMail;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of enrolments must do. */
public interface StepStoreContract extends StepClaimContract {
    @Test
    @Tag("R7.2")
    @DisplayName("a key is unique: the enrolment added first stands, and is what a second add returns")
    default void addEnrolments_sameKeyTwice_keepsTheFirst() {
        StepStore store = emptyStores().steps();
        Enrolment first = enrolment("a", "1", NOW);
        Enrolment second = enrolment("a", "1", NOW.plusSeconds(9));
        assertThat(store.add(List.of(first, enrolment("a", "2", NOW)))).first().isEqualTo(first);
        assertThat(store.add(List.of(enrolment("a", "3", NOW), second))).last().isEqualTo(first);
        assertThat(store.page("a", null, 10)).hasSize(3);
    }

    @Test
    @DisplayName("an enrolment comes back as it was written, in every detail")
    default void replaceEnrolments_thenRead_returnsIt() {
        StepStore store = emptyStores().steps();
        Enrolment first = enrolment("a", "1", NOW);
        store.add(List.of(first));
        EnrolmentTimes times = new EnrolmentTimes(
                NOW,
                NOW.plusSeconds(1),
                NOW.plusSeconds(2),
                Duration.ofHours(3),
                NOW.plusSeconds(4),
                NOW.plusSeconds(5));
        Standing standing =
                new Standing(EnrolmentStatus.AWAITING_EVENT, "reply", "2027", NOW.plusSeconds(6), true, "理由");
        Enrolment next = first.to(
                        standing,
                        times,
                        List.of(
                                new StepRecord("day-3", "", StepRecord.Outcome.MAILED, NOW, ""),
                                new StepRecord(
                                        "日", "2026", StepRecord.Outcome.SKIPPED, NOW.plusMillis(1), "CONDITION")))
                .by(7)
                .under(new Enrolment.Lease("node", NOW.plus(LEASE)));
        assertThat(store.replace(List.of(next))).containsExactly(next.key());
        assertThat(store.of(Set.of(ContactId.of("1")))).containsExactly(next);
        assertThat(store.page("a", null, 1)).containsExactly(next);
    }

    @Test
    @DisplayName("an enrolment is replaced only over the revision that was read")
    default void replaceEnrolments_withOutdatedRevision_isRefused() {
        StepStore store = emptyStores().steps();
        Enrolment first = enrolment("a", "1", NOW);
        Enrolment other = enrolment("a", "2", NOW);
        store.add(List.of(first, other));
        Enrolment exit = first.to(Standing.ended(EnrolmentStatus.EXITED, "exit"));
        assertThat(store.replace(List.of(exit))).containsExactly(first.key());
        Enrolment stale = first.to(Standing.ended(EnrolmentStatus.COMPLETED, ""));
        Enrolment unknown = enrolment("a", "9", NOW).to(Standing.ended(EnrolmentStatus.COMPLETED, ""));
        assertThat(store.replace(List.of(stale, unknown, other.to(standing(NOW)))))
                .containsExactly(other.key());
        assertThat(store.of(Set.of(ContactId.of("1")))).containsExactly(exit);
    }

    @Test
    @DisplayName("what is due is claimed, the longest due first, each once, of the wanted scenarios only")
    default void claimEnrolments_takesWhatIsDue() {
        StepStore store = emptyStores().steps();
        Enrolment later = enrolment("a", "later", NOW.plusSeconds(1));
        Enrolment due = enrolment("a", "due", NOW);
        Enrolment older = enrolment("b", "older", NOW.minusSeconds(5));
        Enrolment other = enrolment("c", "other", NOW.minusSeconds(9));
        Enrolment over = enrolment("a", "over", NOW.minusSeconds(9));
        store.add(List.of(later, due, older, other, over));
        store.replace(List.of(over.to(Standing.ended(EnrolmentStatus.EXITED, "exit"))));
        assertThat(store.nextDue(Set.of("a", "b"))).contains(NOW.minusSeconds(5));
        assertThat(claim(store, NOW, 1)).extracting(Enrolment::key).containsExactly(older.key());
        List<Enrolment> rest = claim(store, NOW, 10);
        assertThat(rest).extracting(Enrolment::key).containsExactly(due.key());
        assertThat(rest.get(0).revision()).isEqualTo(1);
        assertThat(rest.get(0).lease()).isEqualTo(new Enrolment.Lease("node", NOW.plus(LEASE)));
        assertThat(store.of(Set.of(ContactId.of("due")))).isEqualTo(rest);
        assertThat(claim(store, NOW, 10)).as("claimed already").isEmpty();
        assertThat(store.nextDue(Set.of("a", "b"))).contains(NOW.plusSeconds(1));
        assertThat(claim(store, NOW.plusSeconds(1), 10))
                .extracting(Enrolment::key)
                .containsExactly(later.key());
        assertThat(store.nextDue(Set.of("a", "b")))
                .as("the end of the first lease")
                .contains(NOW.plus(LEASE));
    }

    @Test
    @Tag("R7.4")
    @DisplayName("after its lease an enrolment goes to another, and the old claim is refused")
    default void claimEnrolments_afterLease_refusesTheStaleClaim() {
        StepStore store = emptyStores().steps();
        store.add(List.of(enrolment("a", "1", NOW)));
        Enrolment stale = claim(store, NOW, 1).get(0);
        Instant after = NOW.plus(LEASE);
        assertThat(claim(store, after.minusMillis(1), 1)).as("still leased").isEmpty();
        Enrolment fresh = claim(store, after, 1).get(0);
        assertThat(fresh.revision()).isGreaterThan(stale.revision());
        assertThat(store.replace(List.of(stale.to(standing(after))))).isEmpty();
        assertThat(store.replace(List.of(fresh.to(standing(after))))).containsExactly(fresh.key());
        assertThat(store.of(Set.of(ContactId.of("1"))))
                .extracting(Enrolment::lease)
                .containsOnlyNulls();
    }

    @Test
    @Tag("R7.4")
    @DisplayName("a claim in a transaction that fails has never been")
    default void claimEnrolments_inATransactionThatThrows_isGone() {
        Stores stores = emptyStores();
        Enrolment first = enrolment("a", "1", NOW);
        stores.steps().add(List.of(first));
        stores.steps().save(scenario(1, 0));
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    Enrolment claimed = claim(tx.steps(), NOW, 1).get(0);
                    tx.steps().replace(List.of(claimed.to(standing(NOW.plusSeconds(60)))));
                    tx.steps().add(List.of(enrolment("a", "2", NOW)));
                    tx.steps().save(scenario(2, 1));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(stores.steps().page("a", null, 9)).containsExactly(first);
        assertThat(stores.steps().of(Set.of(ContactId.of("2")))).isEmpty();
        assertThat(stores.steps().scenario("a").orElseThrow().version()).isEqualTo(1);
        assertThat(claim(stores.steps(), NOW, 9)).extracting(Enrolment::key).containsExactly(first.key());
    }

    @Test
    @DisplayName("pages and contacts' lists come in the order of the keys, all occurrences and scenarios")
    default void pageEnrolments_andOf_areInOrder() {
        StepStore store = emptyStores().steps();
        List<Enrolment> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(enrolment("a", "c" + i % 5, NOW, 1 + i / 5));
        }
        all.add(enrolment("b", "c1", NOW));
        store.add(all);
        List<EnrolmentKey> keys = new ArrayList<>();
        List<Enrolment> page = store.page("a", null, 7);
        while (!page.isEmpty()) {
            page.forEach(enrolment -> keys.add(enrolment.key()));
            page = store.page("a", page.get(page.size() - 1).key(), 7);
        }
        assertThat(keys).hasSize(25).doesNotHaveDuplicates().isSorted();
        assertThat(store.of(List.of(ContactId.of("c1"), ContactId.of("c1"), ContactId.of("nobody"))))
                .extracting(Enrolment::key)
                .hasSize(6)
                .isSorted();
    }

    @Test
    @DisplayName("a scenario is replaced only over the revision that was read")
    default void saveScenario_withOutdatedRevision_isRefused() {
        StepStore store = emptyStores().steps();
        assertThat(store.scenario("a")).isEmpty();
        assertThat(store.save(scenario(1, 1))).as("the first has revision 0").isFalse();
        assertThat(store.save(scenario(1, 0))).isTrue();
        assertThat(store.save(scenario(1, 0))).isFalse();
        StoredScenario paused = scenario(1, 0).paused(NOW);
        assertThat(store.save(paused)).isTrue();
        assertThat(store.scenario("a")).contains(paused);
        assertThat(store.save(scenario(2, 1))).isFalse();
        assertThat(store.save(scenario(2, 2))).isTrue();
    }

    @Test
    @DisplayName("times come back to the microsecond: before 1970, on 29 February, in the year 9999")
    default void addEnrolments_atExtremeTimes_keepsMicroseconds() {
        StepStore store = emptyStores().steps();
        List<Enrolment> all = new ArrayList<>();
        for (String text : List.of(
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "0001-01-01T00:00:00.000001Z",
                "1900-03-01T00:00:00Z",
                "2028-02-29T14:59:59.999999Z",
                "9999-12-31T23:59:59.999999Z")) {
            Instant at = Instant.parse(text);
            EnrolmentTimes times = new EnrolmentTimes(
                    at, at.plusNanos(1_000), at.minusNanos(1_000), Duration.ofNanos(1_000), at, at.plusSeconds(1));
            all.add(new Enrolment(
                    new EnrolmentKey("a", ContactId.of(text), 1),
                    new Enrolment.Revision(3, 0),
                    standing(at.plusNanos(2_000)),
                    times,
                    List.of(new StepRecord("first", "", StepRecord.Outcome.PASSED, at, "")),
                    null));
        }
        assertThat(store.add(all)).isEqualTo(all);
        assertThat(store.page("a", null, 9)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(store.nextDue(Set.of("a"))).contains(Instant.parse("0001-01-01T00:00:00.000003Z"));
        Instant old = Instant.parse("1969-12-31T23:59:59.999998Z");
        assertThat(claim(store, old, 9))
                .as("due before 1970")
                .extracting(enrolment -> enrolment.times().enrolled())
                .containsExactly(Instant.parse("0001-01-01T00:00:00.000001Z"), Instant.parse("1900-03-01T00:00:00Z"));
    }

    @Test
    @DisplayName("texts that would be code somewhere, or are alike, are only texts")
    default void addEnrolments_withTextsLikeCode_keepsThem() {
        StepStore store = emptyStores().steps();
        List<String> texts = List.of(
                "a'b",
                "\"; drop table x; --",
                "a\\",
                "\\n",
                "%_",
                "{now}",
                "${schema}",
                "?",
                ":x",
                "[\"",
                "Straße",
                "STRASSE",
                "é",
                "e\u0301",
                "東京",
                "🕊",
                "\uFF21",
                "A",
                "a",
                "a ",
                " a",
                "null");
        List<Enrolment> all = new ArrayList<>();
        for (String text : texts) {
            Standing standing = new Standing(
                    EnrolmentStatus.WAITING,
                    text + "\t\n\"",
                    text + "\u2028",
                    NOW.plusSeconds(all.size()),
                    false,
                    text + "\r");
            List<StepRecord> history =
                    List.of(new StepRecord(text, text + "\f", StepRecord.Outcome.SKIPPED, NOW, "\b" + text + "\\\""));
            all.add(new Enrolment(
                    new EnrolmentKey(text, ContactId.of(text), 1),
                    new Enrolment.Revision(1, 0),
                    standing,
                    EnrolmentTimes.of(NOW),
                    history,
                    null));
            assertThat(store.save(new StoredScenario(
                            text,
                            1,
                            text,
                            MailingList.of(text).titled(text + "!"),
                            Map.of(text, new StepMail(text, "\"" + text + "\n", true)),
                            StoredScenario.State.NEW)))
                    .isTrue();
        }
        assertThat(store.add(all)).isEqualTo(all);
        for (Enrolment one : all) {
            String text = one.key().scenario();
            assertThat(store.page(text, null, 9)).as(text).containsExactly(one);
            assertThat(store.of(List.of(ContactId.of(text)))).as(text).containsExactly(one);
            StoredScenario read = store.scenario(text).orElseThrow();
            assertThat(read.mails()).as(text).isEqualTo(Map.of(text, new StepMail(text, "\"" + text + "\n", true)));
            assertThat(read.list().title()).isEqualTo(text + "!");
            assertThat(store.scenario(text).orElseThrow().definition()).isEqualTo(text);
        }
        List<Enrolment> claimed = store.claim(new EnrolmentClaim(
                "'; --\\", NOW.plusSeconds(99), NOW.plusSeconds(100), texts.size(), Set.copyOf(texts)));
        assertThat(claimed).extracting(enrolment -> enrolment.key().scenario()).isEqualTo(texts);
        assertThat(claimed)
                .extracting(Enrolment::lease)
                .containsOnly(new Enrolment.Lease("'; --\\", NOW.plusSeconds(100)));
        assertThat(store.replace(claimed.stream()
                        .map(enrolment -> enrolment.to(Standing.ended(
                                EnrolmentStatus.EXITED, enrolment.key().scenario())))
                        .toList()))
                .hasSize(texts.size());
    }

    private static StoredScenario scenario(int version, long revision) {
        Map<String, StepMail> mails = new LinkedHashMap<>(); // in an order that is not that of the keys
        mails.put("thanks", new StepMail("thanks", "ありがとう", false));
        mails.put("day-3", new StepMail("cases", "\"Cases\"", true));
        return new StoredScenario(
                "a",
                version,
                "{\"ことば\":1}",
                MailingList.of("news").titled("お知らせ"),
                mails,
                new StoredScenario.State(revision, null, version == 2));
    }
}
