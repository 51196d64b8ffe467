package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.MAIL;
import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static dev.hato.testkit.FaultMode.bounced;
import static dev.hato.testkit.FaultMode.deferred;
import static dev.hato.testkit.FaultMode.large;
import static dev.hato.testkit.FaultMode.mode;

import java.time.Duration;
import java.util.stream.Stream;

/** The ways for a server without TLS to go wrong. */
final class FaultModes {
    private static final Duration SLOWLY = Duration.ofMillis(100);
    private static final String LINE_WITHOUT_END = "x".repeat(8192);

    private FaultModes() {}

    /** Those that can befall each mail of a session. */
    static Stream<FaultMode> withinSession() {
        return Stream.of(envelope(), data(), end()).flatMap(modes -> modes);
    }

    /** Those that keep a session from coming about. */
    static Stream<FaultMode> opening() {
        return Stream.of(
                mode("greeting 421", on -> on.apply(SmtpVerb.CONNECT).reply("421 4.3.2 closing"), deferred(ROUTE, 421)),
                mode("greeting 554", on -> on.apply(SmtpVerb.CONNECT).reply("554 5.7.1 go away"), deferred(ROUTE, 554)),
                mode("greeting closed", on -> on.apply(SmtpVerb.CONNECT).close(), deferred(ROUTE, 0)),
                mode("greeting reset", on -> on.apply(SmtpVerb.CONNECT).reset(), deferred(ROUTE, 0)),
                mode("greeting never comes", on -> on.apply(SmtpVerb.CONNECT).hang(), deferred(ROUTE, 0)),
                mode(
                        "greeting is no reply",
                        on -> on.apply(SmtpVerb.CONNECT).replyAndClose("hello\n"),
                        deferred(ROUTE, 0)),
                mode(
                        "greeting an octet at a time",
                        on -> on.apply(SmtpVerb.CONNECT).delay(SLOWLY).trickle("220 sink.example ready to take mail"),
                        deferred(ROUTE, 0)),
                mode(
                        "greeting without end",
                        on -> on.apply(SmtpVerb.CONNECT).flood(LINE_WITHOUT_END),
                        deferred(ROUTE, 0)),
                mode(
                        "greeting of endless lines",
                        on -> on.apply(SmtpVerb.CONNECT).flood("220-" + "x".repeat(60) + "\n"),
                        deferred(ROUTE, 0)),
                mode("EHLO 421", on -> on.apply(SmtpVerb.EHLO).reply("421 4.3.2 closing"), deferred(ROUTE, 421)),
                mode(
                        "EHLO and HELO 550",
                        on -> {
                            on.apply(SmtpVerb.EHLO).reply("550 5.7.1 no");
                            on.apply(SmtpVerb.HELO).reply("550 5.7.1 no");
                        },
                        deferred(ROUTE, 550)),
                mode("EHLO unknown", on -> on.apply(SmtpVerb.EHLO).reply("502 5.5.1 what?"), Sending::assertHandedOver),
                mode("greeting 354", on -> on.apply(SmtpVerb.CONNECT).reply("354 go on"), deferred(ROUTE, 354)),
                mode("greeting 250", on -> on.apply(SmtpVerb.CONNECT).reply("250 not 220"), deferred(ROUTE, 0)),
                mode("EHLO 451", on -> on.apply(SmtpVerb.EHLO).reply("451 4.3.0 later"), deferred(ROUTE, 451)),
                mode(
                        "EHLO cut in half",
                        on -> on.apply(SmtpVerb.EHLO).replyAndClose("250-sink.example\n250-SIZE"),
                        deferred(ROUTE, 0)),
                mode(
                        "EHLO lines that contradict each other",
                        on -> on.apply(SmtpVerb.EHLO).reply("250-sink.example\n550 no"),
                        deferred(ROUTE, 0)),
                mode(
                        "EHLO an octet at a time",
                        on -> on.apply(SmtpVerb.EHLO).delay(SLOWLY).trickle("250 sink.example at your service"),
                        deferred(ROUTE, 0)),
                mode("EHLO closed", on -> on.apply(SmtpVerb.EHLO).close(), deferred(ROUTE, 0)),
                mode("EHLO never answered", on -> on.apply(SmtpVerb.EHLO).hang(), deferred(ROUTE, 0)),
                mode(
                        "EHLO without end",
                        on -> on.apply(SmtpVerb.EHLO).flood("250-" + LINE_WITHOUT_END),
                        deferred(ROUTE, 0)));
    }

