package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.enrolment.StoredScenario;
import dev.hato.step.EditEffect.Kind;
import dev.hato.step.EnrolmentState.Passed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One edit of a live scenario, planned or applied, enrolment by enrolment. */
final class Editing {
    private static final int PAGE = 500;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<String> LEFT_OUT =
            Set.of(Unscheduled.PAST_DUE.name(), Unscheduled.NO_BUSINESS_DAY.name(), Unscheduled.OVER.name());

    private final StepSettings settings;
    private final Scenarios scenarios;
    private final Running before;
    private final Running after;
    private final ScenarioEdit edit;

    Editing(StepSettings settings, Scenarios scenarios, Running before, Scenario newVersion) {
        this.settings = settings;
        this.scenarios = scenarios;
        this.before = before;
        this.after =
                Running.of(newVersion, before.version() + 1, settings.clocks().holidays());
        this.edit =
                ScenarioEdit.of(before.scenario(), newVersion, settings.clocks().holidays());
    }

    /** What becomes of one enrolment. */
    private record Change(Enrolment next, Kind kind, boolean mails) {}

    EditPlan plan() {
        EditPlan plan = new EditPlan(this);
        pages(page -> settings.stores().inTransaction(tx -> {
            Instant now = settings.now();
            Map<ContactId, Contact> contacts = contacts(tx, page);
            Instant paused = stored().state().pausedAt();
            page.forEach(enrolment ->
                    note(plan, enrolment, change(enrolment, contacts, Hold.of(enrolment, paused, now), now)));
            return page.size();
        }));
        return plan;
    }

    EditPlan apply() {
        require(stored());
        save(stored -> state(stored, true));
        EditPlan done = new EditPlan(this);
        pages(page -> settings.stores().inTransaction(tx -> {
            Instant now = settings.now();
            List<EnrolmentKey> keys = page.stream().map(Enrolment::key).toList();
            List<Enrolment> current =
                    tx.steps().of(page.stream().map(e -> e.key().contact()).toList());
            Map<ContactId, Contact> contacts = contacts(tx, page);
            Instant paused = stored().state().pausedAt();
            List<Enrolment> next = new ArrayList<>();
            for (Enrolment enrolment : current) {
                if (keys.contains(enrolment.key()) && enrolment.course().scenarioVersion() < after.version()) {
                    Change change = change(enrolment, contacts, Hold.of(enrolment, paused, now), now);
                    note(done, enrolment, change);
                    next.add(change.next());
                }
            }
            return Entrance.replace(tx, next);
        }));
        save(stored -> {
            StoredScenario.State state = state(stored, false).state();
            return Scenarios.stored(after.scenario(), after.version(), stored.mails(), state);
        });
        scenarios.put(after);
        return done;
    }

    private interface Rewriting {
        StoredScenario of(StoredScenario stored);
    }

    private void save(Rewriting rewriting) {
        while (true) {
            StoredScenario stored = stored();
            require(stored);
            if (settings.stores().steps().save(rewriting.of(stored))) {
                return;
            }
        }
    }

    private static StoredScenario state(StoredScenario stored, boolean editing) {
        StoredScenario.State state = stored.state();
        return new StoredScenario(
                stored.name(),
                stored.version(),
                stored.definition(),
                stored.list(),
                stored.mails(),
                new StoredScenario.State(state.revision() + 1, state.pausedAt(), editing));
    }

    private StoredScenario stored() {
        return settings.stores().steps().scenario(before.name()).orElseThrow();
    }

    private void require(StoredScenario stored) {
        if (stored.version() != before.version()) {
            throw new IllegalStateException("Scenario " + Names.quote(before.name()) + " is in version "
                    + stored.version() + " now and not in version " + before.version()
                    + " any more; plan the edit again, from that version.");
        }
    }

    private interface PageWork {
        int on(List<Enrolment> page);
    }

    private void pages(PageWork work) {
        EnrolmentKey last = null;
        while (true) {
            List<Enrolment> page = settings.stores().steps().page(before.name(), last, PAGE);
            if (page.isEmpty()) {
                return;
            }
            again(work, page);
            last = page.get(page.size() - 1).key();
        }
    }

    private static void again(PageWork work, List<Enrolment> page) {
        for (int i = 0; ; i++) {
            try {
                work.on(page);
                return;
            } catch (Entrance.ChangedMeanwhile e) {
                if (i == 10) {
                    throw e;
                }
            }
        }
    }

    private static Map<ContactId, Contact> contacts(Stores tx, List<Enrolment> page) {
        return tx.contacts().findAll(page.stream().map(e -> e.key().contact()).toList());
    }

    private static void note(EditPlan plan, Enrolment enrolment, Change change) {
        plan.count(
                change.kind(),
                change.mails(),
                new EditPlan.Example(
                        enrolment.key().contact(), StepTimeline.next(enrolment), StepTimeline.next(change.next())));
    }

