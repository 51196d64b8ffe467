package dev.hato.testkit;

import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Deferred;

/** What two outcomes must have in common to be the same. */
final class Outcomes {
    private Outcomes() {}

    /** Returns the kind, the cause and the reply code, without the words. */
    static String essence(SendOutcome outcome) {
        String kind = outcome.getClass().getSimpleName();
        if (outcome instanceof Deferred deferred) {
            return kind + " " + deferred.cause() + " " + deferred.replyCode();
        }
        return outcome instanceof Bounced bounced ? kind + " " + bounced.replyCode() : kind;
    }
}
