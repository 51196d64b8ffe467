package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mails in a row, and where their outcomes go. Used by one thread.
 *
 * <p>A transport either takes one after another ({@link #next()}, {@link #mayBegin}, {@link #outcome}), or,
 * where one request hands over many mails, takes them in batches ({@link #next(int)}, {@link #mayBegin} for
 * each, {@link #outcomes}).
 *
 * <p>An exception from any method ends the row: no further mail is asked for, no more content is
 * begun, each mail that was given gets its outcome, and then the exception is thrown to the caller of
 * {@link BulkTransport#sendAll}, later ones as suppressed in the first.
 */
public interface MailQueue {
    /**
     * Returns the next mail, or null if there is none now, which ends the row.
     *
     * <p>It is asked for at most one mail ahead: while no more than one mail that was given has no
     * outcome yet. It should not block for long, as a server waits meanwhile. Where it throws, the one
     * mail that has no outcome yet is still sent.
     */
    @Nullable ReadyMail next();

    /**
     * Returns the next mails, or none if there are none now, which ends the row.
     *
     * <p>It is asked for while every mail that was given has its outcome. After a crash the whole batch is in
     * doubt, so a transport takes no more than go in one request. The default gives one.
     *
     * @param limit how many at most, at least 1; there may be fewer though more follow
     */
    default List<ReadyMail> next(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit is " + limit + "; ask for at least one mail.");
        }
        ReadyMail mail = next();
        return mail == null ? List.of() : List.of(mail);
    }

    /**
     * Returns whether the mail may still be sent. Asked right before its content leaves, at the latest
     * moment at which nothing of it has, since the answer may change while a server is waited for: another
     * node has taken the mail over, the recipient has left the list.
     *
     * <p>After {@code false} the transport sends no content of the mail, sees to it that the server takes
     * nothing of it, and tells {@code Deferred} with the cause {@code MAIL} as its outcome. The default is
     * {@code true}.
     *
     * @param mail one that was given and has no outcome yet
     */
    default boolean mayBegin(ReadyMail mail) {
        return true;
    }

    /**
     * Takes the outcome of a mail. Called exactly once for each, in the order they were given, and
     * before any content of a later mail is sent; a mail that goes over another route after a failure
     * keeps its place. Where it throws, a later mail that was given already is not sent, and its outcome
     * is {@code Deferred(ROUTE)}.
     */
    void outcome(ReadyMail mail, SendOutcome outcome);

    /**
     * Takes the outcomes of mails that were given by {@link #next(int)}, each once, before more are asked for.
     * The default tells one by one.
     */
    default void outcomes(List<Result> results) {
        results.forEach(result -> outcome(result.mail(), result.outcome()));
    }

    /**
     * What became of a mail.
     *
     * @param mail the mail, as it was given
     * @param outcome its outcome
     */
    record Result(ReadyMail mail, SendOutcome outcome) {
        /** Checks that nothing is missing. */
        public Result {
            Objects.requireNonNull(mail, "mail");
            Objects.requireNonNull(outcome, "The transport gave no outcome.");
        }
    }
}
