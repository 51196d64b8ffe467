package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.StoredScenario;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the nodes have looked for one watch: kept as a row beside the scenarios, under a name that none of them has, and
 * written in the transaction that enrols whom it found.
 *
 * @param since when the watch began: nothing before that is found
 * @param until up to when all is found
 * @param to the end of the look under way; null if none is
 * @param after the last contact of the look's pages so far; null at its beginning
 */
record WatchState(
        Instant since,
        Instant until,
        @Nullable Instant to,
        @Nullable ContactId after) {
    private static final int PARTS = 4;

    static WatchState begin(Instant now) {
        return new WatchState(now, now, null, null);
    }

    /** Returns the name of the row. */
    static String row(String scenario, Watch watch) {
        byte[] whole = (scenario + '\n' + watch.name()).getBytes(StandardCharsets.UTF_8);
        return "watch " + UUID.nameUUIDFromBytes(whole);
    }

    /** Returns the state with a look under way, that ends at this moment if it begins with it. */
    WatchState looking(Instant now) {
        return to == null ? new WatchState(since, until, now, null) : this;
    }

    WatchState page(ContactId last) {
        return new WatchState(since, until, to, last);
    }

    WatchState done(Instant end) {
        return new WatchState(since, end, null, null);
    }

    /** Returns the row that follows this one. */
    StoredScenario stored(Running running, String row, @Nullable StoredScenario before) {
        String definition =
                since + " " + until + " " + (to == null ? "-" : to) + " " + (after == null ? "" : after.value());
        StoredScenario.State state = before == null
                ? StoredScenario.State.NEW
                : new StoredScenario.State(before.state().revision() + 1, null, false);
        return new StoredScenario(row, 1, definition, running.list(), Map.of(), state);
    }

    static WatchState of(StoredScenario row) {
        String[] parts = row.definition().split(" ", PARTS);
        if (parts.length != PARTS) {
            throw new IllegalStateException("Row " + Names.quote(row.name())
                    + " beside the scenarios is not one this version wrote; remove it.");
        }
        return new WatchState(
                Instant.parse(parts[0]),
                Instant.parse(parts[1]),
                parts[2].equals("-") ? null : Instant.parse(parts[2]),
                parts[3].isEmpty() ? null : ContactId.of(parts[3]));
    }
}
