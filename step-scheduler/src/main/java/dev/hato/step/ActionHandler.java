package dev.hato.step;

import dev.hato.contact.Contact;

/**
 * Does what steps do outside of the stores: webhooks, notices to staff, other channels, the host's own actions.
 *
 * <p>Called after the step was recorded as begun, outside of any transaction, under a lease; by several threads at once. A
 * process that dies in between leaves the step to another, which calls again with the same {@link Call#key()}: whoever
 * must not act twice remembers it. It may pause, resume or end the contact's enrolment: the step has acted all the same.
 */
@FunctionalInterface
public interface ActionHandler {
    /**
     * Does it.
     *
     * @throws Exception if it did not work; the step is tried again after a while
     */
    void handle(Call call) throws Exception;

    /**
     * What is to be done.
     *
     * @param key the same each time this one call is repeated, and of no other
     * @param scenario the scenario's name
     * @param step the step's key
     * @param contact for whom
     * @param action one of {@link Action.CallWebhook}, {@link Action.NotifyStaff}, {@link Action.HandOver}, {@link
     *     Action.Host}
     */
    record Call(String key, String scenario, String step, Contact contact, Action action) {}
}
