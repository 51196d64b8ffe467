package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.PipelinedSmtpTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.TlsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How mails go in a row, over how many connections and commands. */
@Timeout(60)
class PipelinedRowIT {
    private static PipelinedSmtpTransport.Builder to(SmtpSink sink) {
        return PipelinedSmtpTransport.to("localhost", sink.port()).plaintext();
    }

    private static PipelinedSmtpTransport.Builder secure(SmtpSink sink) {
        return PipelinedSmtpTransport.to("localhost", sink.port()).sslContext(sink.clientSslContext());
    }

    private static void assertAllHandedOver(ListQueue queue, SmtpSink sink, int count) {
        assertThat(queue.outcomes()).hasSize(count).allMatch(HandedOver.class::isInstance);
        assertThat(sink.ledger().accepted())
                .extracting(AcceptedMail::messageId)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, count)
                        .mapToObj(number -> "<" + number + "@shop.example>")
                        .toList());
    }

    @Test
    @Tag("R2.6")
    void sendAll_toAServerThatAnswersSlowly_offersNoMailAhead() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.END_OF_DATA).times(1).delay(Duration.ofMillis(700)).reply("250 2.0.0 accepted");
            ListQueue queue = ListQueue.of(3);
            transport.sendAll(queue);
            assertThat(queue.outcomes()).hasSize(3).allMatch(outcome -> outcome instanceof HandedOver);
            // two in the first envelope, three behind the first content, two in the last envelope
            assertThat(sink.ledger().commandsAhead()).isEqualTo(2 + 3 + 2);
        }
    }

    @Test
    void sendAll_pipeliningOffered_sendsEachEnvelopeBehindTheContentBefore() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            ListQueue queue = ListQueue.of(30);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 30);
            SmtpLedger ledger = sink.ledger();
            assertThat(ledger.connections()).isEqualTo(1);
            assertThat(ledger.commands()).hasSize(1 + 3 * 30);
            // All but EHLO and the first MAIL, which waited for an answer.
            assertThat(ledger.commandsAhead()).isEqualTo(3 * 30 - 1);
        }
    }

    @Test
    void send_pipeliningOffered_sendsTheEnvelopeAtOnce() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            Sending.assertHandedOver(Sending.send(transport));
            assertThat(sink.ledger().commandsAhead()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8BITMIME", "X-PIPELINING", ""})
    void sendAll_pipeliningNotOffered_sendsOneCommandAtATime(String offered) {
        try (SmtpSink sink = SmtpSink.builder().extensions(offered).start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 5);
            assertThat(sink.ledger().commandsAhead()).isZero();
        }
    }

    @Test
    void sendAll_serverKnowsNoEhlo_sendsOneCommandAtATime() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.EHLO).reply("502 5.5.1 what?");
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 5);
            assertThat(sink.ledger().commandsAhead()).isZero();
        }
    }

    @Test
    void sendAll_pipeliningWithdrawnUnderTls_sendsOneCommandAtATime() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                PipelinedSmtpTransport transport = secure(sink).build()) {
            sink.on(SmtpVerb.EHLO).after(1).reply("250-sink.example\n250 8BITMIME");
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 5);
            assertThat(sink.ledger().commandsAhead()).isZero();
        }
    }

    @Test
    void sendAll_pipeliningOfferedUnderTlsOnly_isUsed() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                PipelinedSmtpTransport transport = secure(sink).build()) {
            sink.on(SmtpVerb.EHLO).times(1).reply("250-sink.example\n250 STARTTLS");
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 5);
            assertThat(sink.ledger().accepted()).allMatch(AcceptedMail::tls);
            assertThat(sink.ledger().commandsAhead()).isPositive();
        }
    }

    /** What came in the clear behind 220 could be anybody's: neither its offers nor its replies count. */
    @Test
    void sendAll_repliesInjectedBeforeTls_areForgotten() {
        try (SmtpSink sink =
                        SmtpSink.builder().startTls().extensions("8BITMIME").start();
                PipelinedSmtpTransport transport = secure(sink).build()) {
            sink.on(SmtpVerb.STARTTLS)
                    .reply("220 2.0.0 go ahead\n250-evil.example\n250-PIPELINING\n250 SIZE 1\n550 5.7.1 no");
            ListQueue queue = ListQueue.of(3);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 3);
            assertThat(sink.ledger().commandsAhead()).isZero();
            assertThat(sink.ledger().commands()).noneMatch(line -> line.contains("SIZE="));
        }
    }

    @Test
    void sendAll_mailsLargerThanTheBuffer_arriveWhole() {
        ComposedMail large = Sending.mail(2, ("x".repeat(98) + "\r\n").repeat(10_000));
        try (SmtpSink sink = SmtpSink.start();
                SmtpSink tlsSink = SmtpSink.builder().implicitTls().start();
                PipelinedSmtpTransport plain = to(sink).build();
                PipelinedSmtpTransport tls =
                        secure(tlsSink).tls(TlsPolicy.IMPLICIT).build()) {
            for (PipelinedSmtpTransport transport : List.of(plain, tls)) {
                ListQueue queue = new ListQueue(List.of(
                        ListQueue.mail(1), new ReadyMail(Sending.SENDER, Sending.HANAKO, large), ListQueue.mail(3)));
                transport.sendAll(queue);
                assertAllHandedOver(queue, transport == plain ? sink : tlsSink, 3);
            }
            assertThat(sink.ledger().accepted().get(1).bytes()).isEqualTo(large.toByteArray());
            assertThat(tlsSink.ledger().accepted().get(1).bytes()).isEqualTo(large.toByteArray());
        }
    }

    @Test
    void sendAll_recipientRefused_resetsTogetherWithTheNextEnvelope() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.RCPT).after(1).times(1).reply("550 5.1.1 unknown");
            ListQueue queue = ListQueue.of(4);
            transport.sendAll(queue);
            Sending.assertBounced(queue.outcomes().get(1), 550);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(3);
            assertThat(sink.ledger().connections()).isEqualTo(1);
            assertThat(sink.ledger().count(SmtpVerb.RSET)).isEqualTo(1);
            // EHLO, the first MAIL and the RSET waited for an answer.
            assertThat(sink.ledger().commandsAhead()).isEqualTo(4 * 3 + 1 - 2);
        }
    }

    @Test
    void sendAll_maxMailsPerConnection_isKept() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport =
                        to(sink).maxMailsPerConnection(2).build()) {
            ListQueue queue = ListQueue.of(10);
            transport.sendAll(queue);
            assertAllHandedOver(queue, sink, 10);
            assertThat(sink.ledger().connections()).isEqualTo(5);
            assertThat(sink.ledger().count(SmtpVerb.MAIL)).isEqualTo(10);
        }
    }

    @Test
    void sendAll_moreRowsThanConnections_takeTurns() throws Exception {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<ListQueue>> rows = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                rows.add(threads.submit(() -> {
                    ListQueue queue = ListQueue.of(450);
                    transport.sendAll(queue);
                    return queue;
                }));
            }
            for (Future<ListQueue> row : rows) {
                assertThat(row.get().outcomes()).hasSize(450).allMatch(HandedOver.class::isInstance);
            }
            threads.shutdown();
            assertThat(sink.ledger().acceptedCount()).isEqualTo(4 * 450);
            assertThat(sink.ledger().connections()).isEqualTo(1);
        }
    }

    @Test
    void sendAll_closedMeanwhile_defersTheRestAndLosesNothing() {
        try (SmtpSink sink = SmtpSink.start()) {
            PipelinedSmtpTransport transport = to(sink).build();
            ListQueue queue = new ListQueue(
                    IntStream.rangeClosed(1, 6).mapToObj(ListQueue::mail).toList()) {
                @Override
                public void outcome(ReadyMail mail, SendOutcome outcome) {
                    super.outcome(mail, outcome);
                    if (outcomes().size() == 2) {
                        transport.close();
                    }
                }
            };
            transport.sendAll(queue);
            assertThat(queue.outcomes()).hasSize(6);
            Sending.assertDeferred(queue.outcomes().get(5), ROUTE, 0);
            long handedOver = queue.outcomes().stream()
                    .filter(HandedOver.class::isInstance)
                    .count();
            assertThat(sink.ledger().acceptedCount()).isEqualTo(handedOver);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpVerb.class,
            names = {"MAIL", "RCPT", "END_OF_DATA"})
    @Tag("R7.3")
    void sendAll_interrupted_endsPromptlyWithAnOutcomeForEachMailGiven(SmtpVerb verb) throws Exception {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(verb).after(2).hang();
            Thread sender = Thread.currentThread();
            CountDownLatch answered = new CountDownLatch(2);
            Thread interrupter = new Thread(() -> {
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    return;
                }
                while (sink.ledger().count(verb) < 3) {
                    Thread.onSpinWait();
                }
                sender.interrupt();
            });
            interrupter.start();
            ListQueue queue = new ListQueue(
                    IntStream.rangeClosed(1, 9).mapToObj(ListQueue::mail).toList()) {
                @Override
                public void outcome(ReadyMail mail, SendOutcome outcome) {
                    super.outcome(mail, outcome);
                    answered.countDown();
                }
            };
            transport.sendAll(queue);
            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
            interrupter.join();
            assertThat(queue.given()).isBetween(3, 4);
            assertThat(queue.outcomes()).hasSize(queue.given());
            assertThat(queue.outcomes().subList(0, 2)).allMatch(HandedOver.class::isInstance);
            if (verb == SmtpVerb.END_OF_DATA) {
                Sending.assertUnknown(queue.outcomes().get(2));
            } else {
                Sending.assertDeferred(queue.outcomes().get(2), ROUTE, 0);
            }
            assertThat(sink.ledger().acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void sendAll_interruptedBeforehand_asksForNothing() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            ListQueue queue = ListQueue.of(3);
            Thread.currentThread().interrupt();
            transport.sendAll(queue);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(queue.given()).isZero();
            assertThat(sink.ledger().connections()).isZero();
        }
    }
}
