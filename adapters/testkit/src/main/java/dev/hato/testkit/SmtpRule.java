package dev.hato.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What an {@link SmtpSink} does at one point instead of what it usually does.
 *
 * <p>Options come first; one of the methods that return nothing ends the rule and puts it in force.
 * The rule that was put in force last is asked first. Not thread-safe until it is in force.
 *
 * <pre>{@code
 * sink.on(SmtpVerb.RCPT).when(line -> line.contains("full@")).times(2).reply("452 4.2.2 mailbox full");
 * }</pre>
 */
public final class SmtpRule {
    /** The ways to go wrong. */
    enum Kind {
        REPLY,
        REPLY_AND_CLOSE,
        CLOSE,
        RESET,
        ACCEPT_AND_CLOSE,
        HANG,
        TRICKLE,
        FLOOD
    }

    final SmtpVerb verb;
    Kind kind = Kind.REPLY;
    String text = "";
    Duration delay = Duration.ZERO;
    int afterOctets = 1;
    private final Consumer<SmtpRule> registry;
    private final AtomicInteger skip = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private Predicate<String> condition = line -> true;

    SmtpRule(SmtpVerb verb, Consumer<SmtpRule> registry) {
        this.verb = verb;
        this.registry = registry;
    }

    /**
     * Restricts the rule to some commands.
     *
     * @param predicate is given the command's line; at DATA, BODY and END_OF_DATA the recipients,
     *     separated by spaces
     */
    public SmtpRule when(Predicate<String> predicate) {
        condition = Objects.requireNonNull(predicate, "predicate");
        return this;
    }

    /** Ends the rule after it has been applied so many times; it is never used up unless set. */
    public SmtpRule times(int count) {
        left.set(count);
        return this;
    }

    /** Lets the first so many occasions pass. */
    public SmtpRule after(int occasions) {
        skip.set(occasions);
        return this;
    }

    /** Waits before doing it; with {@link #trickle}, before each octet. */
    public SmtpRule delay(Duration value) {
        delay = Objects.requireNonNull(value, "delay");
        return this;
    }

    /** For {@link SmtpVerb#BODY}: acts when so many octets of the data have come. */
    public SmtpRule afterOctets(int octets) {
        afterOctets = octets;
        return this;
    }

    /** Answers with these lines, which a newline separates. A code of 2xx or 3xx also has its usual effect. */
    public void reply(String lines) {
        inForce(Kind.REPLY, lines);
    }

    /** Answers and closes the connection; an empty text or one without newline may stop in the middle of a reply. */
    public void replyAndClose(String octets) {
        inForce(Kind.REPLY_AND_CLOSE, octets);
    }

    /** Closes the connection without an answer; a mail whose end was just read is not accepted. */
    public void close() {
        inForce(Kind.CLOSE, "");
    }

    /** Breaks the connection (TCP RST) without an answer. */
    public void reset() {
        inForce(Kind.RESET, "");
    }

    /** At {@link SmtpVerb#END_OF_DATA}: takes the mail, then closes the connection without saying so. */
    public void acceptAndClose() {
        inForce(Kind.ACCEPT_AND_CLOSE, "");
    }

    /** Neither reads nor answers any more, until the sink is closed. */
    public void hang() {
        inForce(Kind.HANG, "");
    }

    /** Answers an octet at a time, {@link #delay} before each. */
    public void trickle(String lines) {
        inForce(Kind.TRICKLE, lines);
    }

    /** Sends these octets again and again, until the client goes away. */
    public void flood(String octets) {
        inForce(Kind.FLOOD, octets);
    }

    private void inForce(Kind what, String withText) {
        kind = what;
        text = Objects.requireNonNull(withText, "text");
        registry.accept(this);
    }

    /** Returns whether the rule applies now, and counts it if so. */
    synchronized boolean applies(SmtpVerb at, String line) {
        if (at != verb || left.get() <= 0 || !condition.test(line)) {
            return false;
        }
        if (skip.get() > 0) {
            skip.decrementAndGet();
            return false;
        }
        left.decrementAndGet();
        return true;
    }

    /** Takes back an application that came too early. */
    void giveBack() {
        left.incrementAndGet();
    }
}
