package dev.hato.testkit;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A transport without a network: keeps what it is given and answers as told.
 *
 * <pre>{@code
 * RecordingTransport transport = new RecordingTransport();
 * transport.answer(mail -> new SendOutcome.Bounced(550, "5.1.1 no such user"));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class RecordingTransport implements MailTransport {
    private final List<Attempt> attempts = new ArrayList<>();
    private volatile Function<? super Attempt, ? extends SendOutcome> answer =
            attempt -> new SendOutcome.HandedOver("250 2.0.0 recorded");

    /** Answers every mail from now on with what the function gives; it may block or throw. */
    public void answer(Function<? super Attempt, ? extends SendOutcome> function) {
        answer = Objects.requireNonNull(function, "function");
    }

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        Attempt attempt = new Attempt(sender, recipient, mail);
        synchronized (attempts) {
            attempts.add(attempt);
        }
        return answer.apply(attempt);
    }

    /** Returns all attempts so far, whatever their answer, in the order they began. */
    public List<Attempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /** Does nothing. */
    @Override
    public void close() {}

    /**
     * One call of {@link #send}.
     *
     * @param sender the envelope sender
     * @param recipient the envelope recipient
     * @param mail the content
     */
    public record Attempt(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {}
}
