package dev.hato.segment;

import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.event.EventStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the contacts for whom a condition is true: what a store implements in its own way, in
 * columns or in SQL, always with the answers of {@link CompiledCondition}.
 *
 * <p>Implementations are safe for use by several threads. A store without a way of its own takes
 * {@link #scanning}.
 */
public interface SegmentSelector {
    /** Returns a selector over any stores: correct, and as slow as reading every contact. */
    static SegmentSelector scanning(ContactStore contacts, ConsentStore consents, EventStore events) {
        return new ScanningSelector(contacts, consents, events);
    }

    /**
     * Returns up to {@code limit} ids of contacts for whom the condition is true and who follow
     * {@code after} in a fixed order of the store's own; an empty list means the end.
     *
     * <p>Each page is a snapshot of its own. Contacts that change while somebody pages may be seen or
     * not; the others are each seen exactly once.
     *
     * @param after the last id of the previous page, or null for the first page
     * @throws SegmentReferenceException if a segment that the condition names cannot be resolved
     */
    List<ContactId> select(Condition condition, EvaluationContext context, @Nullable ContactId after, int limit);

    /**
     * Returns the number of contacts for whom the condition is true.
     *
     * <p>The default pages through {@link #select}. A store that can count should override it.
     *
     * @throws SegmentReferenceException if a segment that the condition names cannot be resolved
     */
    default long count(Condition condition, EvaluationContext context) {
        long count = 0;
        List<ContactId> page = select(condition, context, null, 1_000);
        while (!page.isEmpty()) {
            count += page.size();
            page = select(condition, context, page.get(page.size() - 1), 1_000);
        }
        return count;
    }

    /**
     * Returns those of the contacts for whom the condition is true; an id that nobody has is of none.
     *
     * <p>The default reads one contact after the other. A store with a round trip to pay should
     * override it.
     *
     * @throws SegmentReferenceException if a segment that the condition names cannot be resolved
     */
    default Set<ContactId> matching(Collection<ContactId> contacts, Condition condition, EvaluationContext context) {
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        Set<ContactId> matching = new LinkedHashSet<>();
        for (ContactId contact : contacts) {
            if (read(contact, compiled::test).orElse(false)) {
                matching.add(contact);
            }
        }
        return matching;
    }

    /**
     * Gives what is known about one contact to the reader and returns its result, or empty if there
     * is no such contact. The profile is not used after the reader returns.
     */
    <R> Optional<R> read(ContactId contact, Function<Profile, R> reader);
}
