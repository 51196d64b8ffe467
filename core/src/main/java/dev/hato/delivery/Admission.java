package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.AddressRecord;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Both axes of consent as they were read at one time: whether a contact may get a mail, and if not, why. */
final class Admission {
    private final Map<EmailAddress, AddressRecord> addresses;
    private final Set<EmailAddress> erased;
    private final Map<MailingList, Map<ContactId, Subscription>> subscriptions = new HashMap<>();

    private Admission(Map<EmailAddress, AddressRecord> addresses, Set<EmailAddress> erased) {
        this.addresses = addresses;
        this.erased = erased;
    }

    /** Collects of whom to read, about so many. */
    static Question question(int size) {
        return new Question(size);
    }

    /**
     * Returns why the contact may not get the mail, or null if it may.
     *
     * @param kind of which the mail is; over a tombstone goes no spot mail
     * @param list the list whose subscription counts, or null to pass over subscriptions; all three were asked about
     */
    @Nullable ExclusionReason exclusion(Contact contact, MailKind kind, @Nullable MailingList list) {
        ExclusionReason reason = ofAddress(addresses.isEmpty() ? null : addresses.get(contact.address()));
        if (reason == null && kind == MailKind.SPOT && erased.contains(contact.address())) {
            return ExclusionReason.ERASED;
        }
        if (reason != null || list == null) {
            return reason;
        }
        return ofSubscription(subscriptions.getOrDefault(list, Map.of()).get(contact.id()));
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

    /** Of whom to read, all together. */
    static final class Question {
        private final int capacity;
        private final Set<EmailAddress> addresses;
        private final Set<EmailAddress> ofSpotMail = new LinkedHashSet<>();
        private final Map<MailingList, Set<ContactId>> subscribers = new LinkedHashMap<>();

        private Question(int size) {
            capacity = 2 * size;
            addresses = new LinkedHashSet<>(capacity);
        }

        void about(Contact contact, MailKind kind, @Nullable MailingList list) {
            addresses.add(contact.address());
            if (kind == MailKind.SPOT) {
                ofSpotMail.add(contact.address());
            }
            if (list != null) {
                subscribers
                        .computeIfAbsent(list, name -> new LinkedHashSet<>(capacity))
                        .add(contact.id());
            }
        }

        /** Reads the addresses at once, and the subscriptions list by list. */
        Admission ask(Stores stores) {
            if (addresses.isEmpty()) {
                return new Admission(Map.of(), Set.of());
            }
            Admission admission = new Admission(
                    stores.consents().addresses(addresses),
                    ofSpotMail.isEmpty() ? Set.of() : stores.consents().erased(ofSpotMail));
            subscribers.forEach((list, contacts) ->
                    admission.subscriptions.put(list, stores.consents().subscriptions(list.name(), contacts)));
            return admission;
        }
    }
}
