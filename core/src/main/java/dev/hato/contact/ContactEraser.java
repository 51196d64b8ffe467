package dev.hato.contact;

/**
 * Erases people on their wish, over all stores at once.
 *
 * <p>Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface ContactEraser {
    /**
     * Erases the contact in one atomic step: its attributes and address, its subscriptions with their history and
     * evidence, its events, and the content of its mails; mails that were planned are not sent. Counts of deliveries
     * stay.
     *
     * <p>What remains is a tombstone under a keyed hash of the address, from which nobody reads who it was. A contact
     * that is later saved under the same address finds the lists it had left stopped, and an address that was blocked
     * stays so. Repeating it is harmless and takes nothing away from what is remembered.
     *
     * <p>The hash is of the address that the contact has now: of one that was removed before nothing can be remembered,
     * and the block of an address that it had earlier stays. What the mail server says of a mail that is being sent
     * meanwhile is not kept; it ends as unknown.
     *
     * @return whether anything was there to erase. A contact that only the host may remove, in a table of its own, is
     *     found until the host does
     * @throws IllegalStateException if the stores have no key for the hash
     */
    boolean erase(ContactId id);
}
