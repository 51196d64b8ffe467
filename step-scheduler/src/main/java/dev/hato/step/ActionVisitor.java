package dev.hato.step;

/**
 * One method for each kind of action: what an engine, a writer or a printer implements.
 *
 * <p>A new kind adds a method here, so that every implementor notices when it is compiled.
 *
 * @param <R> what a visit returns
 */
public interface ActionVisitor<R> {
    /** Visits the sending of a mail. */
    R sendMail(Action.SendMail action);

    /** Visits the setting of an attribute. */
    R setAttribute(Action.SetAttribute action);

    /** Visits a subscription. */
    R subscribe(Action.Subscribe action);

    /** Visits the end of a subscription. */
    R stopSubscription(Action.StopSubscription action);

    /** Visits an addition to a score. */
    R addScore(Action.AddScore action);

    /** Visits the call of a webhook. */
    R callWebhook(Action.CallWebhook action);

    /** Visits a notice to staff. */
    R notifyStaff(Action.NotifyStaff action);

    /** Visits the hand-over to another channel. */
    R handOver(Action.HandOver action);

    /** Visits an action of the host's own. */
    R host(Action.Host action);

    /** Visits a parting of ways. */
    R branch(Action.Branch action);

    /** Visits a wait. */
    R waitFor(Action.WaitFor action);

    /** Visits a jump. */
    R goTo(Action.GoTo action);

    /** Visits an end. */
    R end(Action.End action);
}
