package dev.hato;

import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.lint.LintReport;

/**
 * Tells the host what happens. Override what is of interest.
 *
 * <p>Called on the engine's working threads, several at once, after the fact is recorded. An
 * exception is logged and stops nothing; slow work belongs elsewhere.
 */
public interface HatoListener {
    /** A delivery is in another state now. */
    default void deliveryChanged(Delivery delivery) {}

    /** A delivery came further; called now and then while it is planned and sent, and at its end. */
    default void deliveryProgressed(DeliveryProgress progress) {}

    /** A mail is in another state now: handed over, put off, bounced, excluded, or unknown; or it waits for its time. */
    default void mailChanged(SendKey mail, OutboxEntry.Progress progress) {}

    /**
     * The way to the server does not work at the moment; mails wait and are tried again.
     *
     * @param detail what does not work
     */
    default void routeFailed(String detail) {}

    /** The template of a delivery that is being submitted has warnings or notices, no errors. */
    default void templateLinted(LintReport report) {}
}
