package dev.hato.delivery;

import dev.hato.contact.Contact;
import org.jspecify.annotations.Nullable;

/** What a worker wants recorded of one mail. */
sealed interface Act {
    /** Returns the mail. */
    Job job();

    /**
     * Its send begins, if nothing forbids it.
     *
     * @param rendered the contact the mail was rendered for; null where the mail was composed before
     */
    record Begin(Job job, @Nullable Contact rendered) implements Act {}

    /** It ended, was put off, or is given back. */
    record End(Job job, Completion completion) implements Act {}

    /** The answer to an act. */
    sealed interface Decision {
        /** The send has begun: now the mail must be offered to the server, or be completed. */
        record Go() implements Decision {}

        /** This is recorded, and ends the claim. */
        record Ended(Completion completion) implements Decision {}

        /** The contact is another than the one the mail was rendered for; render again. */
        record Changed() implements Decision {}

        /** Somebody else holds the mail; nothing is recorded. */
        record Lost() implements Decision {}

        /** The store failed; nothing is known to be recorded. */
        record Failed(Throwable cause) implements Decision {}
    }
}
