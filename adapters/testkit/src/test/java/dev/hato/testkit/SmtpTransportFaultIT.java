package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.MAIL;
import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static dev.hato.testkit.Sending.HANAKO;
import static dev.hato.testkit.Sending.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.MailTransport;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way for a server to go wrong, and the one outcome that it must have. */
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpTransportFaultIT {
    private final Lane lane;

    SmtpTransportFaultIT(Lane lane) {
        this.lane = lane;
    }

    private static final Duration SLOWLY = Duration.ofMillis(40);
    private static final String LINE_WITHOUT_END = "x".repeat(8192);

    /** One way to go wrong: what the sink is told, and what must come of it. */
    record Mode(String name, Consumer<SmtpSink> script, Consumer<SendOutcome> expected, boolean large) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Mode mode(String name, Consumer<SmtpSink> script, Consumer<SendOutcome> expected) {
        return new Mode(name, script, expected, false);
    }

    private static Mode large(String name, Consumer<SmtpSink> script, Consumer<SendOutcome> expected) {
        return new Mode(name, script, expected, true);
    }

    private static Consumer<SendOutcome> deferred(SendOutcome.Cause cause, int code) {
        return outcome -> Sending.assertDeferred(outcome, cause, code);
    }

    private static Consumer<SendOutcome> bounced(int code) {
        return outcome -> Sending.assertBounced(outcome, code);
    }

    static Stream<Mode> modes() {
        return Stream.of(opening(), envelope(), data(), end()).flatMap(s -> s);
    }

    private static Stream<Mode> opening() {
        return Stream.of(
                mode("greeting 421", s -> s.on(SmtpVerb.CONNECT).reply("421 4.3.2 closing"), deferred(ROUTE, 421)),
                mode("greeting 554", s -> s.on(SmtpVerb.CONNECT).reply("554 5.7.1 go away"), deferred(ROUTE, 554)),
                mode("greeting closed", s -> s.on(SmtpVerb.CONNECT).close(), deferred(ROUTE, 0)),
                mode("greeting reset", s -> s.on(SmtpVerb.CONNECT).reset(), deferred(ROUTE, 0)),
                mode("greeting never comes", s -> s.on(SmtpVerb.CONNECT).hang(), deferred(ROUTE, 0)),
                mode("greeting is no reply", s -> s.on(SmtpVerb.CONNECT).replyAndClose("hello\n"), deferred(ROUTE, 0)),
                mode(
                        "greeting an octet at a time",
                        s -> s.on(SmtpVerb.CONNECT).delay(SLOWLY).trickle("220 sink.example ready to take mail"),
                        deferred(ROUTE, 0)),
                mode("greeting without end", s -> s.on(SmtpVerb.CONNECT).flood(LINE_WITHOUT_END), deferred(ROUTE, 0)),
                mode(
                        "greeting of endless lines",
                        s -> s.on(SmtpVerb.CONNECT).flood("220-" + "x".repeat(60) + "\n"),
                        deferred(ROUTE, 0)),
                mode("EHLO 421", s -> s.on(SmtpVerb.EHLO).reply("421 4.3.2 closing"), deferred(ROUTE, 421)),
                mode(
                        "EHLO and HELO 550",
                        s -> {
                            s.on(SmtpVerb.EHLO).reply("550 5.7.1 no");
                            s.on(SmtpVerb.HELO).reply("550 5.7.1 no");
                        },
                        deferred(ROUTE, 550)),
                mode("EHLO unknown", s -> s.on(SmtpVerb.EHLO).reply("502 5.5.1 what?"), Sending::assertHandedOver),
                mode("EHLO closed", s -> s.on(SmtpVerb.EHLO).close(), deferred(ROUTE, 0)),
                mode("EHLO never answered", s -> s.on(SmtpVerb.EHLO).hang(), deferred(ROUTE, 0)),
                mode(
                        "EHLO without end",
                        s -> s.on(SmtpVerb.EHLO).flood("250-" + LINE_WITHOUT_END),
                        deferred(ROUTE, 0)));
    }

    private static Stream<Mode> envelope() {
        return Stream.of(SmtpVerb.MAIL, SmtpVerb.RCPT, SmtpVerb.DATA)
                .flatMap(verb -> Stream.of(
                        mode(verb + " 450", s -> s.on(verb).reply("450 4.2.1 later"), deferred(MAIL, 450)),
                        mode(
                                verb + " 452",
                                s -> s.on(verb).reply("452-4.3.1 full\n452 4.3.1 disk"),
                                deferred(MAIL, 452)),
                        mode(verb + " 550", s -> s.on(verb).reply("550 5.1.1 unknown"), bounced(550)),
                        mode(verb + " 554", s -> s.on(verb).reply("554-5.7.1 a\n554 5.7.1 b"), bounced(554)),
                        mode(verb + " 421", s -> s.on(verb).replyAndClose("421 4.3.2 bye\n"), deferred(ROUTE, 421)),
                        mode(verb + " 530", s -> s.on(verb).reply("530 5.7.0 sign in"), deferred(ROUTE, 530)),
                        mode(verb + " closed", s -> s.on(verb).close(), deferred(ROUTE, 0)),
                        mode(verb + " reset", s -> s.on(verb).reset(), deferred(ROUTE, 0)),
                        mode(verb + " never answered", s -> s.on(verb).hang(), deferred(ROUTE, 0)),
                        mode(verb + " no reply code", s -> s.on(verb).reply("so what"), deferred(ROUTE, 0)),
                        mode(verb + " code of another world", s -> s.on(verb).reply("999 what"), deferred(ROUTE, 0)),
                        mode(verb + " half a reply", s -> s.on(verb).replyAndClose("25"), deferred(ROUTE, 0)),
                        mode(
                                verb + " an octet at a time",
                                s -> s.on(verb).delay(SLOWLY).trickle("250 2.0.0 fine, but slow"),
                                deferred(ROUTE, 0)),
                        mode(verb + " without end", s -> s.on(verb).flood(LINE_WITHOUT_END), deferred(ROUTE, 0))));
    }

    private static Stream<Mode> data() {
        return Stream.of(
                mode("DATA 250", s -> s.on(SmtpVerb.DATA).reply("250 2.0.0 no 354"), deferred(ROUTE, 250)),
                mode("RCPT 354", s -> s.on(SmtpVerb.RCPT).reply("354 too early"), deferred(ROUTE, 354)),
                large("data closed", s -> s.on(SmtpVerb.BODY).afterOctets(9000).close(), deferred(ROUTE, 0)),
                large("data reset", s -> s.on(SmtpVerb.BODY).afterOctets(9000).reset(), deferred(ROUTE, 0)),
                large(
                        "data not read on",
                        s -> s.on(SmtpVerb.BODY).afterOctets(9000).hang(),
                        deferred(ROUTE, 0)));
    }

    private static Stream<Mode> end() {
        SmtpVerb end = SmtpVerb.END_OF_DATA;
        return Stream.of(
                mode("end 250 in lines", s -> s.on(end).reply("250-2.0.0 ok\n250 queued"), Sending::assertHandedOver),
                mode("end 451", s -> s.on(end).reply("451 4.3.0 later"), deferred(MAIL, 451)),
                mode("end 421", s -> s.on(end).replyAndClose("421 4.3.2 bye\n"), deferred(ROUTE, 421)),
                mode("end 550", s -> s.on(end).reply("550 5.7.1 spam"), bounced(550)),
                mode("end 554 and closed", s -> s.on(end).replyAndClose("554 5.7.1 spam\n"), bounced(554)),
                mode("end closed", s -> s.on(end).close(), Sending::assertUnknown),
                mode("end accepted and closed", s -> s.on(end).acceptAndClose(), Sending::assertUnknown),
                mode("end reset", s -> s.on(end).reset(), Sending::assertUnknown),
                mode("end never answered", s -> s.on(end).hang(), Sending::assertUnknown),
                mode("end half a reply", s -> s.on(end).replyAndClose("25"), Sending::assertUnknown),
                mode("end half the lines", s -> s.on(end).replyAndClose("250-2.0.0 ok\n"), Sending::assertUnknown),
                mode("end no reply code", s -> s.on(end).reply("thanks"), Sending::assertUnknown),
                mode("end 354", s -> s.on(end).reply("354 more"), Sending::assertUnknown),
                mode("end without end", s -> s.on(end).flood(LINE_WITHOUT_END), Sending::assertUnknown),
                mode(
                        "end an octet at a time",
                        s -> s.on(end).delay(SLOWLY).trickle("250 2.0.0 accepted, slowly"),
                        Sending::assertUnknown));
    }

    @ParameterizedTest
    @MethodSource("modes")
    @Tag("R7.3")
    void send_serverGoesWrong_hasExactlyTheOutcomeItMust(Mode mode) {
        ComposedMail mail = mode.large() ? Sending.largeMail() : Sending.mail(1, "text");
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.impatientTo(sink).build()) {
            mode.script().accept(sink);
            long begin = System.nanoTime();
            SendOutcome outcome = Sending.send(transport, mail);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            mode.expected().accept(outcome);
            assertThat(outcome.detail()).isNotBlank().doesNotContain(HANAKO.value());
            assertThat(took)
                    .as("all deadlines together")
                    .isLessThan(SHORT.multipliedBy(4).plusSeconds(2));
            assertThat(sink.ledger().count(SmtpVerb.NOOP)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    @Tag("R7.3")
    void send_afterServerWentWrongOnce_goesThrough(Mode mode) {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.impatientTo(sink).build()) {
            mode.script().accept(sink);
            Sending.send(transport, Sending.mail(1, "text"));
            long before = sink.ledger().acceptedCount();
            sink.behave();
            Sending.assertHandedOver(Sending.send(transport, Sending.mail(2, "text")));
            assertThat(sink.ledger().acceptedCount()).isEqualTo(before + 1);
        }
    }
}
