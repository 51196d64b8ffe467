package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Enrolments in memory: by key, and by when each can be claimed. */
final class MemoryStepStore implements StepStore {
    /**
     * When an enrolment can be claimed.
     *
     * @param due for what it is due, by which the longest due goes first
     */
    private record Ticket(Instant from, Instant due, EnrolmentKey key) {}

    private static final Comparator<Ticket> BY_TIME =
            Comparator.comparing(Ticket::from).thenComparing(Ticket::due).thenComparing(Ticket::key);

    private final MemoryState state;
    private final Map<String, NavigableMap<EnrolmentKey, Enrolment>> scenarios = new HashMap<>();
    private final Map<String, TreeSet<Ticket>> tickets = new HashMap<>();
    private final Map<ContactId, Set<EnrolmentKey>> byContact = new HashMap<>();
    private final Map<String, StoredScenario> definitions = new HashMap<>();

    MemoryStepStore(MemoryState state) {
        this.state = state;
    }

    @Override
    public List<Enrolment> add(List<Enrolment> enrolments) {
        return state.write(() -> {
            List<Enrolment> present = new ArrayList<>(enrolments.size());
            for (Enrolment enrolment : enrolments) {
                Enrolment known = find(enrolment.key());
                if (known == null) {
                    put(enrolment.key(), enrolment);
                }
                present.add(known == null ? enrolment : known);
            }
            return present;
        });
    }

    @Override
    public List<Enrolment> claim(EnrolmentClaim request) {
        return state.write(() -> {
            List<Ticket> due = new ArrayList<>();
            for (String scenario : request.scenarios()) {
                int taken = 0;
                for (Ticket ticket : tickets.getOrDefault(scenario, new TreeSet<>(BY_TIME))) {
                    if (taken++ == request.limit() || ticket.from().isAfter(request.now())) {
                        break;
                    }
                    due.add(ticket);
                }
            }
            due.sort(Comparator.comparing(Ticket::due).thenComparing(Ticket::key));
            List<Enrolment> claimed = new ArrayList<>();
            for (Ticket ticket : due.subList(0, Math.min(due.size(), request.limit()))) {
                Enrolment before = Objects.requireNonNull(find(ticket.key()));
                Enrolment next = before.leased(new Enrolment.Lease(request.owner(), request.until()));
                put(ticket.key(), next);
                claimed.add(next);
            }
            return claimed;
        });
    }

    @Override
    public Set<EnrolmentKey> replace(List<Enrolment> next) {
        return state.write(() -> {
            Set<EnrolmentKey> written = new HashSet<>();
            for (Enrolment enrolment : next) {
                Enrolment before = find(enrolment.key());
                if (before != null && before.revision() == enrolment.revision() - 1) {
                    put(enrolment.key(), enrolment);
                    written.add(enrolment.key());
                }
            }
            return written;
        });
    }

    @Override
    public List<Enrolment> of(Collection<ContactId> contacts) {
        return state.read(() -> contacts.stream()
                .distinct()
                .flatMap(contact -> byContact.getOrDefault(contact, Set.of()).stream())
                .sorted()
                .map(key -> Objects.requireNonNull(find(key)))
                .toList());
    }

    @Override
    public List<Enrolment> page(String scenario, @Nullable EnrolmentKey after, int limit) {
        return state.read(() -> {
            NavigableMap<EnrolmentKey, Enrolment> all = scenarios.getOrDefault(scenario, new TreeMap<>());
            return (after == null ? all : all.tailMap(after, false))
                    .values().stream().limit(limit).toList();
        });
    }

    @Override
    public Optional<StoredScenario> scenario(String name) {
        return state.read(() -> Optional.ofNullable(definitions.get(name)));
    }

    @Override
    public boolean save(StoredScenario next) {
        return state.write(() -> {
            StoredScenario before = definitions.get(next.name());
            long expected = before == null ? 0 : before.state().revision() + 1;
            if (next.state().revision() != expected) {
                return false;
            }
            definitions.put(next.name(), next);
            state.onRollback(() -> {
                if (before == null) {
                    definitions.remove(next.name());
                } else {
                    definitions.put(next.name(), before);
                }
            });
            return true;
        });
    }

    @Override
    public Optional<Instant> nextDue(Set<String> of) {
        return state.read(() -> of.stream()
                .map(scenario -> tickets.getOrDefault(scenario, new TreeSet<>(BY_TIME)))
                .filter(ordered -> !ordered.isEmpty())
                .map(ordered -> ordered.first().from())
                .min(Comparator.naturalOrder()));
    }

    /** Removes all enrolments of a contact, and returns whether there was any. */
    boolean forget(ContactId contact) {
        List<EnrolmentKey> keys = List.copyOf(byContact.getOrDefault(contact, Set.of()));
        keys.forEach(key -> put(key, null));
        return !keys.isEmpty();
    }

    private @Nullable Enrolment find(EnrolmentKey key) {
        NavigableMap<EnrolmentKey, Enrolment> all = scenarios.get(key.scenario());
        return all == null ? null : all.get(key);
    }

    /** Stores the enrolment under its key, or takes it away with null. */
    private void put(EnrolmentKey key, @Nullable Enrolment next) {
        Enrolment before = find(key);
        state.onRollback(() -> index(key, before));
        index(key, next);
    }

    private void index(EnrolmentKey key, @Nullable Enrolment next) {
        NavigableMap<EnrolmentKey, Enrolment> all = scenarios.computeIfAbsent(key.scenario(), name -> new TreeMap<>());
        TreeSet<Ticket> ordered = tickets.computeIfAbsent(key.scenario(), name -> new TreeSet<>(BY_TIME));
        Enrolment before = all.remove(key);
        if (before != null) {
            ticket(before).ifPresent(ordered::remove);
        }
        Set<EnrolmentKey> own = byContact.computeIfAbsent(key.contact(), contact -> new TreeSet<>());
        if (next == null) {
            own.remove(key);
        } else {
            all.put(key, next);
            own.add(key);
            ticket(next).ifPresent(ordered::add);
        }
        if (own.isEmpty()) {
            byContact.remove(key.contact());
        }
    }

    private static Optional<Ticket> ticket(Enrolment enrolment) {
        Instant due = enrolment.standing().due();
        Instant from = StepStore.claimableFrom(enrolment);
        return due == null || from == null ? Optional.empty() : Optional.of(new Ticket(from, due, enrolment.key()));
    }
}
