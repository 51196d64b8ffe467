package dev.hato.memory;

import org.jspecify.annotations.Nullable;

/**
 * The ids of all events: a set in one array, because a node an id would take more than the events
 * themselves. Guarded by {@link MemoryState}.
 */
final class EventIds {
    private @Nullable String[] table = new @Nullable String[16];
    private int size;

    /** Adds the id and returns whether it is new. */
    boolean add(String id) {
        if (size >= table.length - (table.length >> 2)) {
            grow();
        }
        int slot = slotOf(id);
        if (table[slot] != null) {
            return false;
        }
        table[slot] = id;
        size++;
        return true;
    }

    /** Removes the id and moves up those behind it that it had pushed on. */
    void remove(String id) {
        int hole = slotOf(id);
        if (table[hole] == null) {
            return;
        }
        size--;
        int slot = hole;
        while (true) {
            table[hole] = null;
            String next;
            int home;
            do {
                slot = (slot + 1) & (table.length - 1);
                next = table[slot];
                if (next == null) {
                    return;
                }
                home = home(next);
            } while (hole <= slot ? hole < home && home <= slot : hole < home || home <= slot);
            table[hole] = next;
            hole = slot;
        }
    }

    int size() {
        return size;
    }

    private void grow() {
        @Nullable String[] before = table;
        table = new @Nullable String[before.length * 2];
        for (String id : before) {
            if (id != null) {
                table[slotOf(id)] = id;
            }
        }
    }

    /** Returns where the id is, or the free slot where it belongs. */
    private int slotOf(String id) {
        int slot = home(id);
        String found = table[slot];
        while (found != null && !found.equals(id)) {
            slot = (slot + 1) & (table.length - 1);
            found = table[slot];
        }
        return slot;
    }

    private int home(String id) {
        // Numbered ids have hashes that follow each other; this spreads them over the table.
        int hash = id.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }
}
