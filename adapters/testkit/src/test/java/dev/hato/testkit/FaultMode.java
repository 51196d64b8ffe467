package dev.hato.testkit;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SmtpBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One way for a server to go wrong: how it is set up, who talks to it, what it is told, and what must
 * come of it.
 */
record FaultMode(
        String name,
        UnaryOperator<SmtpSink.Builder> server,
        Client client,
        Consumer<Function<SmtpVerb, SmtpRule>> script,
        Consumer<SendOutcome> expected,
        ComposedMail mail) {
    /** The only one whose mail a server that is choosy goes wrong at. */
    static final EmailAddress VICTIM = EmailAddress.of("victim@example.jp");

    private static final EmailAddress VICTIMS_SENDER = EmailAddress.of("victims-sender@shop.example");
    private static final ComposedMail SMALL = Sending.mail(99, "text");
    private static final ComposedMail LARGE = Sending.largeMail();

    /** How to reach a sink. */
    interface Client {
        SmtpBuilder<?, ?> to(Lane lane, SmtpSink sink);
    }

    static FaultMode mode(String name, Consumer<Function<SmtpVerb, SmtpRule>> script, Consumer<SendOutcome> expected) {
        return new FaultMode(name, sink -> sink, Lane::to, script, expected, SMALL);
    }

    static FaultMode large(String name, Consumer<Function<SmtpVerb, SmtpRule>> script, Consumer<SendOutcome> expected) {
        return new FaultMode(name, sink -> sink, Lane::to, script, expected, LARGE);
    }

    static Consumer<SendOutcome> deferred(SendOutcome.Cause cause, int code) {
        return outcome -> Sending.assertDeferred(outcome, cause, code);
    }

    static Consumer<SendOutcome> bounced(int code) {
        return outcome -> Sending.assertBounced(outcome, code);
    }

    static Stream<FaultMode> all() {
        return Stream.of(FaultModes.opening(), FaultModes.withinSession(), SecureFaultModes.all())
                .flatMap(modes -> modes);
    }

    SmtpSink start() {
        return server.apply(SmtpSink.builder()).start();
    }

    /** Returns how long each phase may last, long enough for a handshake where there is one. */
    Duration patience() {
        SmtpSink.Builder options = server.apply(SmtpSink.builder());
        return options.startTls || options.implicitTls ? Duration.ofSeconds(3) : Sending.SHORT;
    }

    /** Begins a transport to the sink with these deadlines. */
    SmtpBuilder<?, ?> client(Lane lane, SmtpSink sink, Duration patience) {
        return client.to(lane, sink)
                .connectTimeout(patience)
                .commandTimeout(patience)
                .dataTimeout(patience);
    }

    /** Makes the sink go wrong at every mail. */
    void breakAll(SmtpSink sink) {
        script.accept(sink::on);
    }

    /** Makes the sink go wrong at the victim's mail only. */
    void breakVictims(SmtpSink sink) {
        script.accept(verb -> sink.on(verb).when(line -> line.contains("victim")));
    }

    ReadyMail victim() {
        return new ReadyMail(VICTIMS_SENDER, VICTIM, mail);
    }

    @Override
    public String toString() {
        return name;
    }
}
