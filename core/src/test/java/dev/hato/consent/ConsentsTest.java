package dev.hato.consent;

import static dev.hato.consent.SubscriptionStatus.ACTIVE;
import static dev.hato.consent.SubscriptionStatus.BANNED;
import static dev.hato.consent.SubscriptionStatus.PENDING;
import static dev.hato.consent.SubscriptionStatus.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.Evidence.Origin;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.memory.MemoryStores;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConsentsTest {
    private static final MailingList NEWS = MailingList.of("news");
    private static final MailingList SALE = MailingList.of("sale");
    private static final ContactId HANAKO = ContactId.of("1");
    private static final EmailAddress ADDRESS = EmailAddress.of("hanako@example.jp");
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    private final MemoryStores stores = MemoryStores.create();
    private final Consents consents = new Consents(stores.consents(), InstantSource.fixed(NOW));

    /** The whole table of who may change what into what; from NONE where there was no subscription. */
    @ParameterizedTest
    @Tag("R2.1")
    @Tag("R2.5")
    @CsvSource(delimiter = '|', textBlock = """
            # who     | from    | ACTIVE | PENDING | STOPPED | BANNED
            DATA      | NONE    | yes    | yes     | yes     | yes
            DATA      | ACTIVE  | same   | yes     | yes     | yes
            DATA      | PENDING | no     | same    | yes     | yes
            DATA      | STOPPED | no     | no      | same    | yes
            DATA      | BANNED  | no     | no      | no      | same
            RECIPIENT | NONE    | yes    | yes     | yes     | error
            RECIPIENT | ACTIVE  | same   | yes     | yes     | no
            RECIPIENT | PENDING | yes    | same    | yes     | no
            RECIPIENT | STOPPED | yes    | yes     | same    | no
            RECIPIENT | BANNED  | no     | no      | no      | same
            OPERATOR  | NONE    | yes    | yes     | yes     | yes
            OPERATOR  | ACTIVE  | same   | yes     | yes     | yes
            OPERATOR  | PENDING | yes    | same    | yes     | yes
            OPERATOR  | STOPPED | yes    | yes     | same    | yes
            OPERATOR  | BANNED  | yes    | yes     | yes     | same
            """)
    void change_byOriginAndStatus_followsTheTable(
            Origin origin, String from, String active, String pending, String stopped, String banned) {
        check(origin, from, ACTIVE, active);
        check(origin, from, PENDING, pending);
        check(origin, from, STOPPED, stopped);
        check(origin, from, BANNED, banned);
    }

    private static void check(Origin origin, String from, SubscriptionStatus wished, String expected) {
        Consents fresh = new Consents(MemoryStores.create().consents(), InstantSource.fixed(NOW));
        if (!from.equals("NONE")) {
            fresh.change(HANAKO, NEWS, SubscriptionStatus.valueOf(from), operator());
        }
        Subscription before = fresh.subscription(HANAKO, NEWS);
        Evidence evidence = new Evidence(origin, "test", "table", null, null);
        if (expected.equals("error")) {
            assertThatThrownBy(() -> fresh.change(HANAKO, NEWS, wished, evidence))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        ConsentResult result = fresh.change(HANAKO, NEWS, wished, evidence);
        Subscription after = Objects.requireNonNull(fresh.subscription(HANAKO, NEWS));
        switch (expected) {
            case "yes" -> {
                assertThat(result).isEqualTo(new ConsentResult.Changed(before, after));
                assertThat(after).isEqualTo(new Subscription(HANAKO, "news", wished, NOW, evidence));
            }
            case "same" -> {
                assertThat(result).isEqualTo(new ConsentResult.Unchanged(after));
                assertThat(after).isEqualTo(before);
            }
            default -> {
                assertThat(result).isInstanceOfSatisfying(ConsentResult.Refused.class, refused -> {
                    assertThat(refused.current()).isEqualTo(before);
                    assertThat(refused.reason()).isNotBlank();
                });
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @Test
    @Tag("R2.1")
    void stop_oneList_leavesTheOthers() {
        consents.subscribe(HANAKO, NEWS, recipient());
        consents.subscribe(HANAKO, SALE, recipient());

        consents.stop(HANAKO, SALE, recipient());

        assertThat(consents.subscriptions(HANAKO))
                .extracting(Subscription::list, Subscription::status)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("news", ACTIVE),
                        org.assertj.core.api.Assertions.tuple("sale", STOPPED));
    }

    @Test
    @Tag("R2.5")
    void history_ofChanges_keepsEveryEvidence() {
        Evidence shown = recipient().withWording("メールを受け取ります").givenAt(NOW.minusSeconds(60));
        consents.request(HANAKO, NEWS, shown);
        consents.subscribe(HANAKO, NEWS, recipient());
        consents.subscribe(HANAKO, NEWS, data());
        consents.stop(HANAKO, NEWS, data());
        consents.subscribe(HANAKO, NEWS, data());

        List<Subscription> history = consents.history(HANAKO);

        assertThat(history).extracting(Subscription::status).containsExactly(PENDING, ACTIVE, STOPPED);
        assertThat(history.get(0).evidence()).isEqualTo(shown);
        assertThat(history.get(2).evidence().origin()).isEqualTo(Origin.DATA);
    }

    @Test
    @Tag("R2.5")
    void evidence_withoutMethodOrSource_isRefused() {
        assertThatThrownBy(() -> Evidence.byData(" ", "file")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Evidence.byOperator("", "reason")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("R2.2")
    void block_heavierStatus_replacesAndLighterDoesNot() {
        assertThat(consents.addressStatus(ADDRESS)).isEqualTo(AddressStatus.OK);
        assertThat(consents.block(ADDRESS, AddressStatus.COMPLAINED, "reported as spam"))
                .isTrue();
        assertThat(consents.block(ADDRESS, AddressStatus.ERROR, "mailbox unknown"))
                .isFalse();
        assertThat(consents.addressStatus(EmailAddress.of("HANAKO@EXAMPLE.JP"))).isEqualTo(AddressStatus.COMPLAINED);
        assertThat(consents.block(ADDRESS, AddressStatus.SUPPRESSED, "asked by telephone"))
                .isTrue();
        assertThat(consents.addressStatus(ADDRESS)).isEqualTo(AddressStatus.SUPPRESSED);
    }

    @ParameterizedTest
    @Tag("R2.2")
    @EnumSource(value = AddressStatus.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void release_blockedAddress_needsAReason(AddressStatus status) {
        consents.block(ADDRESS, status, "why");

        assertThatThrownBy(() -> consents.release(ADDRESS, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(consents.addressStatus(ADDRESS)).isEqualTo(status);
        assertThat(consents.release(ADDRESS, "mailbox works again")).isTrue();
        assertThat(consents.release(ADDRESS, "again")).isFalse();
        assertThat(consents.addressStatus(ADDRESS)).isEqualTo(AddressStatus.OK);
    }

    @Test
    @Tag("R2.2")
    void block_asOkOrWithoutReason_isRefused() {
        assertThatThrownBy(() -> consents.block(ADDRESS, AddressStatus.OK, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("release");
        assertThatThrownBy(() -> consents.block(ADDRESS, AddressStatus.ERROR, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Data and the recipient race; in whatever order they come, a stop of the recipient's is never undone by data. */
    @Test
    @Tag("R2.5")
    void change_concurrently_losesNoChangeAndNeverLoosens() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 300; round++) {
                ContactId contact = ContactId.of(round);
                consents.subscribe(contact, NEWS, recipient());
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<ConsentResult>> results = new ArrayList<>();
                results.add(threads.submit(together(start, () -> consents.stop(contact, NEWS, recipient()))));
                results.add(threads.submit(together(start, () -> consents.subscribe(contact, NEWS, data()))));
                results.add(threads.submit(together(start, () -> consents.request(contact, NEWS, data()))));
                results.add(threads.submit(together(start, () -> consents.subscribe(contact, NEWS, data()))));
                long changed = 0;
                for (Future<ConsentResult> result : results) {
                    changed += result.get() instanceof ConsentResult.Changed ? 1 : 0;
                }

                Subscription last = Objects.requireNonNull(consents.subscription(contact, NEWS));
                assertThat(last.status()).isEqualTo(STOPPED);
                assertThat(last.evidence()).isEqualTo(recipient());
                assertThat(consents.history(contact)).hasSize((int) changed + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("R2.2")
    void block_concurrently_heaviestStays() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 300; round++) {
                EmailAddress address = EmailAddress.of("a" + round + "@example.jp");
                CyclicBarrier start = new CyclicBarrier(3);
                List<Future<Boolean>> results = new ArrayList<>();
                for (AddressStatus status :
                        List.of(AddressStatus.ERROR, AddressStatus.COMPLAINED, AddressStatus.SUPPRESSED)) {
                    results.add(threads.submit(together(start, () -> consents.block(address, status, "race"))));
                }
                for (Future<Boolean> result : results) {
                    result.get();
                }
                assertThat(consents.addressStatus(address)).isEqualTo(AddressStatus.SUPPRESSED);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Callable<T> together(CyclicBarrier start, Callable<T> work) {
        return () -> {
            start.await();
            return work.call();
        };
    }

    private static Evidence operator() {
        return Evidence.byOperator("suzuki", "by telephone");
    }

    private static Evidence recipient() {
        return Evidence.byRecipient("web form", "https://shop.example/news");
    }

    private static Evidence data() {
        return Evidence.byData("CSV import", "customers.csv");
    }
}
