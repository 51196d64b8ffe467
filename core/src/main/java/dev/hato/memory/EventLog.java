package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventSeries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One contact's events of one type, by time and then by id. Guarded by {@link MemoryState}. */
final class EventLog implements EventSeries {
    static final EventLog EMPTY = new EventLog("");

    private final String type;
    private long[] micros = new long[2];
    private String[] ids = new String[2];
    private AttributeMap[] properties = new AttributeMap[2];
    private int size;

    EventLog(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long micros(int index) {
        return micros[index];
    }

    @Override
    public <T> @Nullable T value(int index, Attribute<T> property) {
        return properties[index].get(property);
    }

    void add(ContactEvent event) {
        long at = toMicros(event.at());
        int position = size;
        while (position > 0 && isAfter(position - 1, at, event.id())) {
            position--;
        }
        if (size == micros.length) {
            int larger = size * 2;
            micros = Arrays.copyOf(micros, larger);
            ids = Arrays.copyOf(ids, larger);
            properties = Arrays.copyOf(properties, larger);
        }
        int moved = size - position;
        System.arraycopy(micros, position, micros, position + 1, moved);
        System.arraycopy(ids, position, ids, position + 1, moved);
        System.arraycopy(properties, position, properties, position + 1, moved);
        micros[position] = at;
        ids[position] = event.id();
        properties[position] = event.properties();
        size++;
    }

    private boolean isAfter(int index, long at, String id) {
        return micros[index] > at || (micros[index] == at && ids[index].compareTo(id) > 0);
    }

    void remove(String id) {
        for (int i = 0; i < size; i++) {
            if (ids[i].equals(id)) {
                int moved = size - i - 1;
                System.arraycopy(micros, i + 1, micros, i, moved);
                System.arraycopy(ids, i + 1, ids, i, moved);
                System.arraycopy(properties, i + 1, properties, i, moved);
                size--;
                return;
            }
        }
    }

    ContactEvent event(ContactId contact, int index) {
        return new ContactEvent(ids[index], contact, type, toInstant(micros[index]), properties[index]);
    }

    static long toMicros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    }

    private static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
