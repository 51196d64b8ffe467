package dev.hato;

import dev.hato.consent.Consents;
import dev.hato.contact.Contacts;
import dev.hato.delivery.Mail;
import dev.hato.delivery.Mailer;
import dev.hato.delivery.SendResult;
import dev.hato.event.EventStore;
import java.time.InstantSource;

/**
 * The engine inside a transaction of the host's, made by {@link Hato#in}: an order and its confirmation mail
 * are both there, or neither.
 *
 * <p>Nothing is sent from here, as the host may still roll back; the {@link Hato#dispatcher()} sends what was
 * committed. Used by the thread that runs the transaction, and not after it.
 */
public final class HatoTransaction {
    private final Contacts contacts;
    private final Consents consents;
    private final EventStore events;
    private final Mailer mailer;

    HatoTransaction(Stores stores, Mailer mailer, InstantSource clock) {
        this.contacts = new Contacts(stores.contacts(), stores.eraser());
        this.consents = new Consents(stores.consents(), clock);
        this.events = stores.events();
        this.mailer = mailer;
    }

    /**
     * Puts the mail into the outbox, from which the dispatcher sends it after the commit. Repeating it with the
     * same key is harmless, also in a later transaction.
     *
     * @throws dev.hato.message.MissingFieldException if a field has no value and the template says
     *     {@code FAIL}
     * @throws dev.hato.delivery.IdempotencyConflictException if the mail's key belongs to a mail with
     *     another content
     */
    public SendResult enqueue(Mail mail) {
        return mailer.enqueue(mail);
    }

    /** Returns the contacts as the transaction sees them; erasing one is part of it too. */
    public Contacts contacts() {
        return contacts;
    }

    /** Returns the subscriptions and the address statuses as the transaction sees them. */
    public Consents consents() {
        return consents;
    }

    /** Returns the events as the transaction sees them. */
    public EventStore events() {
        return events;
    }
}
