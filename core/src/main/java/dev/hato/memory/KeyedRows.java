package dev.hato.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows found by their keys, and in pages in the order of their keys. Being found is quick and asked for with each write;
 * pages are asked for now and then, so the order is brought up to date only then. Guarded by {@link MemoryState}, under whose
 * read lock several may ask for a page at once.
 */
final class KeyedRows<K extends Comparable<K>, R> {
    private final Map<K, R> byKey = new HashMap<>();

    /** The keys that were there when a page was last asked for, in their order; of some, the rows are gone. */
    private List<K> ordered = new ArrayList<>();

    /** The keys that have come since. */
    private List<K> added = new ArrayList<>();

    @Nullable R get(K key) {
        return byKey.get(key);
    }

    /** Adds a row whose key is not there. */
    void add(K key, R row) {
        byKey.put(key, row);
        added.add(key);
    }

    void remove(K key) {
        byKey.remove(key);
    }

    Collection<R> values() {
        return byKey.values();
    }

    /** Returns what is read of up to so many rows that follow the key, or of the first rows. */
    synchronized <T> List<T> page(@Nullable K after, int limit, Function<R, T> reader) {
        order();
        int start = 0;
        if (after != null) {
            int found = Collections.binarySearch(ordered, after);
            start = found < 0 ? -found - 1 : found + 1;
        }
        List<T> page = new ArrayList<>(Math.min(limit, 1_024));
        for (int i = start; i < ordered.size() && page.size() < limit; i++) {
            R row = byKey.get(ordered.get(i));
            if (row != null) {
                page.add(reader.apply(row));
            }
        }
        return Collections.unmodifiableList(page);
    }

    /** Merges the new keys into the others. A key that went and came back stands in both. */
    private void order() {
        if (added.isEmpty()) {
            return;
        }
        Collections.sort(added);
        List<K> merged = new ArrayList<>(ordered.size() + added.size());
        int next = 0;
        for (K key : added) {
            while (next < ordered.size() && ordered.get(next).compareTo(key) < 0) {
                append(merged, ordered.get(next++));
            }
            append(merged, key);
        }
        while (next < ordered.size()) {
            append(merged, ordered.get(next++));
        }
        ordered = merged;
        added = new ArrayList<>();
    }

    private void append(List<K> merged, K key) {
        boolean isThere = !merged.isEmpty() && merged.get(merged.size() - 1).equals(key);
        if (!isThere && byKey.containsKey(key)) {
            merged.add(key);
        }
    }
}
