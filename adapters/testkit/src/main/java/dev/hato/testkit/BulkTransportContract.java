package dev.hato.testkit;

import static dev.hato.testkit.MailTransportContract.BOUNCES_TO;
import static dev.hato.testkit.MailTransportContract.RECIPIENT;
import static dev.hato.testkit.MailTransportContract.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every transport must do that sends mails in a row, besides {@link MailTransportContract}. */
public interface BulkTransportContract {
    /** Returns a transport to a sink without TLS; see {@link MailTransportContract#transportTo}. */
    BulkTransport transportTo(SmtpSink sink, Duration patience);

    /** A queue of numbered mails that notes all that it is asked and told. */
    final class Row implements MailQueue {
        private final int count;
        private final List<ReadyMail> given = new ArrayList<>();
        private final List<SendOutcome> outcomes = new ArrayList<>();
        private final Thread thread = Thread.currentThread();
        /** At which mail, counted from 1, to fail, or 0: before it is given, or when its outcome is told. */
        private final int failAtNext;

        private final int failAtOutcome;
        private final AtomicInteger told = new AtomicInteger();

        /** Which mails, counted from 1, may not be begun. */
        private IntPredicate withdrawn = number -> false;

        Row(int count, int failAtNext, int failAtOutcome) {
            this.count = count;
            this.failAtNext = failAtNext;
            this.failAtOutcome = failAtOutcome;
        }

        @Override
        public @Nullable ReadyMail next() {
            assertThat(Thread.currentThread()).as("the thread that asks").isSameAs(thread);
            assertThat(given.size() - outcomes.size())
                    .as("mails without an outcome when another is asked for")
                    .isLessThanOrEqualTo(1);
            if (given.size() == count) {
                return null;
            }
            if (given.size() + 1 == failAtNext) {
                throw new IllegalStateException("no more mails can be read");
            }
            ReadyMail mail = new ReadyMail(BOUNCES_TO, RECIPIENT, mail(given.size() + 1));
            given.add(mail);
            return mail;
        }

        @Override
        public boolean mayBegin(ReadyMail mail) {
            assertThat(Thread.currentThread()).as("the thread that asks").isSameAs(thread);
            assertThat(mail).as("the mail that is next").isSameAs(given.get(outcomes.size()));
            return !withdrawn.test(outcomes.size() + 1);
        }

        @Override
        public void outcome(ReadyMail mail, SendOutcome outcome) {
            assertThat(outcomes.size()).as("outcomes told").isLessThan(given.size());
            assertThat(mail).as("the mail of the outcome").isSameAs(given.get(outcomes.size()));
            outcomes.add(outcome);
            told.incrementAndGet();
            if (outcomes.size() == failAtOutcome) {
                throw new IllegalStateException("the outcome cannot be kept");
            }
        }
    }

    /** Returns the Message-IDs of these numbers. */
    private static List<String> ids(IntStream numbers) {
        return numbers.mapToObj(number -> "<" + number + "@shop.example>").toList();
    }

