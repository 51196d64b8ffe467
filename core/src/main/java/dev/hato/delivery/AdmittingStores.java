package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores that can see for themselves, in one step, that nothing speaks against the beginning of sends, and record it
 * together with what became of others: an ability that saves the usual mail the reading of its contact, consent and
 * delivery, and all but one of the round trips.
 *
 * <p>Nothing depends on it. Of a mail that is not admitted here the engine reads everything itself, and so it does
 * over stores that do not implement this.
 */
public interface AdmittingStores extends Stores {
    /**
     * Returns the contacts with these ids, as {@code contacts().findAll} does, each with a mark by which it is
     * recognised later; ids without a contact are left out.
     */
    Map<ContactId, Recipient> recipients(Collection<ContactId> ids);

    /**
     * Records what became of mails and which sends begin, in as few transactions of its own as it takes, each of which is
     * committed when this returns. No mail is named twice. Nothing is recorded of a mail of which the store cannot tell
     * that all of the following holds; the engine does that itself afterwards.
     *
     * <ul>
     *   <li>The claim holds, as for {@link Outbox#complete} and {@link Outbox#start}. An outcome's event is added with it,
     *       as {@link dev.hato.event.EventStore#addAll} does.
     *   <li>For a send that begins, in the same moment: the contact is what it was under its mark, no address status
     *       other than {@code OK} is known of the address, for the mail of a delivery the delivery is of the version
     *       given, for that of a scenario the scenario has the list given, and the contact is an active subscriber of the
     *       list, if there is one.
     * </ul>
     *
     * @return the keys of the mails of which that was recorded; in a transaction of the caller's none
     * @throws RuntimeException if the store fails; then nobody knows what is recorded
     */
    Set<SendKey> exchange(List<Outcome> outcomes, List<Beginning> beginnings);

    /**
     * A contact as it was read.
     *
     * @param contact the contact
     * @param mark equal only as long as the contact is; of the store's own making, null if it makes none
     */
    record Recipient(Contact contact, @Nullable String mark) {
        /** Checks that there is a contact. */
        public Recipient {
            Objects.requireNonNull(contact, "contact");
        }
    }

    /**
     * What became of a mail.
     *
     * @param completion what is recorded
     * @param event what the contact's timeline says of it, or null for nothing
     */
    record Outcome(Completion completion, @Nullable ContactEvent event) {
        /** Checks that there is something to record. */
        public Outcome {
            Objects.requireNonNull(completion, "completion");
        }
    }

    /**
     * A send that is to begin.
     *
     * @param claim the mail
     * @param address where it goes
     * @param mark that of the contact for whom it was rendered; null for a mail that was composed before, whose contact
     *     may have changed
     * @param delivery the one it belongs to, in a state in which mails are sent; null for a mail of none
     * @param scenario the one whose step it is; null for a mail of none
     */
    record Beginning(
            Claim claim,
            EmailAddress address,
            @Nullable String mark,
            @Nullable Delivery delivery,
            @Nullable StoredScenario scenario) {
        /** Checks that nothing is missing. */
        public Beginning {
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(address, "address");
        }
    }
}
