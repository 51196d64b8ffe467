package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.enrolment.StoredScenario;
import org.jspecify.annotations.Nullable;

/**
 * A claim that this process holds, until when by its own watch, and what was read for it on the way.
 *
 * <p>Thread-safe.
 */
final class Job {
    private final Claim claim;
    private final AdmittingStores.@Nullable Recipient recipient;
    private final @Nullable Delivery delivery;
    private final @Nullable StoredScenario scenario;
    private volatile long heldUntil;

    /**
     * A new claim.
     *
     * @param recipient the contact as it was when the mail was claimed; null if it was not read or not there
     * @param delivery the one it belongs to, likewise
     * @param scenario the one whose step it is, likewise
     * @param heldUntil when the lease ends, on the clock of {@link System#nanoTime}
     */
    Job(
            Claim claim,
            AdmittingStores.@Nullable Recipient recipient,
            @Nullable Delivery delivery,
            @Nullable StoredScenario scenario,
            long heldUntil) {
        this.claim = claim;
        this.recipient = recipient;
        this.delivery = delivery;
        this.scenario = scenario;
        this.heldUntil = heldUntil;
    }

    Claim claim() {
        return claim;
    }

    SendKey key() {
        return claim.key();
    }

    @Nullable Contact contact() {
        return recipient == null ? null : recipient.contact();
    }

    /** Returns the mark of the contact, or null if the store made none or this is another one. */
    @Nullable String mark(@Nullable Contact rendered) {
        return recipient != null && recipient.contact().equals(rendered) ? recipient.mark() : null;
    }

    @Nullable Delivery delivery() {
        return delivery;
    }

    @Nullable StoredScenario scenario() {
        return scenario;
    }

    /** Notes that the lease was lengthened, or, with a time that has passed, that it is lost. */
    void holdUntil(long nanos) {
        heldUntil = nanos;
    }

    /** Returns whether the lease lasts: nobody else can have claimed the mail. */
    boolean isHeld(long nanos) {
        return heldUntil - nanos > 0;
    }
}
