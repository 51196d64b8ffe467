package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventSeries;
import dev.hato.internal.Micros;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One contact's events of one type in columns, by time and then by id. Guarded by {@link
 * MemoryState}.
 */
final class EventLog implements EventSeries {
    private static final long[] NO_TIMES = {};
    private static final String[] NO_IDS = {};
    private static final Column[] NO_COLUMNS = {};

    /** Stands for no events. Below the arrays that it starts with. */
    static final EventLog EMPTY = new EventLog("");

    private final String type;
    private long[] micros = NO_TIMES;
    private String[] ids = NO_IDS;
    private Column[] columns = NO_COLUMNS;
    private int size;

    EventLog(String type) {
        // One string for all contacts, so that comparing with it stays in the cache.
        this.type = type.intern();
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
    @SuppressWarnings("unchecked") // a column's values were checked by its property
    public <T> @Nullable T value(int index, Attribute<T> property) {
        Column column = column(property);
        return column == null ? null : (T) column.value(index);
    }

    @Override
    public @Nullable BigDecimal sum(NumberAttribute property, int from, int to) {
        Column column = column(property);
        return column == null ? null : column.sum(from, to);
    }

    private @Nullable Column column(Attribute<?> property) {
        for (Column column : columns) {
            if (column.property().equals(property)) {
                return column;
            }
        }
        return null;
    }

    void add(ContactEvent event) {
        long at = Micros.of(event.at());
        int position = size;
        while (position > 0 && isAfter(position - 1, at, event.id())) {
            position--;
        }
        int capacity = ColumnArrays.capacity(micros.length, size);
        event.properties().forEach((property, value) -> {
            if (column(property) == null) {
                columns = Arrays.copyOf(columns, columns.length + 1);
                columns[columns.length - 1] = Column.of(property, size, capacity);
            }
        });
        for (int i = 0; i < columns.length; i++) {
            Object value = event.properties().get(columns[i].property());
            columns[i] = columns[i].insert(position, size, capacity, value);
        }
        micros = ColumnArrays.inserting(micros, position, size, capacity);
        ids = ColumnArrays.inserting(ids, position, size, capacity);
        micros[position] = at;
        ids[position] = event.id();
        size++;
    }

    private boolean isAfter(int index, long at, String id) {
        return micros[index] > at || (micros[index] == at && ids[index].compareTo(id) > 0);
    }

    /** Returns the position of the event with this id, negative if it is not here. */
    int indexOf(String id) {
        int index = size - 1;
        while (index >= 0 && !ids[index].equals(id)) {
            index--;
        }
        return index;
    }

    /** Takes an event back. A column that it brought stays, empty. */
    void remove(String id) {
        int index = indexOf(id);
        if (index < 0) {
            return;
        }
        for (Column column : columns) {
            column.remove(index, size);
        }
        int moved = size - index - 1;
        System.arraycopy(micros, index + 1, micros, index, moved);
        System.arraycopy(ids, index + 1, ids, index, moved);
        size--;
    }

    ContactEvent event(ContactId contact, int index) {
        Map<Attribute<?>, Object> properties = new LinkedHashMap<>();
        for (Column column : columns) {
            Object value = column.value(index);
            if (value != null) {
                properties.put(column.property(), value);
            }
        }
        return new ContactEvent(
                ids[index], contact, type, Micros.toInstant(micros[index]), AttributeMap.copyOf(properties));
    }
}
