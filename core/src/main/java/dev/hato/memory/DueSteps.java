package dev.hato.memory;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The enrolments of one scenario by when they can be claimed. Many wait for the same moment, and few are under a lease, so
 * those that wait hang on their moment in the order they came. Guarded by {@link MemoryState}.
 */
final class DueSteps {
    private static final Comparator<StepRow> FIRST_TO_END =
            Comparator.comparing(DueSteps::from).thenComparing(row -> row.key);

    private final TreeMap<Instant, Moment> waiting = new TreeMap<>();
    private final TreeSet<StepRow> leased = new TreeSet<>(FIRST_TO_END);

    /** Those that wait for one moment. */
    static final class Moment {
        private @Nullable StepRow first;
        private @Nullable StepRow last;
    }

    /** Adds the row, if time alone can move its enrolment. */
    void add(StepRow row) {
        Enrolment enrolment = row.enrolment;
        Instant due = enrolment.standing().due();
        if (due == null) {
            return;
        }
        if (enrolment.lease() != null) {
            leased.add(row);
            return;
        }
        Moment moment = waiting.computeIfAbsent(due, instant -> new Moment());
        row.moment = moment;
        row.previous = moment.last;
        if (moment.last == null) {
            moment.first = row;
        } else {
            moment.last.next = row;
        }
        moment.last = row;
    }

    /** Removes the row, whose enrolment is the one with which it was added. */
    void remove(StepRow row) {
        Moment moment = row.moment;
        if (moment == null) {
            if (row.enrolment.lease() != null && row.enrolment.standing().due() != null) {
                leased.remove(row);
            }
            return;
        }
        if (row.previous == null) {
            moment.first = row.next;
        } else {
            row.previous.next = row.next;
        }
        if (row.next == null) {
            moment.last = row.previous;
        } else {
            row.next.previous = row.previous;
        }
        row.moment = null;
        row.previous = null;
        row.next = null;
        if (moment.first == null) {
            waiting.remove(Objects.requireNonNull(row.enrolment.standing().due()));
        }
    }

    /** Returns up to so many that can be claimed now, the longest due first; those whose lease has ended beside them. */
    List<StepRow> claimable(Instant now, int limit) {
        List<StepRow> due = new ArrayList<>();
        for (StepRow row : leased) {
            if (due.size() == limit || from(row).isAfter(now)) {
                break;
            }
            due.add(row);
        }
        int taken = 0;
        for (Moment moment : waiting.headMap(now, true).values()) {
            for (StepRow row = moment.first; row != null && taken < limit; row = row.next) {
                due.add(row);
                taken++;
            }
            if (taken == limit) {
                break;
            }
        }
        return due;
    }

    /** Returns when the first can be claimed. */
    Optional<Instant> first() {
        return Stream.concat(
                        waiting.isEmpty() ? Stream.empty() : Stream.of(waiting.firstKey()),
                        leased.isEmpty() ? Stream.empty() : Stream.of(from(leased.first())))
                .min(Comparator.naturalOrder());
    }

    /** Returns when a row can be claimed that time alone moves. */
    private static Instant from(StepRow row) {
        return Objects.requireNonNull(StepStore.claimableFrom(row.enrolment));
    }
}
