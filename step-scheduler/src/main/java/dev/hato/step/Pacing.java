package dev.hato.step;

import dev.hato.Stores;
import dev.hato.enrolment.StoredScenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a scenario's {@link Pace} on all nodes together, within one transaction: what was claimed lately is in a row
 * beside the scenarios, which the claiming transaction writes, so that nodes take turns at a paced scenario.
 *
 * <p>In no span of the pace's length do more steps begin than it says. Claims of the same sixtieth of the span are counted
 * as if they came at its end, so up to a sixtieth of the speed is left unused.
 */
final class Pacing {
    private static final int PARTS = 60;

    /** When nothing was claimed for so long while more was due, nothing ran, and lateness is not the pace's doing. */
    private static final Duration STILL_RUNNING = Duration.ofMinutes(5);

    private final Stores tx;
    private final Instant now;
    private final Map<String, State> states = new HashMap<>();

    Pacing(Stores tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /**
     * What is in the row.
     *
     * @param row the row as it was read; null if there is none yet
     * @param queuedSince since when more has been due than the pace allows; null if it is not so
     * @param grants how many steps began at which moments, the earliest first
     */
    private record State(
            @Nullable StoredScenario row, @Nullable Instant queuedSince, List<Grant> grants) {}

    private record Grant(Instant at, int steps) {}

    /** Returns how many steps may begin now. */
    int allowance(Running running) {
        Pace pace = Objects.requireNonNull(running.scenario().sending().pace());
        int begun = 0;
        for (Grant grant : state(running).grants()) {
            begun += grant.steps();
        }
        return Math.max(0, pace.steps() - begun);
    }

    /** Returns when a step of these is due and may begin; {@link Instant#MAX} for never. */
    Instant nextDue(Collection<Running> scenarios) {
        Instant next = Instant.MAX;
        Set<String> free = new HashSet<>();
        for (Running running : scenarios) {
            if (running.scenario().sending().pace() == null) {
                free.add(running.name());
            } else {
                next = earlier(next, later(nextDue(Set.of(running.name())), next(running)));
            }
        }
        return free.isEmpty() ? next : earlier(next, nextDue(free));
    }

    private Instant nextDue(Set<String> names) {
        return tx.steps().nextDue(names).orElse(Instant.MAX);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    /** Returns when a step may begin next, if none may now. */
    private Instant next(Running running) {
        Pace pace = Objects.requireNonNull(running.scenario().sending().pace());
        List<Grant> grants = state(running).grants();
        return allowance(running) > 0 || grants.isEmpty()
                ? now
                : grants.get(0).at().plus(pace.per());
    }

    /**
     * Notes that these steps begin.
     *
     * @param isQueued whether more was due than was allowed
     */
    void begin(Running running, int steps, boolean isQueued) {
        State before = state(running);
        if (steps == 0 && isQueued == (before.queuedSince() != null)) {
            return;
        }
        Pace pace = Objects.requireNonNull(running.scenario().sending().pace());
        List<Grant> grants = new ArrayList<>(before.grants());
        Instant end = partEnd(pace);
        if (steps > 0) {
            int last = grants.size() - 1;
            if (last >= 0 && !grants.get(last).at().isBefore(end)) {
                Grant known = grants.get(last);
                grants.set(last, new Grant(known.at(), known.steps() + steps));
            } else {
                grants.add(new Grant(end, steps));
            }
        }
        Instant queued = isQueued ? Objects.requireNonNullElse(before.queuedSince(), now) : null;
        State next = new State(before.row(), queued, grants);
        if (!tx.steps().save(stored(running, next))) {
            throw new Entrance.ChangedMeanwhile();
        }
        Instant judgedBy = before.queuedSince() == null ? queued : before.queuedSince();
        states.put(running.name(), new State(stored(running, next), judgedBy, grants));
    }

    /**
     * Returns when the step would have begun without the pace: lateness is judged then. While steps queue, one that became
     * due is as late as it was when the queue began.
     */
    Instant judged(Running running, Instant due) {
        if (running.scenario().sending().pace() == null) {
            return now;
        }
        Instant queued = state(running).queuedSince();
        return queued == null ? now : queued.isAfter(due) ? queued : due;
    }

    private Instant partEnd(Pace pace) {
        Duration part = pace.per().dividedBy(PARTS);
        long length = Math.max(1, part.toNanos() / 1_000);
        long micros = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
        long end = micros - Math.floorMod(micros, length) + length - 1;
        return Instant.ofEpochSecond(Math.floorDiv(end, 1_000_000L), Math.floorMod(end, 1_000_000L) * 1_000);
    }

    private State state(Running running) {
        return states.computeIfAbsent(running.name(), name -> read(running));
    }

    private State read(Running running) {
        StoredScenario row = tx.steps().scenario(row(running)).orElse(null);
        if (row == null) {
            return new State(null, null, List.of());
        }
        Pace pace = Objects.requireNonNull(running.scenario().sending().pace());
        String[] parts = row.definition().split(" ", -1);
        List<Grant> grants = new ArrayList<>();
        Instant last = Instant.MIN;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            Grant grant = new Grant(
                    Instant.parse(parts[i].substring(0, equals)), Integer.parseInt(parts[i].substring(equals + 1)));
            last = grant.at();
            if (grant.at().plus(pace.per()).isAfter(now)) {
                grants.add(grant);
            }
        }
        Duration still = pace.per().compareTo(STILL_RUNNING) > 0 ? pace.per() : STILL_RUNNING;
        boolean runs =
                !last.equals(Instant.MIN) && !last.plus(pace.per()).plus(still).isBefore(now);
        return new State(row, parts[0].equals("-") || !runs ? null : Instant.parse(parts[0]), grants);
    }

    private static String row(Running running) {
        return "pace " + UUID.nameUUIDFromBytes(running.name().getBytes(StandardCharsets.UTF_8));
    }

    private static StoredScenario stored(Running running, State state) {
        StringBuilder text = new StringBuilder(
                state.queuedSince() == null ? "-" : state.queuedSince().toString());
        for (Grant grant : state.grants()) {
            text.append(' ').append(grant.at()).append('=').append(grant.steps());
        }
        StoredScenario row = state.row();
        StoredScenario.State revision = row == null
                ? StoredScenario.State.NEW
                : new StoredScenario.State(row.state().revision() + 1, null, false);
        return new StoredScenario(row(running), 1, text.toString(), running.list(), Map.of(), revision);
    }
}
