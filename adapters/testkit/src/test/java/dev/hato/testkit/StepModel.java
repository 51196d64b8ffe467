package dev.hato.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One contact's way through a row of mails, reckoned naively: steps so many hours after enrolment or after the step
 * before; late steps left out; a purchase ends it; pauses move it on. Knows nothing of the engine.
 */
final class StepModel {
    /**
     * One mail.
     *
     * @param afterPrevious whether it counts from the step before, and not from enrolment
     */
    record Mail(String key, int hours, boolean afterPrevious) {}

    private static final Duration PUNCTUAL = Duration.ofHours(1);

    private final List<Mail> mails;
    final List<String> log = new ArrayList<>();
    private @Nullable Instant enrolled;
    private Instant previous = Instant.EPOCH;
    private Duration paused = Duration.ZERO;
    private @Nullable Instant pausedAt;
    private int at;
    private @Nullable Instant due;
    private @Nullable Instant lastPurchase;
    private boolean stopped;

    StepModel(List<Mail> mails) {
        this.mails = mails;
    }

    void enrol(Instant now) {
        if (enrolled == null) {
            enrolled = now;
            previous = now;
            plan(now);
        }
    }

    void purchase(Instant now) {
        lastPurchase = now;
        exit();
    }

    private void exit() {
        if (due != null) {
            log.add(mails.get(at).key() + " SKIPPED EXITED");
            due = null;
        }
    }

    void stop() {
        stopped = true;
    }

    void pause(Instant now) {
        if (due != null && pausedAt == null) {
            pausedAt = now;
        }
    }

    void resume(Instant now) {
        if (due != null && pausedAt != null) {
            Duration span = Duration.between(pausedAt, now);
            paused = paused.plus(span);
            previous = previous.plus(span);
            pausedAt = null;
            plan(now);
        }
    }

    void run(Instant now) {
        while (due != null && pausedAt == null && !due.isAfter(now)) {
            if (lastPurchase != null && !lastPurchase.isBefore(Objects.requireNonNull(enrolled))) {
                exit();
                return;
            }
            String key = mails.get(at).key();
            boolean late = due.plus(PUNCTUAL).isBefore(now);
            log.add(key + (late ? " SKIPPED PAST_DUE" : stopped ? " SKIPPED STOPPED" : " MAILED"));
            previous = now;
            at++;
            plan(now);
        }
    }

    private void plan(Instant now) {
        due = null;
        while (at < mails.size() && due == null) {
            Mail mail = mails.get(at);
            Instant base = mail.afterPrevious()
                    ? previous
                    : Objects.requireNonNull(enrolled).plus(paused);
            Instant time = base.plus(Duration.ofHours(mail.hours()));
            if (time.isBefore(now)) {
                log.add(mail.key() + " SKIPPED PAST_DUE");
                at++;
            } else {
                due = time;
            }
        }
    }
}
