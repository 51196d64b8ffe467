package dev.hato.memory;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.Optional;
import java.util.Set;

/** Erases people from all stores in memory. */
record MemoryEraser(
        MemoryState state,
        MemoryContactStore contacts,
        MemoryConsentStore consents,
        MemoryEventStore events,
        MemoryOutbox outbox,
        MemoryStepStore steps,
        MemoryCouponStore coupons,
        MemoryTombstones tombstones)
        implements ContactEraser {
    @Override
    public boolean erase(ContactId id) {
        return state.transaction(() -> {
            Optional<Contact> contact = contacts.find(id);
            if (contact.isPresent()) {
                EmailAddress address = contact.get().address();
                tombstones.keep(
                        address, consents.addresses(Set.of(address)).get(address), consents.subscriptionsOf(id));
                consents.forget(address);
            }
            boolean erased = contacts.remove(id);
            erased |= consents.forget(id);
            erased |= events.forget(id);
            erased |= outbox.forget(id);
            erased |= steps.forget(id);
            erased |= coupons.forget(id);
            return erased;
        });
    }
}
