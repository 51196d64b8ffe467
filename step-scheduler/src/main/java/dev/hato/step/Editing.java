package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.enrolment.StoredScenario;
import dev.hato.step.EditEffect.Kind;
import dev.hato.step.EnrolmentState.Passed;
import dev.hato.step.EnrolmentState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
            page.forEach(enrolment -> note(plan, enrolment, change(enrolment, contacts, now)));
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
            List<Enrolment> next = new ArrayList<>();
            for (Enrolment enrolment : current) {
                if (keys.contains(enrolment.key()) && enrolment.course().scenarioVersion() < after.version()) {
                    Change change = change(enrolment, contacts, now);
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

    private Change change(Enrolment enrolment, Map<ContactId, Contact> contacts, Instant now) {
        Contact contact = contacts.get(enrolment.key().contact());
        EnrolmentStatus status = enrolment.standing().status();
        boolean over = status == EnrolmentStatus.EXITED || status == EnrolmentStatus.GOAL_REACHED;
        if (contact == null || over) {
            return new Change(enrolment.to(enrolment.standing()).by(after.version()), Kind.UNCHANGED, false);
        }
        if (status == EnrolmentStatus.PAUSED) {
            return paused(enrolment);
        }
        EditEffect effect = edit.effect(state(enrolment, contact), now);
        boolean mails = edit.mails(effect, now.plus(HOUR));
        // What was added too late is noted also where it moves nobody.
        boolean stays = effect.kind() == Kind.UNCHANGED;
        Enrolment moved = enrolment
                .to(stays ? enrolment.standing() : Moves.standing(effect.position()))
                .by(after.version());
        Enrolment next = new Enrolment(
                moved.key(),
                moved.course(),
                moved.standing(),
                moved.times(),
                history(enrolment, effect, now),
                stays ? enrolment.lease() : null);
        return new Change(next, effect.kind(), mails);
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

    /** A paused one is reckoned when it is resumed; one whose step was removed goes over to the next. */
    private Change paused(Enrolment enrolment) {
        String step = Objects.requireNonNull(enrolment.standing().step());
        Map<String, Passed> passed = passed(enrolment);
        List<Step> old = before.scenario().steps();
        for (int i = before.scenario().position(step); i >= 0 && i < old.size(); i++) {
            String key = old.get(i).key();
            if (after.scenario().position(key) >= 0 && !passed.containsKey(key)) {
                Standing at = enrolment.standing();
                Standing there = key.equals(step)
                        ? at
                        : new Standing(at.status(), key, "", null, false, EnrolmentStatus.WAITING.name());
                return new Change(
                        enrolment.to(there).by(after.version()), key.equals(step) ? Kind.UNCHANGED : Kind.MOVED, false);
            }
        }
        Enrolment over =
                enrolment.to(Standing.ended(EnrolmentStatus.COMPLETED, "")).by(after.version());
        return new Change(over, Kind.COMPLETED, false);
    }

    private EnrolmentState state(Enrolment enrolment, Contact contact) {
        Standing at = enrolment.standing();
        Map<String, Passed> passed = passed(enrolment);
        EnrolmentClock clock = settings.clock(contact, enrolment.times());
        if (at.status() == EnrolmentStatus.COMPLETED) {
            return EnrolmentState.completed(passed, clock);
        }
        String step = Objects.requireNonNull(at.step());
        Instant due = at.due();
        return due == null
                ? EnrolmentState.stuck(step, passed, clock)
                : new EnrolmentState(
                        Status.ACTIVE,
                        passed,
                        new Position.Waiting(step, due, at.occurrence(), at.late()),
                        null,
                        clock);
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
