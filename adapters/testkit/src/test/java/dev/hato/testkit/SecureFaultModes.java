package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static dev.hato.testkit.FaultMode.bounced;
import static dev.hato.testkit.FaultMode.deferred;

import dev.hato.message.ComposedMail;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SmtpBuilder;
import dev.hato.smtp.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The ways to go wrong that depend on what the server offers: TLS, signing in, extensions. */
final class SecureFaultModes {
    private static final ComposedMail MAIL = Sending.mail(99, "text");

    private SecureFaultModes() {}

    static Stream<FaultMode> all() {
        return Stream.of(tls(), signIn(), extensions()).flatMap(modes -> modes);
    }

    private static SmtpBuilder<?, ?> secure(Lane lane, SmtpSink sink) {
        return lane.to("localhost", sink.port()).sslContext(sink.clientSslContext());
    }

    private static SmtpBuilder<?, ?> implicit(Lane lane, SmtpSink sink) {
        return secure(lane, sink).tls(TlsPolicy.IMPLICIT);
    }

    private static SmtpBuilder<?, ?> signedIn(Lane lane, SmtpSink sink) {
        return secure(lane, sink).credentials("shop", "secret");
    }

    private static FaultMode tls(
            String name, Consumer<Function<SmtpVerb, SmtpRule>> script, Consumer<SendOutcome> expected) {
        return new FaultMode(name, SmtpSink.Builder::startTls, SecureFaultModes::secure, script, expected, MAIL);
    }

    private static Stream<FaultMode> tls() {
        return Stream.of(
                tls("STARTTLS 454", on -> on.apply(SmtpVerb.STARTTLS).reply("454 4.7.0 not now"), deferred(ROUTE, 454)),
                tls("STARTTLS 501", on -> on.apply(SmtpVerb.STARTTLS).reply("501 5.5.4 no"), deferred(ROUTE, 501)),
                tls("STARTTLS 250", on -> on.apply(SmtpVerb.STARTTLS).reply("250 2.0.0 ok"), deferred(ROUTE, 0)),
                tls("STARTTLS closed", on -> on.apply(SmtpVerb.STARTTLS).close(), deferred(ROUTE, 0)),
                tls("STARTTLS reset", on -> on.apply(SmtpVerb.STARTTLS).reset(), deferred(ROUTE, 0)),
                tls("STARTTLS never answered", on -> on.apply(SmtpVerb.STARTTLS).hang(), deferred(ROUTE, 0)),
                tls(
                        "STARTTLS closed instead of a handshake",
                        on -> on.apply(SmtpVerb.STARTTLS).replyAndClose("220 2.0.0 go ahead\n"),
                        deferred(ROUTE, 0)),
                tls(
                        "STARTTLS stripped",
                        on -> on.apply(SmtpVerb.EHLO).reply("250-sink.example\n250 SIZE"),
                        deferred(ROUTE, 0)),
                tls(
                        "EHLO refused under TLS",
                        on -> on.apply(SmtpVerb.EHLO).after(1).reply("550 5.7.1 no"),
                        deferred(ROUTE, 550)),
                new FaultMode(
                        "certificate of another host",
                        sink -> sink.startTls().certificate(SinkCertificate.ELSEWHERE),
                        SecureFaultModes::secure,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "certificate out of date",
                        sink -> sink.startTls().certificate(SinkCertificate.EXPIRED),
                        SecureFaultModes::secure,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "certificate nobody vouches for",
                        SmtpSink.Builder::startTls,
                        (lane, sink) -> lane.to("localhost", sink.port()),
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "certificate of another host, implicit TLS",
                        sink -> sink.implicitTls().certificate(SinkCertificate.ELSEWHERE),
                        SecureFaultModes::implicit,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "plain where TLS is implicit",
                        sink -> sink,
                        SecureFaultModes::implicit,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL));
    }

    private static FaultMode signIn(String reply, int code) {
        return new FaultMode(
                "AUTH " + reply,
                sink -> sink.startTls().credentials("shop", "secret"),
                SecureFaultModes::signedIn,
                on -> on.apply(SmtpVerb.AUTH).reply(reply),
                deferred(ROUTE, code),
                MAIL);
    }

    private static Stream<FaultMode> signIn() {
        return Stream.of(
                signIn("454 4.7.0 not now", 454),
                signIn("421 4.3.2 closing", 421),
                signIn("535 5.7.8 wrong", 535),
                signIn("534 5.7.9 too weak", 534),
                signIn("530 5.7.0 TLS first", 530),
                signIn("334 more", 334),
                signIn("so what", 0),
                new FaultMode(
                        "AUTH not offered",
                        SmtpSink.Builder::startTls,
                        SecureFaultModes::signedIn,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "AUTH with foreign mechanisms only",
                        sink -> sink.startTls().extensions("AUTH GSSAPI XOAUTH2"),
                        SecureFaultModes::signedIn,
                        on -> {},
                        deferred(ROUTE, 0),
                        MAIL),
                new FaultMode(
                        "AUTH needed, no credentials set",
                        sink -> sink.startTls().credentials("shop", "secret"),
                        SecureFaultModes::secure,
                        on -> {},
                        deferred(ROUTE, 530),
                        MAIL));
    }

    private static FaultMode offering(
            String name, ComposedMail mail, Consumer<SendOutcome> expected, String... extensions) {
        UnaryOperator<SmtpSink.Builder> server = sink -> sink.extensions(extensions);
        return new FaultMode(name, server, Lane::to, on -> {}, expected, mail);
    }

    private static Stream<FaultMode> extensions() {
        ComposedMail utf8Header =
                ComposedMail.of("<8@shop.example>", "Subject: 日本語\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8));
        ComposedMail utf8Body =
                ComposedMail.of("<9@shop.example>", "Subject: x\r\n\r\n日本語\r\n".getBytes(StandardCharsets.UTF_8));
        int size = MAIL.size();
        return Stream.of(
                offering("SIZE exceeded by one", MAIL, bounced(0), "PIPELINING", "SIZE " + (size - 1)),
                offering("SIZE just held", MAIL, Sending::assertHandedOver, "PIPELINING", "SIZE " + size),
                offering("SIZE without a limit", MAIL, Sending::assertHandedOver, "PIPELINING", "SIZE 0"),
                offering("SIZE of nonsense", MAIL, Sending::assertHandedOver, "SIZE -1", "PIPELINING"),
                offering("SMTPUTF8 missing", utf8Header, bounced(0), "PIPELINING", "8BITMIME"),
                offering("8BITMIME missing", utf8Body, bounced(0), "PIPELINING", "SMTPUTF8"),
                offering("nothing offered at all", MAIL, Sending::assertHandedOver));
    }
}
