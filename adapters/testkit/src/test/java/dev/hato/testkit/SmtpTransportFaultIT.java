package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way for a server to go wrong, and the one outcome that it must have over both transports. */
@Tag("R7.3")
@Timeout(60)
class SmtpTransportFaultIT {
    static Stream<FaultMode> modes() {
        return FaultMode.all();
    }

    static Stream<FaultMode> modesWithoutTls() {
        return Stream.concat(FaultModes.opening(), FaultModes.withinSession());
    }

    static Stream<FaultMode> modesWithinSession() {
        return FaultModes.withinSession();
    }

    @Test
    void modes_areManyAndDistinct() {
        List<String> names = modes().map(FaultMode::name).toList();
        System.out.println("SMTP fault matrix: " + names.size() + " modes of a server, over 2 transports");
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(120);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void send_serverGoesWrong_hasExactlyTheOutcomeItMustOverBothLanes(FaultMode mode) {
        List<String> essences = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            try (SmtpSink sink = mode.start();
                    MailTransport transport =
                            mode.client(lane, sink, mode.patience()).build()) {
                mode.breakAll(sink);
                ReadyMail mail = mode.victim();
                long begin = System.nanoTime();
                SendOutcome outcome = transport.send(mail.sender(), mail.recipient(), mail.content());
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                mode.expected().accept(outcome);
                assertThat(outcome.detail()).isNotBlank().doesNotContain(FaultMode.VICTIM.value());
                assertThat(took)
                        .as("all deadlines together")
                        .isLessThan(mode.patience().multipliedBy(4).plusSeconds(2));
                assertThat(sink.ledger().count(SmtpVerb.NOOP)).isZero();
                essences.add(Outcomes.essence(outcome));
            }
        }
        assertThat(essences).hasSize(2).containsOnly(essences.get(0));
    }

    @ParameterizedTest
    @MethodSource("modesWithoutTls")
    void send_afterServerWentWrongOnce_goesThrough(FaultMode mode) {
        for (Lane lane : Lane.values()) {
            try (SmtpSink sink = SmtpSink.start();
                    MailTransport transport = lane.impatientTo(sink).build()) {
                mode.breakAll(sink);
                Sending.send(transport, Sending.mail(1, "text"));
                long before = sink.ledger().acceptedCount();
                sink.behave();
                Sending.assertHandedOver(Sending.send(transport, Sending.mail(2, "text")));
                assertThat(sink.ledger().acceptedCount()).isEqualTo(before + 1);
            }
        }
    }

    /** The victim's mail has the outcome it has alone, and those before and behind it do not notice. */
    @ParameterizedTest
    @MethodSource("modesWithinSession")
    void sendAll_serverGoesWrongAtOneOfARow_harmsOnlyThatOne(FaultMode mode) {
        try (SmtpSink sink = mode.start();
                MailTransport transport =
                        mode.client(Lane.PIPELINED, sink, Duration.ofSeconds(1)).build()) {
            mode.breakVictims(sink);
            ListQueue queue = new ListQueue(
                    List.of(ListQueue.mail(1), ListQueue.mail(2), mode.victim(), ListQueue.mail(4), ListQueue.mail(5)));
            ((BulkTransport) transport).sendAll(queue);
            assertThat(queue.outcomes()).hasSize(5);
            mode.expected().accept(queue.outcomes().get(2));
            for (int neighbour : new int[] {0, 1, 3, 4}) {
                Sending.assertHandedOver(queue.outcomes().get(neighbour));
            }
            assertThat(sink.ledger().acceptedFor(Sending.HANAKO.value()))
                    .extracting(AcceptedMail::messageId)
                    .containsExactly("<1@shop.example>", "<2@shop.example>", "<4@shop.example>", "<5@shop.example>");
            assertThat(sink.ledger().acceptedFor(FaultMode.VICTIM.value()))
                    .as("what the server took of the victim's mail")
                    .hasSizeLessThanOrEqualTo(queue.outcomes().get(2) instanceof SendOutcome.Deferred ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void send_oneConnectionOfManyRefused_defersOnlyTheMailsThatNeededIt(Lane lane) throws Exception {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).connections(4).build()) {
            sink.on(SmtpVerb.CONNECT).times(1).reply("421 4.7.0 too many connections");
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<SendOutcome>> sends = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sends.add(() -> Sending.send(transport));
            }
            int handedOver = 0;
            for (Future<SendOutcome> outcome : threads.invokeAll(sends)) {
                if (outcome.get() instanceof SendOutcome.HandedOver) {
                    handedOver++;
                } else {
                    Sending.assertDeferred(outcome.get(), ROUTE, 421);
                }
            }
            threads.shutdown();
            assertThat(handedOver).isEqualTo(39);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(39);
        }
    }
}
