package dev.hato.memory;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The enrolments of one scenario by when they can be claimed. Guarded by {@link MemoryState}. */
final class DueSteps {
    private final DueRows<StepRow> waiting = new DueRows<>();
    private final DueRows<StepRow> leased = new DueRows<>();

    /** Adds the row, if time alone can move its enrolment. */
    void add(StepRow row) {
        Enrolment enrolment = row.enrolment;
        Instant from = StepStore.claimableFrom(enrolment);
        if (from != null) {
            (enrolment.lease() == null ? waiting : leased).add(from, row);
        }
    }

    /** Removes the row, whose enrolment is the one with which it was added. */
    void remove(StepRow row) {
        (row.enrolment.lease() == null ? waiting : leased).remove(row);
    }

    /** Returns up to so many that can be claimed now, the longest due first; those whose lease has ended beside them. */
    List<StepRow> claimable(Instant now, int limit) {
        List<StepRow> due = new ArrayList<>();
        claimable(leased, now, limit, due);
        claimable(waiting, now, limit, due);
        return due;
    }

    private static void claimable(DueRows<StepRow> rows, Instant now, int limit, List<StepRow> due) {
        StepRow row = rows.first();
        for (int taken = 0; taken < limit && row != null && !DueRows.at(row).isAfter(now); taken++) {
            due.add(row);
            row = rows.after(row);
        }
    }

    /** Returns when the first can be claimed. */
    Optional<Instant> first() {
        Instant one = at(waiting.first());
        Instant other = at(leased.first());
        return Optional.ofNullable(one == null || (other != null && other.isBefore(one)) ? other : one);
    }

    private static @Nullable Instant at(@Nullable StepRow row) {
        return row == null ? null : DueRows.at(row);
    }
}
