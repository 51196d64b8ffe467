package dev.hato.memory;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows by a moment. Many have the same one, so they hang on their moment in a row: adding and removing one takes no search
 * then, and no node. Guarded by {@link MemoryState}.
 */
final class DueRows<R extends DueRows.Linked<R>> {
    private final TreeMap<Instant, Moment<R>> moments = new TreeMap<>();

    /** Where a row was added last. */
    private @Nullable Moment<R> last;

    /** Those that have one moment, from the first to the last. */
    private static final class Moment<R> {
        final Instant at;

        @Nullable R first;

        @Nullable R last;

        Moment(Instant at) {
            this.at = at;
        }
    }

    /** A row with its place among those of the same moment. */
    abstract static class Linked<R extends Linked<R>> {
        private @Nullable Moment<R> moment;
        private @Nullable R previous;
        private @Nullable R next;

        /** Returns whether this belongs behind the other one, of the same moment. */
        abstract boolean isBehind(R other);
    }

    boolean isEmpty() {
        return moments.isEmpty();
    }

    /** Adds a row that is nowhere. */
    void add(Instant at, R row) {
        Moment<R> moment = last;
        if (moment == null || !moment.at.equals(at)) {
            moment = moments.computeIfAbsent(at, Moment::new);
            last = moment;
        }
        R before = moment.last;
        if (before != null && !row.isBehind(before)) {
            before = null; // it was taken from the front, most often
            for (R other = moment.first; other != null && row.isBehind(other); other = next(other)) {
                before = other;
            }
        }
        insert(moment, before, row);
    }

    private static <R extends Linked<R>> void insert(Moment<R> moment, @Nullable R before, R row) {
        R after = before == null ? moment.first : next(before);
        link(row, moment, before, after);
        if (before == null) {
            moment.first = row;
        } else {
            setNext(before, row);
        }
        if (after == null) {
            moment.last = row;
        } else {
            setPrevious(after, row);
        }
    }

    /** Removes the row, and returns whether it was here; a row is in one such collection at a time. */
    boolean remove(R row) {
        Linked<R> own = row;
        Moment<R> moment = own.moment;
        if (moment == null) {
            return false;
        }
        R before = own.previous;
        R after = own.next;
        if (before == null) {
            moment.first = after;
        } else {
            setNext(before, after);
        }
        if (after == null) {
            moment.last = before;
        } else {
            setPrevious(after, before);
        }
        link(row, null, null, null);
        if (moment.first == null) {
            moments.remove(moment.at);
            last = last == moment ? null : last;
        }
        return true;
    }

    /** Returns the row of the earliest moment, or null if there is none. */
    @Nullable R first() {
        return moments.isEmpty() ? null : moments.firstEntry().getValue().first;
    }

    /** Returns the row behind this one, or null. */
    @Nullable R after(R row) {
        R next = next(row);
        if (next != null) {
            return next;
        }
        Map.Entry<Instant, Moment<R>> later = moments.higherEntry(at(row));
        return later == null ? null : later.getValue().first;
    }

    /** Returns the moment of a row that is here. */
    static <R extends Linked<R>> Instant at(R row) {
        Linked<R> own = row;
        return Objects.requireNonNull(own.moment, "a row of no moment").at;
    }

    private static <R extends Linked<R>> @Nullable R next(R row) {
        Linked<R> own = row;
        return own.next;
    }

    private static <R extends Linked<R>> void link(
            R row, @Nullable Moment<R> moment, @Nullable R previous, @Nullable R next) {
        Linked<R> own = row;
        own.moment = moment;
        own.previous = previous;
        own.next = next;
    }

    private static <R extends Linked<R>> void setNext(R row, @Nullable R next) {
        Linked<R> own = row;
        own.next = next;
    }

    private static <R extends Linked<R>> void setPrevious(R row, @Nullable R previous) {
        Linked<R> own = row;
        own.previous = previous;
    }
}
