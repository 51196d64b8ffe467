package dev.hato.message;

import dev.hato.contact.Contact;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MessageTransformer} may know of the mail that is being made.
 *
 * <p>Immutable and thread-safe.
 *
 * @param contact the recipient
 * @param key what tells the mail from all others to the same contact
 * @param name what people call the mail, on all of its recipients' the same: the delivery's name, or the template's
 * @param list the name of the mailing list that it goes to, or null if it goes to none
 * @param marketing whether it is advertising by its nature; a receipt is not
 * @param test whether it only shows how the mail will look: what its links lead to must have no effect
 */
public record MailContext(
        Contact contact, Key key, String name, @Nullable String list, boolean marketing, boolean test) {
    /** Checks that nothing is missing. */
    public MailContext {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(name, "name");
    }

    /** Returns the delivery or scenario. */
    public String source() {
        return key.source();
    }

    /** Returns the step of the scenario, or the caller's idempotency key. */
    public String step() {
        return key.step();
    }

    /** Returns which time it is, where a step comes again; empty for the only time. */
    public String occurrence() {
        return key.occurrence();
    }

    /**
     * The parts of a send's identity beside the contact.
     *
     * @param source the delivery or scenario; {@code mail} for transactional mail
     * @param step the step of the scenario, or the caller's idempotency key
     * @param occurrence which time it is, where a step comes again; empty for the only time
     */
    public record Key(String source, String step, String occurrence) {
        /** Checks that nothing is missing. */
        public Key {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(occurrence, "occurrence");
        }
    }
}