    @Test
    @DisplayName("a row hands over all mails in order, each once")
    default void sendAll_row_arrivesInOrder() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            Row row = new Row(100, 0, 0);
            transport.sendAll(row);
            assertThat(row.outcomes).hasSize(100).allMatch(HandedOver.class::isInstance);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(IntStream.rangeClosed(1, 100)));
            assertThat(sink.ledger().accepted().get(41).bytes()).isEqualTo(mail(42).toByteArray());
        }
    }

    @Test
    @DisplayName("an empty row is over at once")
    default void sendAll_nothing_returns() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            transport.sendAll(new Row(0, 0, 0));
            assertThat(sink.ledger().acceptedCount()).isZero();
        }
    }

    @Test
    @Tag("R7.3")
    @DisplayName("the outcome of a mail is told before any content of a later one is sent")
    default void sendAll_outcome_comesBeforeTheNextContent() {
        Row row = new Row(50, 0, 0);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        try (SmtpSink sink = SmtpSink.builder()
                        .onAccepted(mail -> {
                            if (row.told.get() < accepted.getAndIncrement()) {
                                early.incrementAndGet();
                            }
                        })
                        .start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            transport.sendAll(row);
            assertThat(accepted).hasValue(50);
            assertThat(early)
                    .as("mails that came before the outcome of the one before")
                    .hasValue(0);
        }
    }

    @Test
    @DisplayName("a mail that is refused anywhere in a row has its outcome, and the others arrive")
    default void sendAll_oneRefused_othersArrive() {
        for (SmtpVerb verb : List.of(SmtpVerb.MAIL, SmtpVerb.RCPT, SmtpVerb.DATA, SmtpVerb.END_OF_DATA)) {
            try (SmtpSink sink = SmtpSink.start();
                    BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
                sink.on(verb).after(2).times(1).reply("550 5.7.1 never");
                Row row = new Row(5, 0, 0);
                transport.sendAll(row);
                assertThat(row.outcomes).hasSize(5);
                assertThat(row.outcomes.get(2)).isInstanceOf(Bounced.class);
                assertThat(row.outcomes)
                        .filteredOn(HandedOver.class::isInstance)
                        .hasSize(4);
                assertThat(sink.ledger().accepted())
                        .extracting(AcceptedMail::messageId)
                        .containsExactlyElementsOf(ids(IntStream.of(1, 2, 4, 5)));
            }
        }
    }

    @Test
    @Tag("R7.3")
    @DisplayName("a server that closes after every third mail loses and doubles none")
    default void sendAll_serverClosesAgainAndAgain_nothingIsLostOrDoubled() {
        AtomicInteger ends = new AtomicInteger();
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            sink.on(SmtpVerb.END_OF_DATA)
                    .when(recipients -> ends.incrementAndGet() % 3 == 0)
                    .replyAndClose("250 2.0.0 accepted, and good-bye\n");
            Row row = new Row(60, 0, 0);
            transport.sendAll(row);
            assertThat(row.outcomes).hasSize(60).allMatch(HandedOver.class::isInstance);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(IntStream.rangeClosed(1, 60)));
        }
    }

    @Test
    @DisplayName("a queue that fails to give ends the row after the mails that it gave")
    default void sendAll_nextThrows_mailsGivenHaveOutcomes() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            Row row = new Row(9, 4, 0);
            assertThatThrownBy(() -> transport.sendAll(row)).hasMessage("no more mails can be read");
            assertThat(row.outcomes).hasSize(3).allMatch(HandedOver.class::isInstance);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(3);
            assertThat(MailTransportContract.send(transport, mail(4))).isInstanceOf(HandedOver.class);
        }
    }

    @Test
    @Tag("R7.3")
    @DisplayName("a queue that fails to keep an outcome ends the row: no content follows, and each mail given has an"
            + " outcome")
    default void sendAll_outcomeThrows_nothingMoreIsSent() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            Row row = new Row(9, 0, 3);
            assertThatThrownBy(() -> transport.sendAll(row)).hasMessage("the outcome cannot be kept");
            assertThat(sink.ledger().acceptedCount()).isEqualTo(3);
            assertThat(row.outcomes).hasSameSizeAs(row.given);
            assertThat(row.outcomes.subList(3, row.outcomes.size())).allMatch(Deferred.class::isInstance);
            assertThat(MailTransportContract.send(transport, mail(4))).isInstanceOf(HandedOver.class);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(4);
        }
    }

    @Test
    @Tag("R7.4")
    @DisplayName("a mail that may not be begun is deferred, the server takes nothing of it, and the others arrive")
    default void sendAll_withdrawn_nothingOfThemIsTaken() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            Row row = new Row(7, 0, 0);
            row.withdrawn = number -> number == 1 || number == 4 || number == 5;
            transport.sendAll(row);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(IntStream.of(2, 3, 6, 7)));
            assertThat(row.outcomes).hasSize(7);
            for (int number : new int[] {1, 4, 5}) {
                assertThat(row.outcomes.get(number - 1))
                        .isInstanceOfSatisfying(
                                Deferred.class,
                                deferred -> assertThat(deferred.cause()).isEqualTo(SendOutcome.Cause.MAIL));
            }
        }
    }

    @Test
    @Tag("R7.4")
    @DisplayName("whether a mail may be begun is asked after the server took its envelope")
    default void sendAll_withdrawnWhileTheServerAnswers_nothingOfItIsTaken() {
        AtomicBoolean late = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            sink.on(SmtpVerb.DATA)
                    .when(recipients -> {
                        late.set(begun.incrementAndGet() == 3);
                        return false;
                    })
                    .reply("554 never said");
            Row row = new Row(5, 0, 0);
            row.withdrawn = number -> late.get();
            transport.sendAll(row);
            assertThat(row.outcomes).hasSize(5);
            assertThat(row.outcomes.get(2)).isInstanceOf(Deferred.class);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(IntStream.of(1, 2, 4, 5)));
        }
    }

    @Test
    @DisplayName("a queue that cannot say whether a mail may be begun ends the row, and the mail is not sent")
    default void sendAll_mayBeginThrows_nothingMoreIsSent() {
        try (SmtpSink sink = SmtpSink.start();
                BulkTransport transport = transportTo(sink, MailTransportContract.PATIENT)) {
            Row row = new Row(9, 0, 0);
            row.withdrawn = number -> {
                if (number == 3) {
                    throw new IllegalStateException("nobody knows");
                }
                return false;
            };
            assertThatThrownBy(() -> transport.sendAll(row)).hasMessage("nobody knows");
            assertThat(sink.ledger().acceptedCount()).isEqualTo(2);
            assertThat(row.outcomes).hasSameSizeAs(row.given);
            assertThat(row.outcomes.subList(2, row.outcomes.size())).allMatch(Deferred.class::isInstance);
            assertThat(MailTransportContract.send(transport, mail(4))).isInstanceOf(HandedOver.class);
        }
    }
}
