package dev.hato.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.contact.ContactId;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is recorded when, and what may still be sent after a wait. */
@Timeout(60)
class ClaimRowTest {
    private final RowShop shop = new RowShop();
    private final PausingTransport transport = new PausingTransport();
    private final Hato hato = shop.engine(transport);

    private static Map<MailState, Long> states(List<OutboxEntry> mails) {
        return mails.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        OutboxEntry::state, java.util.stream.Collectors.counting()));
    }

    private DispatchReport drain(Hato engine) {
        return engine.dispatcher().by(shop.watch).drain();
    }

    @Test
    void drain_waitsForOneTransactionAMail() {
        shop.delivery(hato, 200);
        shop.transactions.set(0);
        assertThat(drain(hato).count(MailState.HANDED_OVER)).isEqualTo(200);
        assertThat(shop.transactions).hasValueLessThan(210);
    }

    @Test
    void drain_oneByOne_waitsForOneTransactionAMail() {
        Hato single = shop.engine(transport.oneByOne());
        shop.delivery(single, 200);
        shop.transactions.set(0);
        assertThat(drain(single).count(MailState.HANDED_OVER)).isEqualTo(200);
        assertThat(shop.transactions).hasValueLessThan(210);
    }

    @Test
    @Tag("R7.4")
    void drain_hasBegunNoMoreThanTheMailInFlightAndTheOneBehind() {
        Delivery delivery = shop.delivery(hato, 50);
        List<Long> begun = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        transport.answer = recipient -> {
            begun.add(shop.begun(delivery));
            long recorded = shop.mails(delivery).stream()
                    .filter(mail -> mail.state() == MailState.HANDED_OVER)
                    .count();
            open.add(transport.sent.size() - recorded);
            return new SendOutcome.HandedOver("250 ok");
        };
        drain(hato);
        assertThat(begun).hasSize(50).allMatch(count -> count <= 2);
        assertThat(open).as("sent and not recorded").containsOnly(1L);
    }

    @Test
    @Tag("R7.4")
    void rowThatEndsEarly_givesBackTheMailThatHadBegun() {
        Delivery delivery = shop.delivery(hato, 30);
        transport.longestRow = 3;
        assertThat(drain(hato).outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 30L));
        assertThat(transport.sent).hasSize(30).doesNotHaveDuplicates();
        assertThat(shop.mails(delivery))
                .allMatch(mail -> mail.progress().attempts() == 1)
                .noneMatch(mail -> mail.progress().uncertain());
    }

    @Test
    @Tag("R7.4")
    void processThatFroze_sendsNothingAfterItsLease() {
        for (Hato engine : List.of(hato, shop.engine(transport.oneByOne()))) {
            transport.sent.clear();
            Delivery delivery = shop.delivery(engine, 10);
            AtomicInteger envelopes = new AtomicInteger();
            transport.envelope = recipient -> {
                if (envelopes.incrementAndGet() == 4) {
                    shop.watch.advance(Duration.ofHours(1)); // it is frozen here, and nobody moved the clock
                }
            };
            engine.dispatcher().leasing(Duration.ofSeconds(30)).by(shop.watch).drain();
            List<OutboxEntry> mails = shop.mails(delivery);
            assertThat(transport.sent).as("sent with the stale claims: none of the last 7").hasSize(10);
            assertThat(transport.sent).doesNotHaveDuplicates();
            assertThat(envelopes).as("those withdrawn were offered twice").hasValueGreaterThan(10);
            assertThat(mails)
                    .allMatch(mail -> mail.state() == MailState.HANDED_OVER)
                    .allMatch(mail -> mail.progress().attempts() == 1)
                    .noneMatch(mail -> mail.progress().uncertain());
        }
    }

    @Test
    @Tag("R7.4")
    void processThatFroze_leavesToOthersWhatTheyHaveTakenOver() {
        Delivery delivery = shop.delivery(hato, 6);
        PausingTransport other = new PausingTransport();
        transport.envelope = recipient -> {
            if (transport.sent.size() == 2) {
                shop.watch.advance(Duration.ofHours(1));
                shop.clock.advance(Duration.ofHours(1));
                shop.engine(other).dispatcher().drain();
            }
        };
        drain(hato);
        assertThat(transport.sent).containsExactly("c0", "c1");
        assertThat(other.sent).as("but for those that had begun").hasSizeBetween(2, 4).doesNotContain("c0", "c1");
        assertThat(states(shop.mails(delivery)))
                .isEqualTo(Map.of(
                        MailState.HANDED_OVER, 2L + other.sent.size(), MailState.UNKNOWN, 4L - other.sent.size()));
    }

    @Test
    @Tag("R2.6")
    void mailThatWaitedForItsServer_hasItsConsentReadAgain() {
        Delivery delivery = shop.delivery(hato, 8);
        transport.envelope = recipient -> {
            if (recipient.equals("c5")) {
                hato.consents().stop(ContactId.of("c5"), RowShop.NEWS, RowShop.FORM);
                shop.watch.advance(Duration.ofMillis(251));
            }
        };
        DispatchReport report = drain(hato);
        assertThat(transport.sent).hasSize(7).doesNotContain("c5");
        assertThat(report.outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 7L, MailState.EXCLUDED, 1L));
        assertThat(shop.mails(delivery))
                .filteredOn(mail -> mail.state() == MailState.EXCLUDED)
                .singleElement()
                .satisfies(mail -> assertThat(mail.progress().reason()).isEqualTo(ExclusionReason.STOPPED))
                .satisfies(mail -> assertThat(mail.progress().attempts()).isZero());
    }

    @Test
    @Tag("R2.6")
    void mailThatBeganBehindASlowOne_hasItsConsentReadAgain() {
        Hato single = shop.engine(transport.oneByOne());
        shop.delivery(single, 4);
        transport.answer = recipient -> {
            shop.watch.advance(Duration.ofSeconds(5));
            hato.consents().stop(ContactId.of("c2"), RowShop.NEWS, RowShop.FORM);
            return new SendOutcome.HandedOver("250 ok");
        };
        drain(single);
        assertThat(transport.sent).containsExactly("c0", "c1", "c3");
    }

    @Test
    void contactThatChangedWhileItWaited_isSentTheNewMail() {
        Delivery delivery = shop.delivery(hato, 3);
        AtomicInteger changes = new AtomicInteger();
        transport.envelope = recipient -> {
            if (recipient.equals("c1") && changes.incrementAndGet() == 1) {
                var contact = hato.contacts().find(ContactId.of("c1")).orElseThrow();
                hato.contacts().save(contact.withAddress(dev.hato.contact.EmailAddress.of("new1@example.jp")));
                shop.watch.advance(Duration.ofSeconds(1));
            }
        };
        drain(hato);
        assertThat(transport.sent).containsExactlyInAnyOrder("c0", "c2", "new1");
        assertThat(states(shop.mails(delivery))).isEqualTo(Map.of(MailState.HANDED_OVER, 3L));
    }

    @Test
    void batches_areBegunAndRecordedTogether() {
        PausingTransport.Batches batches = new PausingTransport.Batches(20);
        Hato engine = shop.engine(batches);
        Delivery delivery = shop.delivery(engine, 200);
        shop.transactions.set(0);
        assertThat(drain(engine).outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 200L));
        assertThat(batches.sent).hasSize(200).doesNotHaveDuplicates();
        assertThat(batches.sizes).allMatch(size -> size <= 20);
        assertThat(shop.transactions).hasValueLessThan(2 * batches.sizes.size() + 10);
        assertThat(batches.sizes.size()).isLessThan(20);
        assertThat(shop.begun(delivery)).isZero();
    }

    @Test
    @Tag("R7.3")
    void batchThatAProcessDiedIn_isTheDoubtAndNothingElse() {
        PausingTransport.Batches dying = new PausingTransport.Batches(10);
        dying.failure = new StackOverflowError("the process is gone");
        Delivery delivery = shop.delivery(shop.engine(dying), 25);
        assertThatThrownBy(() -> drain(shop.engine(dying))).hasMessage("the process is gone");
        shop.clock.advance(Duration.ofMinutes(20));
        assertThat(drain(hato).outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 15L, MailState.UNKNOWN, 10L));
        assertThat(transport.sent).hasSize(15).doesNotContainAnyElementsOf(dying.sent);
        assertThat(shop.mails(delivery)).noneMatch(mail -> mail.state().isOpen());
    }
}
