package dev.hato.memory;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table in two arrays, because a node for each of millions of elements would take more than many of them. The hashes
 * stand apart, so that a search looks at an element only where it is most likely the one. Guarded by {@link MemoryState}.
 */
abstract class OpenTable<E> {
    private static final int FIRST = 16;

    /** The hash of each place; 0 where it is free. */
    private int[] hashes = new int[FIRST];

    private @Nullable Object[] elements = new @Nullable Object[FIRST];
    private int size;

    /** Returns whether the element is the one under this key, whose hash is that of the element. */
    abstract boolean isAt(E element, Object key);

    final int size() {
        return size;
    }

    /** Returns the element under the key, or null. */
    final @Nullable E find(Object key) {
        int place = place(key, hash(key));
        return place < 0 ? null : element(place);
    }

    /** Adds an element under a key that is not there. */
    final void insert(Object key, E element) {
        if (size >= hashes.length - (hashes.length >> 2)) {
            grow();
        }
        put(hash(key), element);
        size++;
    }

    /** Removes the element under the key, and returns it, or null. Moves up those behind it that it had pushed on. */
    final @Nullable E delete(Object key) {
        int found = place(key, hash(key));
        if (found < 0) {
            return null;
        }
        final E deleted = element(found);
        int mask = hashes.length - 1;
        int hole = found;
        int place = (hole + 1) & mask;
        while (hashes[place] != 0) {
            int home = hashes[place] & mask;
            boolean stays = hole <= place ? hole < home && home <= place : hole < home || home <= place;
            if (!stays) {
                hashes[hole] = hashes[place];
                elements[hole] = elements[place];
                hole = place;
            }
            place = (place + 1) & mask;
        }
        hashes[hole] = 0;
        elements[hole] = null;
        size--;
        return deleted;
    }

    /** Does the work with each element, in no order; it does not change the table. */
    final void each(Consumer<E> work) {
        for (int place = 0; place < hashes.length; place++) {
            E element = hashes[place] == 0 ? null : element(place);
            if (element != null) {
                work.accept(element);
            }
        }
    }

    private int place(Object key, int hash) {
        int mask = hashes.length - 1;
        for (int place = hash & mask; hashes[place] != 0; place = (place + 1) & mask) {
            if (hashes[place] == hash) {
                E element = element(place);
                if (element != null && isAt(element, key)) {
                    return place;
                }
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked") // only elements are put there
    private @Nullable E element(int place) {
        return (E) elements[place];
    }

    private void put(int hash, @Nullable Object element) {
        int mask = hashes.length - 1;
        int place = hash & mask;
        while (hashes[place] != 0) {
            place = (place + 1) & mask;
        }
        hashes[place] = hash;
        elements[place] = element;
    }

    private void grow() {
        int[] hashesBefore = hashes;
        @Nullable Object[] before = elements;
        hashes = new int[before.length * 2];
        elements = new @Nullable Object[before.length * 2];
        for (int place = 0; place < before.length; place++) {
            if (hashesBefore[place] != 0) {
                put(hashesBefore[place], before[place]);
            }
        }
    }

    /** Numbered keys have hashes that follow each other; this spreads them over the table. */
    private static int hash(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        hash ^= hash >>> 15;
        return hash == 0 ? 1 : hash;
    }
}
