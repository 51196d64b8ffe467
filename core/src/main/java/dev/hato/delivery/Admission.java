package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.AddressRecord;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads both axes of consent: whether a contact may get a mail now, and if not, why. */
final class Admission {
    private final Stores stores;

    Admission(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the reason for each contact that may not get the mail; contacts that may are left out.
     *
     * @param list the list whose subscription is asked for, or null to pass over subscriptions
     */
    Map<ContactId, ExclusionReason> exclusions(Collection<Contact> contacts, @Nullable MailingList list) {
        List<ContactId> ids = contacts.stream().map(Contact::id).toList();
        List<EmailAddress> addresses = contacts.stream().map(Contact::address).toList();
        Map<ContactId, Subscription> subscriptions =
                list == null ? Map.of() : stores.consents().subscriptions(list.name(), ids);
        Map<EmailAddress, AddressRecord> known = stores.consents().addresses(addresses);
        Map<ContactId, ExclusionReason> excluded = new HashMap<>();
        for (Contact contact : contacts) {
            ExclusionReason reason = ofAddress(known.get(contact.address()));
            if (reason == null && list != null) {
                reason = ofSubscription(subscriptions.get(contact.id()));
            }
            if (reason != null) {
                excluded.put(contact.id(), reason);
            }
        }
        return excluded;
    }

    private static @Nullable ExclusionReason ofAddress(@Nullable AddressRecord known) {
        if (known == null) {
            return null;
        }
        return switch (known.status()) {
            case OK -> null;
            case ERROR -> ExclusionReason.ADDRESS_ERROR;
            case COMPLAINED -> ExclusionReason.COMPLAINED;
            case SUPPRESSED -> ExclusionReason.SUPPRESSED;
        };
    }

    private static @Nullable ExclusionReason ofSubscription(@Nullable Subscription subscription) {
        if (subscription == null) {
            return ExclusionReason.NOT_SUBSCRIBED;
        }
        SubscriptionStatus status = subscription.status();
        return switch (status) {
            case ACTIVE -> null;
            case PENDING -> ExclusionReason.PENDING;
            case STOPPED -> ExclusionReason.STOPPED;
            case BANNED -> ExclusionReason.BANNED;
        };
    }
}