    /**
     * A pause, of the enrolment or of its scenario. An edit finds an enrolment in it as if it went on now, and leaves it
     * where it is to go on: what the pause moves on is moved on when it ends.
     *
     * @param held whether there is a pause
     * @param span for how long it has lasted
     */
    private record Hold(boolean held, Duration span) {
        static Hold of(Enrolment enrolment, @Nullable Instant scenario, Instant now) {
            EnrolmentTimes times = enrolment.times();
            boolean paused = enrolment.standing().status() == EnrolmentStatus.PAUSED;
            Instant since = paused ? times.pausedAt() : null; // one that ended in a pause is in it no more
            if (scenario != null && !scenario.equals(times.pauseSeen())) {
                Instant all = scenario.isBefore(times.enrolled()) ? times.enrolled() : scenario;
                since = since == null || all.isBefore(since) ? all : since;
            }
            boolean lasts = since != null && since.isBefore(now);
            return new Hold(since != null, lasts ? Duration.between(since, now) : Duration.ZERO);
        }
    }

    private Change change(Enrolment enrolment, Map<ContactId, Contact> contacts, Hold hold, Instant now) {
        Contact contact = contacts.get(enrolment.key().contact());
        EnrolmentStatus status = enrolment.standing().status();
        boolean over = status == EnrolmentStatus.EXITED || status == EnrolmentStatus.GOAL_REACHED;
        if (contact == null || over) {
            return new Change(enrolment.to(enrolment.standing()).by(after.version()), Kind.UNCHANGED, false);
        }
        EditEffect effect = edit.effect(state(enrolment, contact, hold), now);
        boolean mails = !hold.held() && edit.mails(effect, now.plus(HOUR));
        Standing stood = enrolment.standing();
        if (effect.kind() == Kind.UNCHANGED && Stood.of(enrolment).isAwaiting()) {
            Waits waits = new Waits(settings, before, after, hold.span());
            stood = waits.changed(enrolment, contact);
            mails = !hold.held() && waits.mails(enrolment.to(stood), contact, now, now.plus(HOUR));
        }
        Kind kind = stood.equals(enrolment.standing()) ? effect.kind() : Kind.MOVED;
        // What was added too late is noted also where it moves nobody.
        boolean stays = effect.kind() == Kind.UNCHANGED;
        Enrolment moved = enrolment
                .to(stays ? stood : standing(enrolment, effect.position(), hold))
                .by(after.version());
        Enrolment next = new Enrolment(
                moved.key(),
                moved.course(),
                moved.standing(),
                moved.times(),
                history(enrolment, effect, now),
                kind == Kind.UNCHANGED ? enrolment.lease() : null);
        return new Change(next, kind, mails);
    }

    private static List<StepRecord> history(Enrolment enrolment, EditEffect effect, Instant now) {
        List<StepRecord> history = new ArrayList<>(enrolment.history());
        history.removeIf(record -> effect.revived().contains(record.step()) && record.outcome() == Outcome.SKIPPED);
        effect.skips()
                .forEach(skip -> history.add(new StepRecord(
                        skip.step(),
                        skip.occurrence(),
                        Outcome.SKIPPED,
                        now,
                        skip.reason().name())));
        return history;
    }

    /** Returns where the edit leaves the enrolment; a pause goes on there, and is counted when it ends. */
    private Standing standing(Enrolment enrolment, Position position, Hold hold) {
        Standing there = Moves.standing(position);
        Instant due = there.due();
        if (due != null && !isAnchored(after, Objects.requireNonNull(there.step()))) {
            there = there.to(there.status(), due.minus(hold.span()), there.detail());
        }
        return enrolment.standing().status() == EnrolmentStatus.PAUSED ? Stood.pause(there) : there;
    }

    private static boolean isAnchored(Running running, String step) {
        return running.scenario()
                .step(step)
                .filter(known -> known.timing().anchor() instanceof Anchor.AnchorDate)
                .isPresent();
    }

    private EnrolmentState state(Enrolment enrolment, Contact contact, Hold hold) {
        Standing at = enrolment.standing();
        Map<String, Passed> passed = passed(enrolment);
        EnrolmentClock clock = settings.clock(contact, enrolment.times().afterPause(hold.span(), null));
        if (at.status() == EnrolmentStatus.COMPLETED) {
            return EnrolmentState.completed(passed, clock);
        }
        String step = Objects.requireNonNull(at.step());
        Stood stood = Stood.of(enrolment);
        if (stood.due() == null) {
            return EnrolmentState.stuck(step, passed, clock);
        }
        Instant due =
                stood.isAwaiting() || !isAnchored(before, step) ? stood.due().plus(hold.span()) : stood.due();
        return EnrolmentState.waiting(new Position.Waiting(step, due, at.occurrence(), at.late()), passed, clock);
    }

    /** Returns what became of each step: notes, failures and the end itself are no such thing. */
    private static Map<String, Passed> passed(Enrolment enrolment) {
        Map<String, Passed> passed = new LinkedHashMap<>();
        for (StepRecord record : enrolment.history()) {
            boolean isEnd = record.outcome() == Outcome.SKIPPED
                    && (record.reason().equals(EnrolmentStatus.EXITED.name())
                            || record.reason().equals(EnrolmentStatus.GOAL_REACHED.name()));
            if (isEnd || !record.occurrence().isEmpty() || Entrance.isNote(record)) {
                continue;
            }
            switch (record.outcome()) {
                case MAILED, DONE, PASSED -> passed.put(record.step(), Passed.DONE);
                case SKIPPED ->
                    passed.put(
                            record.step(), LEFT_OUT.contains(record.reason()) ? Passed.SKIPPED : Passed.NOT_FOR_THEM);
            }
        }
        return passed;
    }
}
