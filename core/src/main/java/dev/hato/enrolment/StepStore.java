package dev.hato.enrolment;

import dev.hato.contact.ContactId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where enrolments are rows with a unique key: the store keeps rows, leases and revisions, the step scheduler keeps the
 * protocol.
 *
 * <p>Implementations are safe for use by several threads and, where they are shared, by several nodes. Each method is one
 * atomic step. In a transaction of the stores they take part in it: a claim holds against every other caller until the
 * transaction ends, and is gone with it if it fails. Times are kept to the microsecond at least.
 */
public interface StepStore {
    /**
     * Adds each enrolment whose key is not there yet.
     *
     * @param enrolments of revision 0, without a lease; no key twice
     * @return what is in the store for each now, in the same order: the enrolment itself if it was added, the older one
     *     if its key was there
     */
    List<Enrolment> add(List<Enrolment> enrolments);

    /**
     * Claims enrolments that are due and under no lease that lasts, the longest due first.
     *
     * <p>Each is stored, and returned, in its next revision and under the lease. Two callers never hold the same one. Rows
     * that another transaction has claimed and not yet committed are passed over, not waited for.
     */
    List<Enrolment> claim(EnrolmentClaim request);

    /**
     * Writes each enrolment over the one of the revision before.
     *
     * @param next no key twice
     * @return the keys that were written; for the others somebody else was faster, or the row is not there
     */
    Set<EnrolmentKey> replace(List<Enrolment> next);

    /** Returns all enrolments of these contacts, in any scenario and state, in the order of their keys. */
    List<Enrolment> of(Collection<ContactId> contacts);

    /**
     * Returns up to {@code limit} enrolments of one scenario in the order of their keys.
     *
     * @param after the last key of the previous page, or null for the first page
     */
    List<Enrolment> page(String scenario, @Nullable EnrolmentKey after, int limit);

    /** Returns the scenario, or empty if it was never stored. */
    Optional<StoredScenario> scenario(String name);

    /**
     * Writes the scenario over the one of the revision before, or as the first of revision 0.
     *
     * @return false if somebody else was faster; read again then
     */
    boolean save(StoredScenario next);

    /**
     * Returns when an enrolment of these scenarios can be claimed at the earliest, or empty if none ever can as they
     * stand. The default reads all; a store should override it.
     */
    default Optional<Instant> nextDue(Set<String> scenarios) {
        Instant earliest = null;
        for (String scenario : scenarios) {
            List<Enrolment> page = page(scenario, null, 1_000);
            while (!page.isEmpty()) {
                for (Enrolment enrolment : page) {
                    Instant due = claimableFrom(enrolment);
                    earliest = due != null && (earliest == null || due.isBefore(earliest)) ? due : earliest;
                }
                page = page(scenario, page.get(page.size() - 1).key(), 1_000);
            }
        }
        return Optional.ofNullable(earliest);
    }

    /** Returns when the enrolment can be claimed at the earliest, or null if time alone never lets it. */
    static @Nullable Instant claimableFrom(Enrolment enrolment) {
        Instant due = enrolment.standing().due();
        Enrolment.Lease lease = enrolment.lease();
        return due != null && lease != null && lease.until().isAfter(due) ? lease.until() : due;
    }
}
