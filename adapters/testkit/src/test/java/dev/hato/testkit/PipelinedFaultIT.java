package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.smtp.PipelinedSmtpTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.HandedOver;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong only where commands are sent ahead. The sink's ledger is the judge. */
@Tag("R7.3")
@Timeout(60)
class PipelinedFaultIT {
    private static PipelinedSmtpTransport.Builder to(SmtpSink sink) {
        return PipelinedSmtpTransport.to("localhost", sink.port()).plaintext();
    }

    private static List<String> ids(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> "<" + number + "@shop.example>")
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT"})
    void send_envelopeRefusedButDataAccepted_deliversNothing(String verb) {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.valueOf(verb)).times(1).reply("550 5.1.1 unknown");
            sink.on(SmtpVerb.DATA).times(1).reply("354 go on all the same");
            Sending.assertBounced(Sending.send(transport), 550);
            assertThat(sink.ledger().acceptedCount()).isZero();
            assertThat(sink.ledger().count(SmtpVerb.END_OF_DATA)).isZero();
            Sending.assertHandedOver(Sending.send(transport, Sending.mail(2, "text")));
            assertThat(sink.ledger().single().messageId()).isEqualTo("<2@shop.example>");
            assertThat(sink.ledger().connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 go on all the same", "250 2.0.0 what now", "so what", "421 4.3.2 closing"})
    void sendAll_recipientRefusedAndDataAnsweredOddly_isTheRefusalAndHarmsNobody(String answer) {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.RCPT).after(2).times(1).reply("450 4.2.1 later");
            sink.on(SmtpVerb.DATA).after(2).times(1).reply(answer);
            ListQueue queue = ListQueue.of(6);
            transport.sendAll(queue);
            Sending.assertDeferred(queue.outcomes().get(2), SendOutcome.Cause.MAIL, 450);
            assertThat(queue.outcomes())
                    .filteredOn(HandedOver.class::isInstance)
                    .hasSize(5);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 2, 4, 5, 6));
        }
    }

    /** A rule that ends a connection, once, after two mails. */
    record Ending(String name, Consumer<SmtpSink> script) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Ending> endings() {
        SmtpVerb end = SmtpVerb.END_OF_DATA;
        return Stream.of(
                new Ending("closed behind 250", s -> s.on(end).after(1).times(1).replyAndClose("250 2.0.0 ok\n")),
                new Ending(
                        "421 behind 250",
                        s -> s.on(end).after(1).times(1).replyAndClose("250 2.0.0 ok\n421 4.3.2 enough\n")),
                new Ending(
                        "closed at MAIL",
                        s -> s.on(SmtpVerb.MAIL).after(2).times(1).close()),
                new Ending(
                        "reset at MAIL",
                        s -> s.on(SmtpVerb.MAIL).after(2).times(1).reset()),
                new Ending(
                        "421 at MAIL",
                        s -> s.on(SmtpVerb.MAIL).after(2).times(1).replyAndClose("421 4.7.0 too many mails\n")),
                new Ending(
                        "half a reply to MAIL",
                        s -> s.on(SmtpVerb.MAIL).after(2).times(1).replyAndClose("25")));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void sendAll_connectionEndsBeforeTheNextMailWasAccepted_beginsItAgainOnce(Ending ending) {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            ending.script().accept(sink);
            ListQueue queue = ListQueue.of(6);
            transport.sendAll(queue);
            assertThat(queue.outcomes()).hasSize(6).allMatch(HandedOver.class::isInstance);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 2, 3, 4, 5, 6));
            assertThat(sink.ledger().connections()).isEqualTo(2);
        }
    }

    @Test
    void sendAll_newConnectionEndsToo_isDeferredAndTheNextTriesForItself() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.MAIL).after(2).times(2).close();
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            Sending.assertDeferred(queue.outcomes().get(2), ROUTE, 0);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 2, 4, 5));
            assertThat(sink.ledger().connections()).isEqualTo(3);
        }
    }

    @Test
    void sendAll_endAnsweredBy421_defersThatMailAndBeginsTheNextAgain() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.END_OF_DATA).after(1).times(1).replyAndClose("421 4.3.2 bye\n");
            ListQueue queue = ListQueue.of(4);
            transport.sendAll(queue);
            Sending.assertDeferred(queue.outcomes().get(1), ROUTE, 421);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 3, 4));
        }
    }

    @Test
    void sendAll_endNeverAnswered_isUnknownAndBeginsTheNextAgain() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport =
                        to(sink).dataTimeout(Duration.ofSeconds(1)).build()) {
            sink.on(SmtpVerb.END_OF_DATA).after(1).times(1).hang();
            ListQueue queue = ListQueue.of(4);
            transport.sendAll(queue);
            Sending.assertUnknown(queue.outcomes().get(1));
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 3, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void sendAll_oneReplyTooMany_neverPutsTwoMailsOutOfStep(String verb) {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport =
                        to(sink).commandTimeout(Duration.ofSeconds(2)).build()) {
            String usual = verb.equals("DATA") ? "354 go on" : "250 2.0.0 ok";
            sink.on(SmtpVerb.valueOf(verb)).after(1).times(1).reply(usual + "\n250 2.0.0 once more");
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            assertThat(queue.outcomes()).hasSize(5);
            for (int i = 0; i < 5; i++) {
                boolean handedOver = queue.outcomes().get(i) instanceof HandedOver;
                assertThat(sink.ledger().accepted())
                        .as("mail %d: %s", i + 1, queue.outcomes().get(i))
                        .extracting(AcceptedMail::messageId)
                        .filteredOn(ids(i + 1).get(0)::equals)
                        .hasSize(handedOver ? 1 : 0);
                if (!handedOver) {
                    assertThat(queue.outcomes().get(i)).isInstanceOf(SendOutcome.Deferred.class);
                }
            }
            assertThat(queue.outcomes())
                    .filteredOn(HandedOver.class::isInstance)
                    .hasSize(4);
        }
    }

    @Test
    void sendAll_oneReplyTooFew_isDeferredInTimeAndHarmsNobodyElse() {
        try (SmtpSink sink = SmtpSink.start();
                PipelinedSmtpTransport transport =
                        to(sink).commandTimeout(Duration.ofSeconds(1)).build()) {
            // The reply goes on into the next one's line, so that one of the three is missing.
            sink.on(SmtpVerb.RCPT).after(1).times(1).reply("250-2.1.5 and");
            sink.on(SmtpVerb.DATA).after(1).times(1).reply("250 2.1.5 so on");
            ListQueue queue = ListQueue.of(4);
            transport.sendAll(queue);
            Sending.assertDeferred(queue.outcomes().get(1), ROUTE, 0);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 3, 4));
        }
    }

    static IntStream packets() {
        return IntStream.rangeClosed(1, 64);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void sendAll_repliesCutIntoPackets_areReadAlike(int octets) {
        try (SmtpSink sink = SmtpSink.builder().replyPackets(octets).start();
                PipelinedSmtpTransport transport = to(sink).build()) {
            sink.on(SmtpVerb.RCPT).after(1).times(1).reply("250-2.1.5 recipient\n250-2.1.5 is\n250 2.1.5 ok");
            sink.on(SmtpVerb.MAIL).after(2).times(1).reply("550-5.7.1 not\n550 5.7.1 him");
            ListQueue queue = ListQueue.of(5);
            transport.sendAll(queue);
            Sending.assertBounced(queue.outcomes().get(2), 550);
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(ids(1, 2, 4, 5));
            assertThat(sink.ledger().connections()).isEqualTo(1);
        }
    }
}
