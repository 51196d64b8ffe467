package dev.hato.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows found by their keys, and in pages in the order of their keys. Being found is quick and asked for with each write;
 * pages are asked for now and then, so the order is brought up to date only then. Guarded by {@link MemoryState}, under whose
 * read lock several may ask for a page at once.
 */
final class KeyedRows<K extends Comparable<K>, R extends KeyedRows.Keyed<K, R>> {
    /** More than these are not kept for the next page. */
    private static final int MOST_GONE = 50;

    private final Index<K, R> byKey = new Index<>();

    /** The rows that were there when a page was last asked for, in order. */
    private List<R> ordered = new ArrayList<>();

    /** The rows that have come since. */
    private List<R> added = new ArrayList<>();

    /** Those among both that have gone since. */
    private final IdentityHashMap<R, R> gone = new IdentityHashMap<>();

    /** A row that has a key, and keeps it. Rows are in the order of their keys. */
    interface Keyed<K, R> {
        boolean isAt(K key);

        /** Compares the keys. */
        int compareKeys(R other);

        /** Returns the key, which may be made for this. */
        K key();
    }

    private static final class Index<K, R extends Keyed<K, R>> extends OpenTable<R> {
        @Override
        @SuppressWarnings("unchecked") // it is asked for keys only
        boolean isAt(R row, Object key) {
            return row.isAt((K) key);
        }
    }

    @Nullable R get(K key) {
        return byKey.find(key);
    }

    /** Adds a row whose key is not there. */
    void add(K key, R row) {
        byKey.insert(key, row);
        if (gone.remove(row) == null) {
            added.add(row);
        }
    }

    void remove(K key) {
        R row = byKey.delete(key);
        int last = added.size() - 1;
        if (row != null && last >= 0 && added.get(last) == row) {
            added.remove(last); // what a transaction that failed has added goes in this way
        } else if (row != null) {
            gone.put(row, row);
            if (gone.size() > MOST_GONE && gone.size() > (ordered.size() + added.size()) / 4) {
                sweep();
            }
        }
    }

    /** Does the work with each row, in no order; it does not add or remove one. */
    void each(Consumer<R> work) {
        byKey.each(work);
    }

    /** Returns what is read of up to so many rows that follow the key, or of the first rows. */
    synchronized <T> List<T> page(@Nullable K after, int limit, Function<R, T> reader) {
        order();
        int start = after == null ? 0 : behind(after);
        int end = (int) Math.min(ordered.size(), (long) start + limit);
        List<T> page = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            page.add(reader.apply(ordered.get(i)));
        }
        return Collections.unmodifiableList(page);
    }

    /** Returns how many rows stand before the key or at it. */
    private int behind(K key) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered.get(middle).key().compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void sweep() {
        ordered.removeIf(gone::containsKey);
        added.removeIf(gone::containsKey);
        gone.clear();
    }

    private void order() {
        if (!gone.isEmpty()) {
            sweep();
        }
        if (added.isEmpty()) {
            return;
        }
        added.sort(R::compareKeys);
        List<R> merged = new ArrayList<>(ordered.size() + added.size());
        int next = 0;
        for (R row : added) {
            while (next < ordered.size() && ordered.get(next).compareKeys(row) < 0) {
                merged.add(ordered.get(next++));
            }
            merged.add(row);
        }
        merged.addAll(ordered.subList(next, ordered.size()));
        ordered = merged;
        added = new ArrayList<>();
    }
}
