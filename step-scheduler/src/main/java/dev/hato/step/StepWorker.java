package dev.hato.step;

import dev.hato.Stores;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
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

    private final StepSettings settings;
    private final Scenarios scenarios;
    private final String owner = UUID.randomUUID().toString();
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
        settings.stores().inTransaction(tx -> {
            record(tx, begun, done);
            return done;
        });
        return done;
    }

    private void record(Stores tx, StepTurn.Begun begun, boolean done) {
        Instant now = settings.now();
        Moves moves = new Moves(settings, begun.running(), now);
        Enrolment enrolment = begun.enrolment();
        Enrolment next;
        if (done) {
            next = moves.after(enrolment, begun.call().contact(), Outcome.DONE, "");
        } else if (failures(begun) + 1 < ATTEMPTS) {
            StepRecord note = Entrance.note(enrolment, now, FAILED_ONCE);
            next = enrolment.to(
                    enrolment.standing().to(EnrolmentStatus.ACTING, now.plus(RETRY), FAILED_ONCE),
                    enrolment.times(),
                    List.of(note));
        } else {
            next = moves.after(enrolment, begun.call().contact(), Outcome.SKIPPED, SkipReason.FAILED.name());
        }
        if (tx.steps().replace(List.of(next)).isEmpty()) {
            LOG.info("Enrolment {} was changed by somebody else while its step acted.", enrolment.key());
        }
    }

    private static long failures(StepTurn.Begun begun) {
        return begun.enrolment().history().stream()
                .filter(record -> record.step().equals(begun.call().step())
                        && record.reason().equals(FAILED_ONCE))
                .count();
    }
}
