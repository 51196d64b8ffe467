package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.SendOutcome.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every SMTP transport must do against a server that is told what to do.
 *
 * <pre>{@code
 * class MyTransportIT implements MailTransportContract {
 *     public MailTransport transportTo(SmtpSink sink, Duration patience) { … }
 * }
 * }</pre>
 */
public interface MailTransportContract {
    /** The envelope sender in contract tests. */
    EmailAddress BOUNCES_TO = EmailAddress.of("bounce@shop.example");

    /** The recipient in contract tests. */
    EmailAddress RECIPIENT = EmailAddress.of("hanako@example.jp");

    /** Longer than any step takes that is not meant to hang. */
    Duration PATIENT = Duration.ofSeconds(20);

    /** The deadline of steps that are meant to hang. */
    Duration IMPATIENT = Duration.ofMillis(500);

    /**
     * Returns a transport to a sink without TLS, new for each call, with up to 4 connections.
     *
     * @param patience for how long each phase of a session may last: opening, envelope, data, answer
     */
    MailTransport transportTo(SmtpSink sink, Duration patience);

    /** Returns a mail of a number, whose Message-ID has it. */
    static ComposedMail mail(int number) {
        return Message.builder(Mailbox.of("鳩の店", "news@shop.example"), Mailbox.of("花子", RECIPIENT.value()))
                .subject("ご注文 " + number)
                .text("ありがとうございます。\n.\n..\nQUIT\n")
                .build()
                .compose("<" + number + "@shop.example>", Instant.EPOCH);
    }

    /** Sends a mail to {@link #RECIPIENT}. */
    static SendOutcome send(MailTransport transport, ComposedMail mail) {
        return transport.send(BOUNCES_TO, RECIPIENT, mail);
    }

