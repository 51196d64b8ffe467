package dev.hato.consent;

import dev.hato.consent.Evidence.Origin;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes and reads consent, keeping the rules of who may change what.
 *
 * <ul>
 *   <li>Data (an import, a sync) may begin a subscription and tighten one, never loosen it.
 *   <li>The recipient may stop, and come back from {@code STOPPED} and {@code PENDING}, but not from
 *       {@code BANNED}.
 *   <li>An operator may do all of it; the evidence names the operator and the reason.
 * </ul>
 *
 * <p>Thread-safe: a change is a compare-and-set that is tried again when somebody else was faster.
 */
public final class Consents {
    private final ConsentStore store;
    private final InstantSource clock;

    /** Works on the store and takes the time of changes from the clock. */
    public Consents(ConsentStore store, InstantSource clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Makes the contact an active subscriber of the list. */
    public ConsentResult subscribe(ContactId contact, MailingList list, Evidence evidence) {
        return change(contact, list, SubscriptionStatus.ACTIVE, evidence);
    }

    /** Stops the contact's mail of the list (配信停止). Repeating it is harmless. */
    public ConsentResult stop(ContactId contact, MailingList list, Evidence evidence) {
        return change(contact, list, SubscriptionStatus.STOPPED, evidence);
    }

    /** Forbids the contact's mail of the list (配信禁止); for operators and data only. */
    public ConsentResult ban(ContactId contact, MailingList list, Evidence evidence) {
        return change(contact, list, SubscriptionStatus.BANNED, evidence);
    }

    /** Waits for the contact's confirmation (double opt-in). */
    public ConsentResult request(ContactId contact, MailingList list, Evidence evidence) {
        return change(contact, list, SubscriptionStatus.PENDING, evidence);
    }

    /** Changes the contact's standing with the list to the wished one, if the evidence allows it. */
    public ConsentResult change(ContactId contact, MailingList list, SubscriptionStatus wished, Evidence evidence) {
        while (true) {
            Subscription current =
                    store.subscriptions(list.name(), Set.of(contact)).get(contact);
            ConsentResult result = result(current, new Subscription(contact, list.name(), wished, now(), evidence));
            if (!(result instanceof ConsentResult.Changed changed) || store.save(changed.after(), current)) {
                return result;
            }
        }
    }

    /**
     * Changes the standing of several contacts with the list as {@link #change} does for each, reading and writing all of
     * them together. Each change is atomic, all of them only in a transaction.
     *
     * @return what became of each, in the order given
     */
    public Map<ContactId, ConsentResult> changeAll(
            Collection<ContactId> contacts, MailingList list, SubscriptionStatus wished, Evidence evidence) {
        Map<ContactId, ConsentResult> results = new LinkedHashMap<>();
        Collection<ContactId> left = new LinkedHashSet<>(contacts);
        while (!left.isEmpty()) {
            Map<ContactId, Subscription> current = store.subscriptions(list.name(), left);
            List<SubscriptionChange> changes = new ArrayList<>();
            for (ContactId contact : left) {
                Subscription next = new Subscription(contact, list.name(), wished, now(), evidence);
                ConsentResult result = result(current.get(contact), next);
                results.put(contact, result);
                if (result instanceof ConsentResult.Changed changed) {
                    changes.add(new SubscriptionChange(changed.after(), changed.before()));
                }
            }
            left = (changes.isEmpty() ? List.<SubscriptionChange>of() : store.saveAll(changes))
                    .stream().map(refused -> refused.next().contact()).toList();
        }
        return results;
    }

    /** Returns what becomes of the wish for a subscription where this one is in force. */
    private static ConsentResult result(@Nullable Subscription current, Subscription next) {
        if (current == null) {
            String refusal = refusalOfFirst(next.status(), next.evidence());
            if (refusal != null) {
                throw new IllegalArgumentException(refusal);
            }
            return new ConsentResult.Changed(null, next);
        }
        if (current.status() == next.status()) {
            return new ConsentResult.Unchanged(current);
        }
        String refusal = refusal(current, next.status(), next.evidence());
        return refusal == null ? new ConsentResult.Changed(current, next) : new ConsentResult.Refused(current, refusal);
    }

    private static @Nullable String refusalOfFirst(SubscriptionStatus wished, Evidence evidence) {
        return wished == SubscriptionStatus.BANNED && evidence.origin() == Origin.RECIPIENT
                ? "A recipient stops a subscription; only an operator bans it."
                : null;
    }

    private static @Nullable String refusal(Subscription current, SubscriptionStatus wished, Evidence evidence) {
        SubscriptionStatus now = current.status();
        return switch (evidence.origin()) {
            case OPERATOR -> null;
            case DATA ->
                wished.isTighterThan(now)
                        ? null
                        : "The subscription is " + now + "; data cannot loosen it to " + wished
                                + ". The recipient can, or an operator with evidence.";
            case RECIPIENT ->
                now == SubscriptionStatus.BANNED
                        ? "The subscription is BANNED; only an operator can lift that."
                        : refusalOfFirst(wished, evidence);
        };
    }

    /** Returns the contact's subscription to the list, or null if it never had one. */
    public @Nullable Subscription subscription(ContactId contact, MailingList list) {
        return store.subscriptions(list.name(), Set.of(contact)).get(contact);
    }

    /** Returns all subscriptions of the contact, by list name. */
    public List<Subscription> subscriptions(ContactId contact) {
        return store.subscriptionsOf(contact);
    }

    /** Returns every subscription the contact ever had, in the order of the changes, with their evidence. */
    public List<Subscription> history(ContactId contact) {
        return store.history(contact);
    }

    /** Returns whether mail may be sent to the address at all. */
    public AddressStatus addressStatus(EmailAddress address) {
        AddressRecord known = store.addresses(Set.of(address)).get(address);
        return known == null ? AddressStatus.OK : known.status();
    }

    /**
     * Blocks the address with the given status, unless it is blocked as heavily already ({@code ERROR}
     * gives way to {@code COMPLAINED}, that to {@code SUPPRESSED}).
     *
     * @param status any but {@code OK}
     * @param reason why, for the audit
     * @return whether the status changed
     * @throws IllegalArgumentException if the status is {@code OK} or the reason is blank
     */
    public boolean block(EmailAddress address, AddressStatus status, String reason) {
        if (status == AddressStatus.OK) {
            throw new IllegalArgumentException("OK does not block an address; call release to lift a block.");
        }
        return setAddress(address, status, reason);
    }

    /**
     * Lifts the block of this one address. There is deliberately no way to lift many at once.
     *
     * @param reason why, for the audit
     * @return whether the address was blocked
     * @throws IllegalArgumentException if the reason is blank
     */
    public boolean release(EmailAddress address, String reason) {
        return setAddress(address, AddressStatus.OK, reason);
    }

    private boolean setAddress(EmailAddress address, AddressStatus status, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("The reason is blank; say why the address becomes " + status + ".");
        }
        while (true) {
            AddressRecord known = store.addresses(Set.of(address)).get(address);
            AddressStatus before = known == null ? AddressStatus.OK : known.status();
            boolean blockedAsMuch = status != AddressStatus.OK && before.compareTo(status) >= 0;
            if (before == status || blockedAsMuch) {
                return false;
            }
            if (store.saveAddress(new AddressRecord(address, status, now(), reason), known)) {
                return true;
            }
        }
    }

    /** Returns what is known about these addresses; addresses about which nothing is known are left out. */
    public Map<EmailAddress, AddressRecord> addresses(Set<EmailAddress> addresses) {
        return store.addresses(addresses);
    }

    private Instant now() {
        return clock.instant();
    }
}
