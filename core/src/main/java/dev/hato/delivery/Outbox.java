package dev.hato.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where every mail is a row with a unique key: the store keeps rows and leases, the {@link Dispatcher}
 * keeps the protocol.
 *
 * <p>Implementations are safe for use by several threads and, where they are shared, by several
 * nodes. Each method is one atomic step.
 */
public interface Outbox {
    /**
     * Adds each entry whose key is not there yet.
     *
     * @param entries planned or excluded entries; no key twice
     * @return what is in the outbox for each entry now, in the same order: the entry itself if it was
     *     added, the older one if its key was there
     */
    List<OutboxEntry> add(List<OutboxEntry> entries);

    /**
     * Claims mails that are due, and those whose lease has ended, the higher priority of their kind
     * first, then the longer due.
     *
     * <p>A mail whose earlier lease ended after its send had been started is claimed with
     * {@link OutboxEntry.Progress#uncertain()}, and stays so. Two callers never hold the same mail; each claim has a larger fence than
     * all before.
     */
    List<Claim> claim(ClaimRequest request);

    /**
     * Records that the sends of these claims begin, for those that still hold: not completed, not
     * claimed by somebody else, their lease not ended at {@code now}. Beginning again is harmless.
     *
     * @return the keys of the claims that hold; the others must not be sent
     */
    Set<SendKey> start(List<Claim> claims, Instant now);

    /**
     * Records outcomes and ends the leases, for those claims whose fence is still the mail's. A mail that is given
     * back loses the mark that its send had begun.
     *
     * @return the keys that were recorded; for the others somebody else has claimed the mail
     */
    Set<SendKey> complete(List<Completion> completions);

    /**
     * Lengthens the leases of those claims whose fence is still the mail's.
     *
     * @return the keys whose lease was lengthened
     */
    Set<SendKey> renew(List<Claim> claims, Instant until);

    /**
     * Returns the entry under this key, or empty if there is none.
     *
     * <p>The default reads all entries of the source; a store should override it.
     */
    default Optional<OutboxEntry> find(SendKey key) {
        List<OutboxEntry> page = page(key.source(), null, 1_000);
        while (!page.isEmpty()) {
            for (OutboxEntry entry : page) {
                if (entry.mail().key().equals(key)) {
                    return Optional.of(entry);
                }
            }
            page = page(key.source(), page.get(page.size() - 1).mail().key(), 1_000);
        }
        return Optional.empty();
    }

    /** Counts the mails of one source by state. */
    Tally tally(String source);

    /**
     * Counts the mails of one source by step and state, for a source of few steps, such as a scenario.
     *
     * <p>The default reads all entries of the source; a store should override it.
     */
    default Map<String, StepTally> tallySteps(String source) {
        StepTallies tallies = new StepTallies();
        List<OutboxEntry> page = page(source, null, 1_000);
        while (!page.isEmpty()) {
            page.forEach(tallies::add);
            page = page(source, page.get(page.size() - 1).mail().key(), 1_000);
        }
        return tallies.byStep();
    }

    /**
     * Returns whether anything is to come of the mails of one source.
     *
     * <p>The default counts them all; a store should override it.
     */
    default boolean hasOpen(String source) {
        return tally(source).open() > 0;
    }

    /**
     * Returns up to {@code limit} entries of one source in the order of their keys.
     *
     * @param after the last key of the previous page, or null for the first page
     */
    List<OutboxEntry> page(String source, @Nullable SendKey after, int limit);
}
