package dev.hato.enrolment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One contact's way through one scenario, as it stands. Immutable: each change is a new one of the next revision.
 *
 * @param key its identity
 * @param course by which version of the scenario it goes, and how often it was written
 * @param standing where it stands
 * @param times what its steps are counted from
 * @param history what became of its steps, in order
 * @param lease who works on it, or null if nobody does
 */
public record Enrolment(
        EnrolmentKey key,
        Revision course,
        Standing standing,
        EnrolmentTimes times,
        List<StepRecord> history,
        @Nullable Lease lease) {
    /**
     * Which version of the scenario it goes by, and its fence.
     *
     * @param scenarioVersion the version of the scenario, from 1
     * @param number larger by one with each write, claims included; whoever has read an older one is refused
     */
    public record Revision(int scenarioVersion, long number) {}

    /**
     * Who works on an enrolment.
     *
     * @param owner the scheduler
     * @param until when the lease ends
     */
    public record Lease(String owner, Instant until) {
        /** Checks that nothing is missing. */
        public Lease {
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(until, "until");
        }
    }

    /** Copies the history and checks that nothing is missing. */
    public Enrolment {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(times, "times");
        history = List.copyOf(history);
    }

    /** Returns a new enrolment. */
    public static Enrolment begin(EnrolmentKey key, int scenarioVersion, Standing standing, Instant enrolled) {
        return new Enrolment(
                key, new Revision(scenarioVersion, 0), standing, EnrolmentTimes.of(enrolled), List.of(), null);
    }

    /** Returns whether something is still to come. */
    public boolean isOpen() {
        return standing.status().isOpen();
    }

    /** Returns the fence: the revision that was read. */
    public long revision() {
        return course.number();
    }

    /** Returns the next revision, at another place and without a lease. */
    public Enrolment to(Standing next) {
        return new Enrolment(key, following(), next, times, history, null);
    }

    /** Returns this enrolment, of the same revision, at another place. */
    public Enrolment standing(Standing other) {
        return new Enrolment(key, course, other, times, history, lease);
    }

    /** Returns the next revision, at another place, with other times and more history, and without a lease. */
    public Enrolment to(Standing next, EnrolmentTimes newTimes, List<StepRecord> more) {
        List<StepRecord> whole = new ArrayList<>(history.size() + more.size());
        whole.addAll(history);
        whole.addAll(more);
        return new Enrolment(key, following(), next, newTimes, whole, null);
    }

    /** Returns this enrolment, of the same revision, by another version of the scenario. */
    public Enrolment by(int scenarioVersion) {
        return new Enrolment(key, new Revision(scenarioVersion, revision()), standing, times, history, lease);
    }

    /** Returns the next revision under a lease. */
    public Enrolment leased(Lease newLease) {
        return new Enrolment(key, following(), standing, times, history, newLease);
    }

    /** Returns this enrolment, of the same revision, under this lease. */
    public Enrolment under(@Nullable Lease newLease) {
        return new Enrolment(key, course, standing, times, history, newLease);
    }

    private Revision following() {
        return new Revision(course.scenarioVersion(), course.number() + 1);
    }
}
