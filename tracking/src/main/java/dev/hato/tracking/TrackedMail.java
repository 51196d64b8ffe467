package dev.hato.tracking;

import dev.hato.contact.ContactId;
import java.util.Objects;

/**
 * The mail that a link stands in.
 *
 * @param source the delivery or scenario, as in the mail's send key
 * @param step the step of the scenario, or the idempotency key of a transactional mail
 * @param occurrence which time, where a step comes again; empty for the only time
 * @param contact the recipient
 * @param test whether it is a test mail, whose links do nothing
 */
public record TrackedMail(String source, String step, String occurrence, ContactId contact, boolean test) {
    /** Checks that nothing is missing. */
    public TrackedMail {
        atMost(100, "source", source);
        atMost(200, "step", step);
        atMost(100, "occurrence", occurrence);
        Objects.requireNonNull(contact, "contact");
    }

    private static void atMost(int length, String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.length() > length) {
            throw new IllegalArgumentException("The " + what + " of a mail has " + text.length()
                    + " characters; at most " + length + " are allowed, as in its send key.");
        }
    }

    /** Names a mail that is no test. */
    public TrackedMail(String source, String step, String occurrence, ContactId contact) {
        this(source, step, occurrence, contact, false);
    }
}
