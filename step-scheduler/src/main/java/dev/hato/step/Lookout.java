package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StoredScenario;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks for triggers that time alone fires, for all nodes together: each look goes on where the last one ended, page by
 * page, and a page's enrolments and how far it came are written in one transaction. What was to fire while nothing ran is
 * found by the first look afterwards.
 */
final class Lookout {
    private static final int PAGE = 500;

    private final StepSettings settings;
    private final Scenarios scenarios;

    Lookout(StepSettings settings, Scenarios scenarios) {
        this.settings = settings;
        this.scenarios = scenarios;
    }

    static List<Watch> watches(Running running, StepSettings settings) {
        List<Watch> watches = new ArrayList<>();
        for (Trigger trigger : running.scenario().entry().triggers()) {
            if (trigger instanceof Trigger.DateReached date) {
                watches.add(new DateWatch(date.timing(), settings));
            } else if (trigger instanceof Trigger.SegmentEntered entered) {
                watches.add(SegmentWatch.of(entered, settings));
            } else if (trigger instanceof Trigger.SegmentLeft left) {
                watches.add(SegmentWatch.of(left, settings));
            }
        }
        return watches;
    }

    /** Fires all that time has fired up to now. */
    void look() {
        for (Running running : scenarios.all()) {
            for (Watch watch : watches(running, settings)) {
                boolean more = true;
                while (more && !Thread.currentThread().isInterrupted()) {
                    more = settings.again(tx -> page(tx, running.name(), watch));
                }
            }
        }
    }

    /** Returns when the next look is due; {@link Instant#MAX} for never. */
    Instant next(Stores tx) {
        Instant next = Instant.MAX;
        for (Running running : scenarios.agreed(tx)) {
            for (Watch watch : watches(running, settings)) {
                Instant due = tx.steps()
                        .scenario(WatchState.row(running.name(), watch))
                        .map(row -> due(WatchState.of(row), watch))
                        .orElseGet(settings::now);
                next = due.isBefore(next) ? due : next;
            }
        }
        return next;
    }

    private static Instant due(WatchState state, Watch watch) {
        return state.to() == null ? watch.next(state.until()) : state.until();
    }

    /** Does one page, and returns whether there may be another. */
    private boolean page(Stores tx, String scenario, Watch watch) {
        Running running = scenarios.agreed(tx).stream()
                .filter(agreed -> agreed.name().equals(scenario))
                .findFirst()
                .orElse(null);
        if (running == null) {
            return false;
        }
        Instant now = settings.now();
        String name = WatchState.row(scenario, watch);
        StoredScenario row = tx.steps().scenario(name).orElse(null);
        if (row == null) {
            save(tx, WatchState.begin(now).stored(running, name, null));
            return false;
        }
        WatchState state = WatchState.of(row);
        if (due(state, watch).isAfter(now)) {
            return false;
        }
        WatchState looking = state.looking(now);
        WatchState next = page(tx, running, watch, looking);
        save(tx, next.stored(running, name, row));
        return next.to() != null;
    }

    private WatchState page(Stores tx, Running running, Watch watch, WatchState looking) {
        Instant to = Objects.requireNonNull(looking.to());
        Watch.Look look = watch.look(latest(watch.from(looking.until()), looking.since()), to);
        Condition candidates = look.candidates();
        if (candidates == null) {
            return looking.done(to);
        }
        EvaluationContext context = new EvaluationContext(
                to, settings.engine().zone(), settings.engine().segments());
        List<ContactId> page = tx.selector().select(candidates, context, looking.after(), PAGE);
        if (page.isEmpty()) {
            return looking.done(to);
        }
        fire(tx, running, watch, look, page);
        return looking.page(page.get(page.size() - 1));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private void fire(Stores tx, Running running, Watch watch, Watch.Look look, List<ContactId> page) {
        Instant now = settings.now();
        Map<ContactId, Contact> contacts = tx.contacts().findAll(page);
        Map<ContactId, Watch.Fired> fired = new LinkedHashMap<>();
        for (ContactId id : page) {
            Contact contact = contacts.get(id);
            if (contact != null) {
                look.fired(tx, contact).ifPresent(firing -> fired.put(id, firing));
            }
        }
        Map<ContactId, List<Enrolment>> enrolments = new HashMap<>();
        for (Enrolment enrolment :
                fired.isEmpty() ? List.<Enrolment>of() : tx.steps().of(fired.keySet())) {
            if (enrolment.key().scenario().equals(running.name())) {
                enrolments
                        .computeIfAbsent(enrolment.key().contact(), key -> new ArrayList<>())
                        .add(enrolment);
            }
        }
        Map<ContactId, Entrance.Start> starts = new LinkedHashMap<>();
        fired.forEach((id, firing) -> {
            List<Enrolment> known = enrolments.getOrDefault(id, List.of());
            Instant last =
                    known.isEmpty() ? null : known.get(known.size() - 1).times().enrolled();
            if (!look.isKnown(firing, known)
                    && running.scenario().entry().judge(firing.at(), now, last) == Entry.Verdict.FIRES) {
                starts.put(id, new Entrance.Start(firing.at(), watch.name(), firing.occurrence()));
            }
        });
        if (!starts.isEmpty()) {
            new Entrance(settings, running, tx, now).enrol(starts);
        }
    }

    private static void save(Stores tx, StoredScenario row) {
        if (!tx.steps().save(row)) {
            throw new Entrance.ChangedMeanwhile();
        }
    }
}
