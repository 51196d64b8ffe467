package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, batch by batch, on one thread. */
final class StepWorker {
    private static final Logger LOG = LoggerFactory.getLogger(StepWorker.class);
    /** So many at first; more where they go fast, as each batch costs a transaction, and fewer where they do not. */
    private static final int BATCH = 100;

    private static final int LARGEST = 1_000;
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);

    private static final int ATTEMPTS = 5;
    private static final Duration RETRY = Duration.ofMinutes(5);
    private static final String FAILED_ONCE = "attempt failed";
    private static final int MOST_ANEW = 100;

    private final StepSettings settings;
    private final Scenarios scenarios;
    private final String owner = UUID.randomUUID().toString();
    private final Map<String, Integer> anew = new HashMap<>();
    private int limit = BATCH;

    StepWorker(StepSettings settings, Scenarios scenarios) {
        this.settings = settings;
        this.scenarios = scenarios;
    }

    /** Does one batch; a report of no steps means that nothing was due. */
    StepReport batch() {
        long begun = System.nanoTime();
        StepTurn.Result result = settings.again(tx -> {
            Map<String, Running> inForce = scenarios.inForce(tx);
            return inForce.isEmpty()
                    ? new StepTurn.Result(0, 0, List.of())
                    : new StepTurn(settings, inForce, tx, settings.now()).take(owner, limit);
        });
        limit = following(result, System.nanoTime() - begun);
        int failed = 0;
        for (StepTurn.Begun step : result.begun()) {
            require(step);
            failed += perform(step) ? 0 : 1;
        }
        return new StepReport(result.done(), result.mailed(), result.begun().size() - failed, failed);
    }

    /** Returns how many to claim next. */
    private int following(StepTurn.Result result, long nanos) {
        if (!result.begun().isEmpty()) {
            return StepWave.MOST_OUTSIDE; // more of those would only be put back
        }
        return nanos < SOON ? Math.min(2 * limit, LARGEST) : nanos < LATE ? limit : Math.max(limit / 2, 1);
    }

    private boolean perform(StepTurn.Begun begun) {
        Exception problem = null;
        try {
            Objects.requireNonNull(settings.handler(), "handler").handle(begun.call());
        } catch (Exception e) {
            problem = e;
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn(
                    "Action {} of enrolment {} did not work.",
                    begun.call().action(),
                    begun.enrolment().key(),
                    e);
        }
        boolean done = problem == null;
        settings.again(tx -> {
            record(tx, begun, done);
            return done;
        });
        return done;
    }

    private void record(Stores tx, StepTurn.Begun begun, boolean done) {
        Enrolment enrolment = begun.enrolment();
        ContactId id = enrolment.key().contact();
        Contact contact = tx.contacts().find(id).orElse(begun.call().contact());
        if (!tx.steps()
                .replace(List.of(after(enrolment, begun, begun.running(), contact, done)))
                .isEmpty()) {
            return;
        }
        Enrolment current = tx.steps().of(List.of(id)).stream()
                .filter(other -> other.key().equals(enrolment.key()))
                .findFirst()
                .orElse(null);
        if (current == null || !isStillOurs(current, enrolment)) {
            LOG.info("Enrolment {} was changed by somebody else while its step acted.", enrolment.key());
            return;
        }
        // Paused, resumed, or moved to another version while the step acted, maybe by its own handler: it has acted all
        // the same.
        Enrolment next = after(current, begun, scenarios.require(enrolment.key().scenario()), contact, done);
        Entrance.replace(
                tx,
                List.of(
                        current.standing().status() == EnrolmentStatus.PAUSED
                                ? next.standing(Stood.pause(next.standing()))
                                : next));
    }

    /** Returns whether the enrolment stands at the same step still, in a version known here, and nobody else has begun it. */
    private boolean isStillOurs(Enrolment current, Enrolment begun) {
        Enrolment.Lease lease = current.lease();
        return Objects.equals(current.standing().step(), begun.standing().step())
                && current.standing().occurrence().equals(begun.standing().occurrence())
                && current.course().scenarioVersion()
                        == scenarios.require(current.key().scenario()).version()
                && (lease == null || lease.owner().equals(owner));
    }

    private Enrolment after(Enrolment enrolment, StepTurn.Begun begun, Running running, Contact contact, boolean done) {
        Instant now = settings.now();
        Moves moves = new Moves(settings, running, now, begun.queued());
        if (done) {
            return moves.after(enrolment, contact, Outcome.DONE, "");
        }
        if (failures(begun) + 1 < ATTEMPTS) {
            StepRecord note = Entrance.note(enrolment, now, FAILED_ONCE);
            return enrolment.to(
                    enrolment.standing().to(EnrolmentStatus.ACTING, now.plus(RETRY), FAILED_ONCE),
                    enrolment.times(),
                    List.of(note));
        }
        return moves.after(enrolment, contact, Outcome.SKIPPED, SkipReason.FAILED.name());
    }

    /** Refuses what would never end: a handler that has its contact begin the scenario anew each time it is called. */
    private void require(StepTurn.Begun begun) {
        EnrolmentKey key = begun.enrolment().key();
        if (key.occurrence() == 1) {
            return;
        }
        String what = begun.call().step() + "/" + key.scenario() + "/" + key.contact();
        if (anew.merge(what, 1, Integer::sum) > MOST_ANEW) {
            throw new IllegalStateException("Step " + Names.quote(begun.call().step()) + " of scenario "
                    + Names.quote(key.scenario()) + " has acted " + MOST_ANEW + " times in one go for contact "
                    + key.contact() + ", each time in another enrolment: what it does has the contact enrolled anew."
                    + " Give the scenario reEnrolment(RESTART.notWithin(…)), or let the handler not enrol.");
        }
    }

    private static long failures(StepTurn.Begun begun) {
        return begun.enrolment().history().stream()
                .filter(record -> record.step().equals(begun.call().step())
                        && record.reason().equals(FAILED_ONCE))
                .count();
    }
}