    private static Stream<FaultMode> envelope() {
        return Stream.of(SmtpVerb.MAIL, SmtpVerb.RCPT, SmtpVerb.DATA)
                .flatMap(verb -> Stream.of(
                        mode(verb + " 450", on -> on.apply(verb).reply("450 4.2.1 later"), deferred(MAIL, 450)),
                        mode(
                                verb + " 452",
                                on -> on.apply(verb).reply("452-4.3.1 full\n452 4.3.1 disk"),
                                deferred(MAIL, 452)),
                        mode(verb + " 550", on -> on.apply(verb).reply("550 5.1.1 unknown"), bounced(550)),
                        mode(verb + " 554", on -> on.apply(verb).reply("554-5.7.1 a\n554 5.7.1 b"), bounced(554)),
                        mode(
                                verb + " 421",
                                on -> on.apply(verb).replyAndClose("421 4.3.2 bye\n"),
                                deferred(ROUTE, 421)),
                        mode(verb + " 530", on -> on.apply(verb).reply("530 5.7.0 sign in"), deferred(ROUTE, 530)),
                        mode(verb + " closed", on -> on.apply(verb).close(), deferred(ROUTE, 0)),
                        mode(verb + " reset", on -> on.apply(verb).reset(), deferred(ROUTE, 0)),
                        mode(verb + " never answered", on -> on.apply(verb).hang(), deferred(ROUTE, 0)),
                        mode(verb + " no reply code", on -> on.apply(verb).reply("so what"), deferred(ROUTE, 0)),
                        mode(
                                verb + " code of another world",
                                on -> on.apply(verb).reply("999 what"),
                                deferred(ROUTE, 0)),
                        mode(verb + " 503", on -> on.apply(verb).reply("503 5.5.1 out of order"), bounced(503)),
                        mode(
                                verb + " lines that contradict each other",
                                on -> on.apply(verb).reply("250-2.0.0 yes\n550 5.0.0 no"),
                                deferred(ROUTE, 0)),
                        mode(
                                verb + " code without a space",
                                on -> on.apply(verb).reply("250ok"),
                                deferred(ROUTE, 0)),
                        mode(
                                verb + " lines cut in half",
                                on -> on.apply(verb).replyAndClose("250-2.0.0 ok\n250" + "-2.0"),
                                deferred(ROUTE, 0)),
                        mode(verb + " half a reply", on -> on.apply(verb).replyAndClose("25"), deferred(ROUTE, 0)),
                        mode(
                                verb + " an octet at a time",
                                on -> on.apply(verb).delay(SLOWLY).trickle("250 2.0.0 fine, but slow"),
                                deferred(ROUTE, 0)),
                        mode(verb + " without end", on -> on.apply(verb).flood(LINE_WITHOUT_END), deferred(ROUTE, 0))));
    }

    private static Stream<FaultMode> data() {
        return Stream.of(
                mode("DATA 250", on -> on.apply(SmtpVerb.DATA).reply("250 2.0.0 no 354"), deferred(ROUTE, 250)),
                mode("RCPT 354", on -> on.apply(SmtpVerb.RCPT).reply("354 too early"), deferred(ROUTE, 354)),
                large(
                        "data closed",
                        on -> on.apply(SmtpVerb.BODY).afterOctets(9000).close(),
                        deferred(ROUTE, 0)),
                large(
                        "data reset",
                        on -> on.apply(SmtpVerb.BODY).afterOctets(9000).reset(),
                        deferred(ROUTE, 0)),
                large(
                        "data not read on",
                        on -> on.apply(SmtpVerb.BODY).afterOctets(9000).hang(),
                        deferred(ROUTE, 0)));
    }

    private static Stream<FaultMode> end() {
        SmtpVerb end = SmtpVerb.END_OF_DATA;
        return Stream.of(
                mode(
                        "end 250 in lines",
                        on -> on.apply(end).reply("250-2.0.0 ok\n250 queued"),
                        Sending::assertHandedOver),
                mode("end 451", on -> on.apply(end).reply("451 4.3.0 later"), deferred(MAIL, 451)),
                mode("end 421", on -> on.apply(end).replyAndClose("421 4.3.2 bye\n"), deferred(ROUTE, 421)),
                mode("end 550", on -> on.apply(end).reply("550 5.7.1 spam"), bounced(550)),
                mode("end 554 and closed", on -> on.apply(end).replyAndClose("554 5.7.1 spam\n"), bounced(554)),
                mode("end closed", on -> on.apply(end).close(), Sending::assertUnknown),
                mode("end accepted and closed", on -> on.apply(end).acceptAndClose(), Sending::assertUnknown),
                mode("end reset", on -> on.apply(end).reset(), Sending::assertUnknown),
                mode("end never answered", on -> on.apply(end).hang(), Sending::assertUnknown),
                mode("end half a reply", on -> on.apply(end).replyAndClose("25"), Sending::assertUnknown),
                mode("end half the lines", on -> on.apply(end).replyAndClose("250-2.0.0 ok\n"), Sending::assertUnknown),
                mode("end no reply code", on -> on.apply(end).reply("thanks"), Sending::assertUnknown),
                mode("end 452", on -> on.apply(end).reply("452-4.3.1 full\n452 4.3.1 disk"), deferred(MAIL, 452)),
                mode("end 503", on -> on.apply(end).reply("503 5.5.1 out of order"), bounced(503)),
                mode(
                        "end lines that contradict each other",
                        on -> on.apply(end).reply("250-2.0.0 ok\n550 5.7.1 spam"),
                        Sending::assertUnknown),
                mode("end code of another world", on -> on.apply(end).reply("999 what"), Sending::assertUnknown),
                mode("end 530", on -> on.apply(end).reply("530 5.7.0 sign in"), bounced(530)),
                mode("end 354", on -> on.apply(end).reply("354 more"), Sending::assertUnknown),
                mode("end without end", on -> on.apply(end).flood(LINE_WITHOUT_END), Sending::assertUnknown),
                mode(
                        "end an octet at a time",
                        on -> on.apply(end).delay(SLOWLY).trickle("250 2.0.0 accepted, slowly"),
                        Sending::assertUnknown));
    }
}
