package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.StoredScenario;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Claims mails for one round and keeps their leases alive, noting by the machine's own watch how long they
 * last: a process that was frozen finds out before it asks anybody.
 *
 * <p>Used by one thread.
 */
final class Leases {
    /** A batch that is used up sooner than this was too small. */
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int GROWTH = 10;

    /** So many characters of a random name are 60 bits; each row of a claim has a copy. */
    private static final int OWNER = 18;

    private final Stores stores;
    private final InstantSource clock;
    private final Duration length;
    private final Watch watch;
    private final NoSendWindows windows;
    private final String owner = UUID.randomUUID().toString().substring(0, OWNER);
    private final int largest;
    private int size;
    private long lastClaim;
    private boolean cameShort;

    /**
     * Claims under a new name.
     *
     * @param length how long a lease lasts unless it is renewed
     * @param size how many mails to claim at first; more, up to ten times as many, where they go fast
     * @param watch tells how long they have lasted
     * @param windows tell whose contact has to be read besides
     */
    Leases(Stores stores, InstantSource clock, Duration length, int size, Watch watch, NoSendWindows windows) {
        this.stores = stores;
        this.clock = clock;
        this.length = length;
        this.size = size;
        this.largest = size * GROWTH;
        this.watch = watch;
        this.windows = windows;
        this.lastClaim = watch.nanos() - SOON;
    }

    /** Returns how many mails a claim asks for. */
    int size() {
        return size;
    }

    /** Returns whether the last claim found fewer mails than it asked for. */
    boolean cameShort() {
        return cameShort;
    }

    /** Claims the next mails that are due, and reads what rendering them, or holding them back, takes. */
    List<Job> claim() {
        Set<String> held = stores.deliveries().inStates(Set.of(DeliveryState.PAUSED)).stream()
                .map(delivery -> delivery.id().source())
                .collect(Collectors.toSet());
        long asked = watch.nanos(); // before the lease begins, so that it ends here before it ends there
        size = asked - lastClaim < SOON ? Math.min(size * 2, largest) : size;
        lastClaim = asked;
        Instant now = clock.instant();
        List<Claim> claims = stores.outbox().claim(new ClaimRequest(owner, now, now.plus(length), size, held, null));
        cameShort = claims.size() < size;
        return read(claims, asked + length.toNanos());
    }

    /** Reads what the claims take, as it is now; it is read again when the send begins. */
    private List<Job> read(List<Claim> claims, long heldUntil) {
        Set<ContactId> recipients = new LinkedHashSet<>();
        Map<String, Delivery> deliveries = new HashMap<>();
        Map<String, @Nullable StoredScenario> scenarios = new HashMap<>();
        for (Claim claim : claims) {
            boolean composed = claim.mail().content() != null;
            if (!composed || windows.concernContact(claim.mail().kind())) {
                recipients.add(claim.mail().contact());
            }
            String source = claim.key().source();
            if (!composed && !deliveries.containsKey(source)) {
                DeliveryId id = DeliveryId.ofSource(source);
                if (id != null) {
                    stores.deliveries().find(id).ifPresent(delivery -> deliveries.put(source, delivery));
                }
            }
            String scenario = StoredScenario.ofSource(source);
            if (scenario != null && !scenarios.containsKey(source)) {
                scenarios.put(source, stores.steps().scenario(scenario).orElse(null));
            }
        }
        Map<ContactId, AdmittingStores.Recipient> contacts = recipients(stores, recipients);
        List<Job> jobs = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            jobs.add(new Job(
                    claim,
                    contacts.get(claim.mail().contact()),
                    deliveries.get(claim.key().source()),
                    scenarios.get(claim.key().source()),
                    heldUntil));
        }
        return jobs;
    }

    private static Map<ContactId, AdmittingStores.Recipient> recipients(Stores stores, Set<ContactId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (stores instanceof AdmittingStores admitting) {
            return admitting.recipients(ids);
        }
        Map<ContactId, AdmittingStores.Recipient> recipients = new HashMap<>();
        stores.contacts()
                .findAll(ids)
                .forEach((id, contact) -> recipients.put(id, new AdmittingStores.Recipient(contact, null)));
        return recipients;
    }

    /** Lengthens the leases of these mails, and notes which are lost. */
    void renew(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        long asked = watch.nanos();
        Instant until = clock.instant().plus(length);
        Set<SendKey> renewed =
                stores.outbox().renew(jobs.stream().map(Job::claim).toList(), until);
        for (Job job : jobs) {
            job.holdUntil(renewed.contains(job.key()) ? asked + length.toNanos() : asked);
        }
    }
}