    @Test
    @DisplayName("a mail arrives octet by octet as it was composed, with the envelope it was given")
    default void send_mail_arrivesUnchanged() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            ComposedMail mail = mail(1);
            assertThat(send(transport, mail)).isInstanceOf(HandedOver.class);
            AcceptedMail accepted = sink.ledger().single();
            assertThat(accepted.bytes()).isEqualTo(mail.toByteArray());
            assertThat(accepted.sender()).isEqualTo(BOUNCES_TO.wire());
            assertThat(accepted.recipients()).containsExactly(RECIPIENT.wire());
        }
    }

    @Test
    @Tag("R8.2")
    @DisplayName("bare line ends and lone dots in ready octets stay inside their mail")
    default void send_octetsThatLookLikeProtocol_areOneMail() {
        for (String end : List.of("\n.\n", "\r.\r", "\r\n.\n", "\n.\r\n", "\r\n.\r\n", "\r\n.", "\r\n.\r")) {
            String text = "Message-ID: <1@shop.example>\r\n\r\nhello" + end + "MAIL FROM:<evil@example.jp>\r\n";
            try (SmtpSink sink = SmtpSink.builder().lenientLineEnds().start();
                    MailTransport transport = transportTo(sink, PATIENT)) {
                byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
                assertThat(send(transport, ComposedMail.of("<1@shop.example>", octets)))
                        .isInstanceOf(HandedOver.class);
                assertThat(sink.ledger().single().raw()).contains("MAIL FROM:<evil@example.jp>");
                assertThat(sink.ledger().count(SmtpVerb.MAIL)).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("a 4xx reply to any command defers the mail, a 5xx reply bounces it, and others go through")
    default void send_refused_hasTheOutcomeOfTheReply() {
        for (SmtpVerb verb : List.of(SmtpVerb.MAIL, SmtpVerb.RCPT, SmtpVerb.DATA, SmtpVerb.END_OF_DATA)) {
            try (SmtpSink sink = SmtpSink.start();
                    MailTransport transport = transportTo(sink, PATIENT)) {
                sink.on(verb).times(1).reply("450 4.2.1 later");
                assertDeferred(send(transport, mail(1)), Cause.MAIL, 450);
                sink.on(verb).times(1).reply("550 5.7.1 never");
                assertThat(send(transport, mail(2))).isInstanceOfSatisfying(Bounced.class, bounced -> {
                    assertThat(bounced.replyCode()).isEqualTo(550);
                    assertThat(bounced.detail()).contains("5.7.1");
                });
                assertThat(send(transport, mail(3))).isInstanceOf(HandedOver.class);
                assertThat(sink.ledger().single().messageId()).isEqualTo("<3@shop.example>");
            }
        }
    }

    @Test
    @DisplayName("a server that closes, says 421 or refuses the session fails the route, not the mail")
    default void send_routeFails_isDeferredAsRoute() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            sink.on(SmtpVerb.CONNECT).times(1).reply("554 5.7.1 go away");
            assertDeferred(send(transport, mail(1)), Cause.ROUTE, 554);
            sink.on(SmtpVerb.RCPT).times(1).replyAndClose("421 4.3.2 closing\n");
            assertDeferred(send(transport, mail(2)), Cause.ROUTE, 421);
            sink.on(SmtpVerb.RCPT).times(1).close();
            assertDeferred(send(transport, mail(3)), Cause.ROUTE, 0);
            assertThat(sink.ledger().acceptedCount()).isZero();
            assertThat(send(transport, mail(4))).isInstanceOf(HandedOver.class);
        }
    }

    @Test
    @Tag("R7.3")
    @DisplayName("after the final dot only a reply decides: without one the outcome is unknown")
    default void send_noReplyToTheEnd_isUnknown() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            sink.on(SmtpVerb.END_OF_DATA).times(1).close();
            assertThat(send(transport, mail(1))).isInstanceOf(Unknown.class);
            sink.on(SmtpVerb.END_OF_DATA).times(1).acceptAndClose();
            assertThat(send(transport, mail(2))).isInstanceOf(Unknown.class);
            assertThat(sink.ledger().single().messageId()).isEqualTo("<2@shop.example>");
        }
    }

    @Test
    @DisplayName("a server that never answers does not hold a mail beyond the deadlines")
    default void send_neverAnswered_endsInTime() {
        for (SmtpVerb verb : List.of(SmtpVerb.CONNECT, SmtpVerb.EHLO, SmtpVerb.RCPT, SmtpVerb.END_OF_DATA)) {
            try (SmtpSink sink = SmtpSink.start();
                    MailTransport transport = transportTo(sink, IMPATIENT)) {
                sink.on(verb).hang();
                long begin = System.nanoTime();
                SendOutcome outcome = send(transport, mail(1));
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isLessThan(IMPATIENT.multipliedBy(4).plusSeconds(2));
                assertThat(outcome).isInstanceOf(verb == SmtpVerb.END_OF_DATA ? Unknown.class : Deferred.class);
            }
        }
    }

    @Test
    @DisplayName("a connection that was closed while it was idle is replaced silently")
    default void send_idleConnectionWasClosed_goesThrough() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            assertThat(send(transport, mail(1))).isInstanceOf(HandedOver.class);
            sink.dropConnections("421 4.4.2 idle for too long");
            assertThat(send(transport, mail(2))).isInstanceOf(HandedOver.class);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a mail that the server cannot take is refused before anything of it is said")
    default void send_serverLacksWhatTheMailNeeds_bounces() {
        try (SmtpSink sink =
                        SmtpSink.builder().extensions("PIPELINING", "SIZE 100").start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            assertThat(send(transport, mail(1))).isInstanceOf(Bounced.class);
            ComposedMail small =
                    ComposedMail.of("<2@shop.example>", "X: y\r\n\r\nz\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(transport.send(BOUNCES_TO, EmailAddress.of("花子@example.jp"), small))
                    .isInstanceOf(Bounced.class);
            assertThat(sink.ledger().count(SmtpVerb.MAIL)).isZero();
            assertThat(send(transport, small)).isInstanceOf(HandedOver.class);
        }
    }

    @Test
    @DisplayName("no outcome gives the recipient's address away")
    default void send_replyNamesTheRecipient_detailDoesNot() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            sink.on(SmtpVerb.RCPT).reply("550 5.1.1 <" + RECIPIENT.value() + "> is unknown here");
            assertThat(send(transport, mail(1)).detail())
                    .startsWith("550 5.1.1")
                    .doesNotContain("hanako");
        }
    }

    @Test
    @DisplayName("an interrupt ends a send promptly, and leaves the thread's flag set")
    default void send_interrupted_endsPromptly() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            sink.on(SmtpVerb.RCPT)
                    .when(line -> {
                        reached.countDown();
                        return true;
                    })
                    .hang();
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                assertDeferred(send(transport, mail(1)), Cause.ROUTE, 0);
                return Thread.currentThread().isInterrupted();
            });
            Thread sender = new Thread(task);
            sender.start();
            reached.await();
            long begin = System.nanoTime();
            sender.interrupt();
            assertThat(task.get()).as("interrupt flag").isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENT.dividedBy(4));
        }
    }

    @Test
    @DisplayName("many threads send at once, and each mail arrives exactly once")
    default void send_manyThreads_eachMailOnce() throws Exception {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<SendOutcome>> sends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ComposedMail mail = mail(i);
                sends.add(() -> send(transport, mail));
            }
            for (Future<SendOutcome> outcome : threads.invokeAll(sends)) {
                assertThat(outcome.get()).isInstanceOf(HandedOver.class);
            }
            threads.shutdown();
            assertThat(sink.ledger().accepted())
                    .hasSize(200)
                    .extracting(AcceptedMail::messageId)
                    .doesNotHaveDuplicates();
            assertThat(sink.ledger().connections()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    @DisplayName("a closed transport defers, and closing it again does no harm")
    default void close_thenSend_isDeferred() {
        try (SmtpSink sink = SmtpSink.start()) {
            MailTransport transport = transportTo(sink, PATIENT);
            assertThat(send(transport, mail(1))).isInstanceOf(HandedOver.class);
            transport.close();
            transport.close();
            assertDeferred(send(transport, mail(2)), Cause.ROUTE, 0);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(1);
        }
    }

    private static void assertDeferred(SendOutcome outcome, Cause cause, int code) {
        assertThat(outcome).isInstanceOfSatisfying(Deferred.class, deferred -> {
            assertThat(deferred.cause()).as(deferred.detail()).isEqualTo(cause);
            assertThat(deferred.replyCode()).as(deferred.detail()).isEqualTo(code);
        });
    }

    @Test
    @Tag("R7.4")
    @DisplayName("a mail that may not be begun, be it that this turns out while the server answers, is not sent")
    default void send_withdrawn_nothingIsTaken() {
        AtomicBoolean asked = new AtomicBoolean();
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = transportTo(sink, PATIENT)) {
            sink.on(SmtpVerb.DATA)
                    .when(recipients -> {
                        asked.set(true);
                        return false;
                    })
                    .reply("554 never said");
            ReadyMail mail = new ReadyMail(BOUNCES_TO, RECIPIENT, mail(1));
            assertThat(transport.send(mail, () -> !asked.get()))
                    .isInstanceOfSatisfying(
                            Deferred.class,
                            deferred -> assertThat(deferred.cause()).isEqualTo(Cause.MAIL));
            assertThat(transport.send(mail, () -> false)).isInstanceOf(Deferred.class);
            assertThat(sink.ledger().acceptedCount()).isZero();
            assertThat(transport.send(mail, () -> true)).isInstanceOf(HandedOver.class);
            assertThat(sink.ledger().single().messageId()).isEqualTo("<1@shop.example>");
        }
    }
}
