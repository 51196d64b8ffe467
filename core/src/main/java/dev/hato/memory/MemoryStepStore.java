package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enrolments in memory: by key, by contact, and by when each can be claimed. */
final class MemoryStepStore implements StepStore {
    private final MemoryState state;
    private final Map<String, Enrolments> scenarios = new HashMap<>();
    private final Rows rows;
    private final Map<String, StoredScenario> definitions = new HashMap<>();

    /** The enrolments of one scenario. */
    private static final class Enrolments {
        final KeyedRows<EnrolmentKey, StepRow> byKey = new KeyedRows<>();
        final DueSteps due = new DueSteps();
    }

    MemoryStepStore(MemoryState state, Rows rows) {
        this.state = state;
        this.rows = rows;
    }

    @Override
    public List<Enrolment> add(List<Enrolment> enrolments) {
        return state.write(() -> {
            List<Enrolment> present = new ArrayList<>(enrolments.size());
            for (Enrolment enrolment : enrolments) {
                StepRow known = find(enrolment.key());
                if (known == null) {
                    StepRow row = new StepRow(enrolment);
                    insert(row);
                    state.onRollback(() -> delete(row));
                }
                present.add(known == null ? enrolment : known.enrolment);
            }
            return present;
        });
    }

    @Override
    public List<Enrolment> claim(EnrolmentClaim request) {
        return state.write(() -> {
            List<StepRow> due = new ArrayList<>();
            for (String scenario : request.scenarios()) {
                Enrolments all = scenarios.get(scenario);
                if (all != null) {
                    due.addAll(all.due.claimable(request.now(), request.limit()));
                }
            }
            due.sort(Comparator.comparing(
                    row -> Objects.requireNonNull(row.enrolment.standing().due())));
            List<Enrolment> claimed = new ArrayList<>();
            for (StepRow row : due.subList(0, Math.min(due.size(), request.limit()))) {
                Enrolment next = row.enrolment.leased(new Enrolment.Lease(request.owner(), request.until()));
                write(row, next);
                claimed.add(next);
            }
            return claimed;
        });
    }

    @Override
    public Set<EnrolmentKey> replace(List<Enrolment> next) {
        return state.write(() -> {
            Set<EnrolmentKey> written = new HashSet<>(2 * next.size());
            for (Enrolment enrolment : next) {
                StepRow row = find(enrolment.key());
                if (row != null && row.enrolment.revision() == enrolment.revision() - 1) {
                    write(row, enrolment);
                    written.add(row.key);
                }
            }
            return written;
        });
    }

    @Override
    public List<Enrolment> of(Collection<ContactId> contacts) {
        return state.read(() -> {
            List<StepRow> found = new ArrayList<>();
            for (ContactId contact : new LinkedHashSet<>(contacts)) {
                Collections.addAll(found, of(contact));
            }
            found.sort(StepRow::compareKeys);
            return found.stream().map(row -> row.enrolment).toList();
        });
    }

    @Override
    public List<Enrolment> page(String scenario, @Nullable EnrolmentKey after, int limit) {
        return state.read(() -> {
            Enrolments all = scenarios.get(scenario);
            return all == null ? List.of() : all.byKey.page(after, limit, row -> row.enrolment);
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
                .map(scenarios::get)
                .filter(Objects::nonNull)
                .flatMap(all -> all.due.first().stream())
                .min(Comparator.naturalOrder()));
    }

    /** Removes all enrolments of a contact, and returns whether there was any. */
    boolean forget(ContactId contact) {
        StepRow[] own = of(contact);
        for (StepRow row : own) {
            delete(row);
            state.onRollback(() -> insert(row));
        }
        return own.length > 0;
    }

    private StepRow[] of(ContactId contact) {
        Row row = rows.get(contact);
        return row == null ? Row.NO_ENROLMENTS : row.enrolments;
    }

    private @Nullable StepRow find(EnrolmentKey key) {
        Enrolments all = scenarios.get(key.scenario());
        return all == null ? null : all.byKey.get(key);
    }

    private void write(StepRow row, Enrolment next) {
        Enrolment before = row.enrolment;
        replace(row, next);
        state.onRollback(() -> replace(row, before));
    }

    private void replace(StepRow row, Enrolment next) {
        DueSteps due = Objects.requireNonNull(scenarios.get(row.key.scenario())).due;
        due.remove(row);
        row.enrolment = next;
        due.add(row);
    }

    private void insert(StepRow row) {
        Enrolments all = scenarios.computeIfAbsent(row.key.scenario(), name -> new Enrolments());
        all.byKey.add(row.key, row);
        all.due.add(row);
        Row contact = rows.at(row.key.contact());
        int enrolled = contact.enrolments.length;
        contact.enrolments = Arrays.copyOf(contact.enrolments, enrolled + 1);
        contact.enrolments[enrolled] = row;
    }

    private void delete(StepRow row) {
        Enrolments all = Objects.requireNonNull(scenarios.get(row.key.scenario()));
        all.byKey.remove(row.key);
        all.due.remove(row);
        Row contact = rows.at(row.key.contact());
        contact.enrolments =
                Arrays.stream(contact.enrolments).filter(own -> own != row).toArray(StepRow[]::new);
    }
}
