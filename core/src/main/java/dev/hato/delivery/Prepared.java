package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.message.ReadyMail;
import org.jspecify.annotations.Nullable;

/** What is to be recorded of a mail next. */
sealed interface Prepared {
    /** Returns the claim. */
    Job job();

    /** Returns what to record. */
    Act act();

    /**
     * It can be offered to a server once its send has begun.
     *
     * @param rendered for whom it was rendered; null where it was composed before
     */
    record Ready(Job job, ReadyMail mail, @Nullable Contact rendered) implements Prepared {
        @Override
        public Act act() {
            return new Act.Begin(job, rendered);
        }
    }

    /**
     * It is not offered, or was and has its outcome.
     *
     * @param routeFailure why the route does not work, or null if it does
     */
    record Over(Job job, Completion completion, @Nullable String routeFailure) implements Prepared {
        @Override
        public Act act() {
            return new Act.End(job, completion);
        }

        MailSender.Result result() {
            return new MailSender.Result(completion, routeFailure);
        }
    }

    /** It is given back unsent, also where its send had been recorded as begun. */
    record Back(Job job) implements Prepared {
        @Override
        public Act act() {
            return new Act.End(job, Completion.released(job.claim()));
        }
    }
}
