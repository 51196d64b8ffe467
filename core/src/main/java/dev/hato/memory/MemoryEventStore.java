package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import dev.hato.internal.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Events in memory, each contact's apart. */
final class MemoryEventStore implements EditableEventStore {
    private final MemoryState state;
    private final Rows rows;
    private final EventIds ids = new EventIds();
    private final Map<String, Long> counts = new HashMap<>();

    MemoryEventStore(MemoryState state, Rows rows) {
        this.state = state;
        this.rows = rows;
    }

    @Override
    public boolean add(ContactEvent event) {
        return state.write(() -> addLocked(event));
    }

    @Override
    public int addAll(Collection<ContactEvent> events) {
        return state.write(() -> {
            int added = 0;
            for (ContactEvent event : events) {
                if (addLocked(event)) {
                    added++;
                }
            }
            return added;
        });
    }

    private boolean addLocked(ContactEvent event) {
        if (!ids.add(event.id())) {
            return false;
        }
        Row row = rows.at(event.contact());
        EventLog log = row.log(event.type());
        if (log == null) {
            log = new EventLog(event.type());
            row.logs = Arrays.copyOf(row.logs, row.logs.length + 1);
            row.logs[row.logs.length - 1] = log;
        }
        log.add(event);
        counts.merge(event.type(), 1L, Long::sum);
        EventLog written = log;
        state.onRollback(() -> {
            ids.remove(event.id());
            written.remove(event.id());
            counts.merge(event.type(), -1L, Long::sum);
        });
        return true;
    }

    @Override
    public int removeAll(Collection<ContactEvent> events) {
        return state.write(() -> {
            int removed = 0;
            for (ContactEvent event : events) {
                if (removeLocked(event)) {
                    removed++;
                }
            }
            return removed;
        });
    }

    private boolean removeLocked(ContactEvent event) {
        Row row = rows.get(event.contact());
        EventLog log = row == null ? null : row.log(event.type());
        int index = log == null ? -1 : log.indexOf(event.id());
        if (log == null || index < 0) {
            return false;
        }
        ContactEvent before = log.event(event.contact(), index);
        ids.remove(event.id());
        log.remove(event.id());
        counts.merge(event.type(), -1L, Long::sum);
        state.onRollback(() -> {
            ids.add(before.id());
            log.add(before);
            counts.merge(before.type(), 1L, Long::sum);
        });
        return true;
    }

    /** Drops the events of a contact, and returns whether there were any. */
    boolean forget(ContactId contact) {
        Row row = rows.get(contact);
        if (row == null || row.logs.length == 0) {
            return false;
        }
        EventLog[] before = row.logs;
        row.logs = Row.NO_LOGS;
        long dropped = 0;
        for (EventLog log : before) {
            for (int i = 0; i < log.size(); i++) {
                ids.remove(log.event(contact, i).id());
            }
            counts.merge(log.type(), -(long) log.size(), Long::sum);
            dropped += log.size();
        }
        state.onRollback(() -> {
            row.logs = before;
            for (EventLog log : before) {
                for (int i = 0; i < log.size(); i++) {
                    ids.add(log.event(contact, i).id());
                }
                counts.merge(log.type(), (long) log.size(), Long::sum);
            }
        });
        return dropped > 0;
    }

    @Override
    public List<ContactEvent> find(ContactId contact, String type, Instant from, Instant to) {
        return state.read(() -> {
            List<ContactEvent> found = new ArrayList<>();
            Row row = rows.get(contact);
            EventLog log = row == null ? null : row.log(type);
            if (log == null) {
                return found;
            }
            for (int i = log.firstAtOrAfter(Micros.of(from)); i < log.size(); i++) {
                ContactEvent event = log.event(contact, i);
                if (!event.at().isBefore(to)) {
                    break;
                }
                if (!event.at().isBefore(from)) {
                    found.add(event);
                }
            }
            return found;
        });
    }

    @Override
    public List<ContactEvent> latest(ContactId contact, int limit) {
        return state.read(() -> {
            List<ContactEvent> all = new ArrayList<>();
            Row row = rows.get(contact);
            if (row != null) {
                for (EventLog log : row.logs) {
                    for (int i = Math.max(0, log.size() - limit); i < log.size(); i++) {
                        all.add(log.event(contact, i));
                    }
                }
            }
            all.sort(Comparator.comparing(ContactEvent::at)
                    .thenComparing(ContactEvent::id)
                    .reversed());
            return List.copyOf(all.subList(0, Math.min(limit, all.size())));
        });
    }

    @Override
    public long count(String type) {
        return state.read(() -> Objects.requireNonNullElse(counts.get(type), 0L));
    }
}
