package dev.hato.memory;

/** The ids of all events. Guarded by {@link MemoryState}. */
final class EventIds extends OpenTable<String> {
    @Override
    boolean isAt(String id, Object key) {
        return id.equals(key);
    }

    /** Adds the id and returns whether it is new. */
    boolean add(String id) {
        boolean isNew = find(id) == null;
        if (isNew) {
            insert(id, id);
        }
        return isNew;
    }

    void remove(String id) {
        delete(id);
    }
}
