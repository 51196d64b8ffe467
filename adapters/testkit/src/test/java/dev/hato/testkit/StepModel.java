package dev.hato.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One contact's way through a row of mails, reckoned naively: steps so many hours after enrolment or after the step
 * before; late steps left out; a purchase ends it; pauses move it on; edits change the row. Knows nothing of the engine.
 */
final class StepModel {
    /**
     * One mail.
     *
     * @param afterPrevious whether it counts from the step before, and not from enrolment
     */
    record Mail(String key, int hours, boolean afterPrevious) {}

    private static final Duration PUNCTUAL = Duration.ofHours(1);

    private List<Mail> mails;
    final List<String> log = new ArrayList<>();
    private final Set<String> mailed = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> skipped = new HashSet<>();
    private @Nullable Instant enrolled;
    private Instant previous = Instant.EPOCH;
    private Duration paused = Duration.ZERO;
    private @Nullable Instant pausedAt;
    private boolean ended;
    private @Nullable Mail at;
    private Instant due = Instant.EPOCH;
    private @Nullable Instant lastPurchase;
    private boolean stopped;
    private boolean bounced;

    StepModel(List<Mail> mails) {
        this.mails = List.copyOf(mails);
    }

    void enrol(Instant now) {
        if (enrolled == null) {
            enrolled = now;
            previous = now;
            plan(0, now);
        }
    }

    void purchase(Instant now) {
        lastPurchase = now;
        exit();
    }

    private void exit() {
        if (at != null) {
            log.add(at.key() + " SKIPPED EXITED");
            at = null;
            ended = true;
        }
    }

    void stop() {
        stopped = true;
    }

    void bounce() {
        bounced = true;
    }

    void pause(Instant now) {
        if (at != null && pausedAt == null) {
            pausedAt = now;
        }
    }

    void resume(Instant now) {
        if (at != null && pausedAt != null) {
            Duration span = Duration.between(pausedAt, now);
            paused = paused.plus(span);
            previous = previous.plus(span);
            pausedAt = null;
            plan(index(mails, at.key()), now);
        }
    }

    void run(Instant now) {
        while (at != null && pausedAt == null && !due.isAfter(now)) {
            if (lastPurchase != null && !lastPurchase.isBefore(Objects.requireNonNull(enrolled))) {
                exit();
                return;
            }
            String key = at.key();
            if (due.plus(PUNCTUAL).isBefore(now)) {
                skip(key);
            } else if (bounced || stopped) {
                log.add(key + (bounced ? " SKIPPED ADDRESS_ERROR" : " SKIPPED STOPPED"));
                refused.add(key);
            } else {
                log.add(key + " MAILED");
                mailed.add(key);
            }
            previous = now;
            plan(index(mails, key) + 1, now, due);
        }
    }

    /** Takes the next version: mails that were sent stay sent, those moved into the past are left out, others come. */
    void edit(List<Mail> next, Instant now) {
        List<Mail> before = mails;
        mails = List.copyOf(next);
        if (enrolled == null || ended) {
            return;
        }
        // One that is paused is moved as if it went on now; the pause itself is counted when it ends.
        Duration held = pausedAt == null || at == null ? Duration.ZERO : Duration.between(pausedAt, now);
        paused = paused.plus(held);
        previous = previous.plus(held);
        move(before, next, now);
        paused = paused.minus(held);
        previous = previous.minus(held);
        pausedAt = at == null ? null : pausedAt;
    }

    private void move(List<Mail> before, List<Mail> next, Instant now) {
        int stand = at == null ? before.size() : index(before, at.key());
        Mail waiting = at;
        Set<String> behind = new HashSet<>();
        Set<String> revived = new HashSet<>();
        for (Mail mail : next) {
            boolean again = skipped.contains(mail.key())
                    && !before.contains(mail)
                    && !time(mail).isBefore(now);
            if (again) {
                revived.add(mail.key());
                skipped.remove(mail.key());
                log.removeIf(line -> line.startsWith(mail.key() + " SKIPPED"));
            }
        }
        for (Mail mail : next) {
            if (!revived.contains(mail.key()) && index(before, mail.key()) < stand && isBehind(mail)) {
                behind.add(mail.key());
            }
        }
        at = null;
        for (Mail mail : next) {
            if (at != null || isPassed(mail.key()) || behind.contains(mail.key())) {
                continue;
            }
            if (mail.equals(waiting)) {
                at = mail;
            } else if (time(mail).isBefore(now)) {
                skip(mail.key());
            } else {
                at = mail;
                due = time(mail);
            }
        }
    }

    /** Returns whether one of the mails further down is past, so that this one would come out of turn. */
    private boolean isBehind(Mail mail) {
        return mails.subList(mails.indexOf(mail) + 1, mails.size()).stream().anyMatch(later -> isPassed(later.key()));
    }

    boolean isPassed(String key) {
        return mailed.contains(key) || refused.contains(key) || skipped.contains(key);
    }

    /** Returns whether the mail was sent, or refused for good: a model that goes by time does not move it. */
    boolean isSettled(String key) {
        return mailed.contains(key) || refused.contains(key);
    }

    private void skip(String key) {
        log.add(key + " SKIPPED PAST_DUE");
        skipped.add(key);
    }

    private Instant time(Mail mail) {
        Instant base = mail.afterPrevious()
                ? previous
                : Objects.requireNonNull(enrolled).plus(paused);
        return base.plus(Duration.ofHours(mail.hours()));
    }

    static int index(List<Mail> mails, String key) {
        for (int i = 0; i < mails.size(); i++) {
            if (mails.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private void plan(int from, Instant now) {
        plan(from, now, now);
    }

    /** Goes on from this mail; those due before the turn have missed theirs. */
    private void plan(int from, Instant now, Instant turn) {
        at = null;
        for (Mail mail : mails.subList(from, mails.size())) {
            if (at == null && !mailed.contains(mail.key())) {
                Instant time = time(mail);
                if (time.isBefore(turn) || time.plus(PUNCTUAL).isBefore(now)) {
                    skip(mail.key());
                } else {
                    at = mail;
                    due = time;
                }
            }
        }
    }
}
