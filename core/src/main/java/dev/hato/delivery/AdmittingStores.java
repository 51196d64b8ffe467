package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores that can see for themselves, in one step, that nothing speaks against the beginning of sends: an ability that
 * saves the usual mail the reading of its contact, consent and delivery.
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
     * Records, as {@link Outbox#start} does, that sends begin, of which all of the following holds in this
     * transaction: the claim holds, the contact is what it was under its mark, no address status other than {@code OK}
     * is known of the address, and, for the mail of a delivery, the delivery is of the version given, and the contact an
     * active subscriber of its list, if it has one. Where a store cannot tell, nothing is recorded.
     *
     * @return the keys of the mails whose sends have begun; nothing is said about the others
     */
    Set<SendKey> startAdmitted(List<Beginning> beginnings, Instant now);

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
     * A send that is to begin.
     *
     * @param claim the mail
     * @param address where it goes
     * @param mark that of the contact for whom it was rendered; null for a mail that was composed before, whose contact
     *     may have changed
     * @param delivery the one it belongs to, in a state in which mails are sent; null for a mail of none
     */
    record Beginning(
            Claim claim,
            EmailAddress address,
            @Nullable String mark,
            @Nullable Delivery delivery) {
        /** Checks that nothing is missing. */
        public Beginning {
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(address, "address");
        }
    }
}
