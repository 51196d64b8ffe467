package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static dev.hato.testkit.MailAssertions.assertThat;
import static dev.hato.testkit.Sending.HANAKO;
import static dev.hato.testkit.Sending.assertDeferred;
import static dev.hato.testkit.Sending.assertHandedOver;
import static dev.hato.testkit.Sending.assertUnknown;
import static dev.hato.testkit.Sending.mail;
import static dev.hato.testkit.Sending.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpTransportIT {
    private final Lane lane;

    SmtpTransportIT(Lane lane) {
        this.lane = lane;
    }

    @Test
    void send_composedMail_arrivesAsComposed() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            ComposedMail mail = Message.builder(
                            Mailbox.of("鳩の店", "news@shop.example"), Mailbox.of("花子", "hanako@example.jp"))
                    .subject("ご注文ありがとうございます")
                    .text("ご注文番号は 42 です。\n.\nQUIT\n")
                    .html("<p>ご注文番号は <b>42</b> です。</p>")
                    .build()
                    .compose("<1@shop.example>", Instant.EPOCH);
            assertHandedOver(send(transport, mail));
            assertThat(sink.ledger().single())
                    .hasSubject("ご注文ありがとうございます")
                    .isTo("hanako@example.jp")
                    .isFrom("bounce@shop.example")
                    .hasText("ご注文番号は 42 です。\n.\nQUIT\n")
                    .htmlContains("<b>42</b>")
                    .hasHeader("From", "鳩の店 <news@shop.example>")
                    .hasHeader("Message-ID", "<1@shop.example>")
                    .hasNoRawPlaceholder();
            assertThat(sink.ledger().single().bytes()).isEqualTo(mail.toByteArray());
        }
    }

    @Test
    void send_manyMails_shareOneConnectionAndAskNothingBetween() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            for (int i = 0; i < 50; i++) {
                assertHandedOver(send(transport, mail(i, "text")));
            }
            SmtpLedger ledger = sink.ledger();
            assertThat(ledger.connections()).isEqualTo(1);
            assertThat(ledger.commands()).hasSize(1 + 3 * 50);
            assertThat(ledger.count(SmtpVerb.NOOP) + ledger.count(SmtpVerb.RSET))
                    .isZero();
            assertThat(ledger.accepted())
                    .extracting(AcceptedMail::messageId)
                    .startsWith("<0@shop.example>", "<1@shop.example>")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void send_afterRefusedRecipient_resetsAndSharesTheConnection() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            sink.on(SmtpVerb.RCPT).times(1).reply("550 5.1.1 unknown");
            Sending.assertBounced(send(transport), 550);
            assertHandedOver(send(transport));
            assertThat(sink.ledger().connections()).isEqualTo(1);
            assertThat(sink.ledger().count(SmtpVerb.RSET)).isEqualTo(1);
            assertThat(sink.ledger().single()).isTo(HANAKO.value());
        }
    }

    @Test
    void send_manyThreads_useAsManyConnectionsAndNoMore() throws Exception {
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        try (SmtpSink sink = SmtpSink.builder().onAccepted(m -> await(together)).start();
                MailTransport transport = lane.to(sink).connections(threads).build()) {
            ExecutorService pool = Executors.newFixedThreadPool(2 * threads);
            List<Future<SendOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 10 * threads; i++) {
                int number = i;
                outcomes.add(pool.submit(() -> send(transport, mail(number, "text"))));
            }
            for (Future<SendOutcome> outcome : outcomes) {
                assertHandedOver(outcome.get());
            }
            pool.shutdown();
            assertThat(sink.ledger().connections()).isEqualTo(threads);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(10L * threads);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void send_allConnectionsBusy_isDeferredInTime() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport =
                        lane.to(sink).connectTimeout(Sending.SHORT).build()) {
            sink.on(SmtpVerb.RCPT).when(signal(busy)).hang();
            Thread first = new Thread(() -> send(transport));
            first.start();
            busy.await();
            assertDeferred(send(transport), ROUTE, 0);
            first.interrupt();
            first.join();
        }
    }

    private static java.util.function.Predicate<String> signal(CountDownLatch reached) {
        return line -> {
            reached.countDown();
            return true;
        };
    }

    /** Nagle's algorithm and delayed acknowledgements would hold each mail for some 40 ms: 4 s for these. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void send_mailsLargerThanABuffer_areNotHeldBack(boolean tls) {
        ComposedMail mail = mail(1, ("x".repeat(98) + "\r\n").repeat(200));
        try (SmtpSink sink = tls ? SmtpSink.builder().startTls().start() : SmtpSink.start();
                MailTransport transport = (tls
                                ? lane.to("localhost", sink.port()).sslContext(sink.clientSslContext())
                                : lane.to(sink))
                        .build()) {
            assertHandedOver(send(transport, mail));
            long begin = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertHandedOver(send(transport, mail));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            assertThat(sink.ledger().connections()).isEqualTo(1);
        }
    }

    /** The deadlines are long here: only the bound on what is read can end this. */
    @ParameterizedTest
    @EnumSource(
            value = SmtpVerb.class,
            names = {"CONNECT", "EHLO", "RCPT", "END_OF_DATA"})
    void send_replyWithoutEnd_isGivenUpBeforeItFillsMemory(SmtpVerb verb) {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            sink.on(verb).flood("250-" + "x".repeat(8000));
            assertThat(send(transport).detail()).contains("octets where a reply was due");
        }
    }

    @Test
    void send_serverClosedIdleConnection_isRetriedOnceOnAFreshOne() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            assertHandedOver(send(transport, mail(1, "text")));
            sink.dropConnections();
            assertHandedOver(send(transport, mail(2, "text")));
            sink.dropConnections("421 4.4.2 idle for too long");
            assertHandedOver(send(transport, mail(3, "text")));
            assertThat(sink.ledger().connections()).isEqualTo(3);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactly("<1@shop.example>", "<2@shop.example>", "<3@shop.example>");
        }
    }

    @Test
    void send_freshConnectionAlsoCloses_isNotRetriedAgain() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            assertHandedOver(send(transport));
            sink.on(SmtpVerb.MAIL).close();
            assertDeferred(send(transport), ROUTE, 0);
            assertThat(sink.ledger().connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpVerb.class,
            names = {"RCPT", "DATA", "END_OF_DATA"})
    void send_keptConnectionBreaksAfterMail_isNotRetried(SmtpVerb verb) {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            assertHandedOver(send(transport));
            sink.on(verb).times(1).close();
            SendOutcome outcome = send(transport);
            if (verb == SmtpVerb.END_OF_DATA) {
                assertUnknown(outcome);
            } else {
                assertDeferred(outcome, ROUTE, 0);
            }
            assertThat(sink.ledger().connections()).isEqualTo(1);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void send_nobodyListens_isDeferred() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (MailTransport transport = lane.to("localhost", port).plaintext().build()) {
            assertDeferred(send(transport), ROUTE, 0);
        }
    }

    @Test
    void send_nameWithoutAddress_isDeferred() {
        try (MailTransport transport =
                lane.to("nowhere.invalid", 25).plaintext().build()) {
            assertDeferred(send(transport), ROUTE, 0);
        }
    }

    @Test
    void send_maxMailsPerConnection_opensAnotherAndSaysQuit() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).maxMailsPerConnection(2).build()) {
            for (int i = 0; i < 4; i++) {
                assertHandedOver(send(transport));
            }
            assertThat(sink.ledger().connections()).isEqualTo(2);
            assertThat(sink.ledger().commands()).filteredOn("QUIT"::equals).isNotEmpty();
        }
    }

    @Test
    void send_idleForLongerThanAllowed_opensAnother() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport =
                        lane.to(sink).idleTimeout(Duration.ofNanos(1)).build()) {
            assertHandedOver(send(transport));
            assertHandedOver(send(transport));
            assertThat(sink.ledger().connections()).isEqualTo(2);
        }
    }

    @Test
    void close_sendAfterwards_isDeferred() {
        try (SmtpSink sink = SmtpSink.start()) {
            MailTransport transport = lane.to(sink).build();
            assertHandedOver(send(transport));
            transport.close();
            transport.close();
            assertDeferred(send(transport), ROUTE, 0);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpVerb.class,
            names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void send_interrupted_endsPromptlyWithTheOutcomeOfItsPhase(SmtpVerb verb) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            sink.on(verb).when(signal(reached)).hang();
            boolean[] flag = new boolean[1];
            FutureTask<SendOutcome> task = new FutureTask<>(() -> {
                SendOutcome outcome = send(transport);
                flag[0] = Thread.currentThread().isInterrupted();
                return outcome;
            });
            Thread sender = new Thread(task);
            sender.start();
            reached.await();
            sender.interrupt();
            sender.join(5_000);
            assertThat(sender.isAlive()).isFalse();
            if (verb == SmtpVerb.END_OF_DATA) {
                assertUnknown(task.get());
            } else {
                assertDeferred(task.get(), ROUTE, 0);
            }
            assertThat(flag[0]).as("interrupt flag").isTrue();
        }
    }

    @Test
    void send_interruptThatWakesNobody_endsAllTheSame() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            sink.on(SmtpVerb.DATA).when(signal(reached)).hang();
            FutureTask<SendOutcome> task = new FutureTask<>(() -> send(transport));
            // What Thread.interrupt() does to a thread that begins to wait at the same instant: the flag and no more.
            Thread sender = new Thread(task) {
                @Override
                public boolean isInterrupted() {
                    return interrupted.get() || super.isInterrupted();
                }
            };
            sender.start();
            reached.await();
            interrupted.set(true);
            assertDeferred(task.get(30, TimeUnit.SECONDS), ROUTE, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 <hanako@example.jp>: unknown",
                "550 5.1.1 HANAKO@EXAMPLE.JP unknown",
                "550 5.1.1 hanako=example.jp unknown",
                "550-5.1.1 see https://mx.example/?a=hanako%40example.jp\n550 5.1.1 hanako@example.jp"
            })
    void send_replyNamesTheRecipient_detailDoesNot(String reply) {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            sink.on(SmtpVerb.RCPT).reply(reply);
            SendOutcome outcome = send(transport);
            Sending.assertBounced(outcome, 550);
            assertThat(outcome.detail()).startsWith("550 5.1.1").doesNotContainIgnoringCase("hanako");
        }
    }

    @Test
    void send_unasked_announcesAnAddressLiteralAndTheSize() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build();
                MailTransport named =
                        lane.to(sink).heloName("mail.shop.example").build()) {
            send(transport);
            send(named);
            assertThat(sink.ledger().commands())
                    .contains("EHLO [127.0.0.1]", "EHLO mail.shop.example")
                    .anyMatch(line -> line.matches("MAIL FROM:<bounce@shop.example> SIZE=\\d+"));
        }
    }
}
