/**
 * Deliveries: which mail goes to whom, when, and what became of each.
 *
 * <p>Every mail is one row of the {@link dev.hato.delivery.Outbox} under a unique {@link
 * dev.hato.delivery.SendKey}. The {@link dev.hato.delivery.Dispatcher} claims rows under a lease with
 * a fencing token, reads consent in the transaction that starts the send, and records the outcome.
 */
@NullMarked
package dev.hato.delivery;

import org.jspecify.annotations.NullMarked;
