package dev.hato.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an enrolment stands when its scenario is edited.
 *
 * @param status whether it is under way
 * @param passed what became of the steps behind it, by their keys, and of yearly ones by their {@link #turn}s; steps
 *     that a branch went round are not in it
 * @param waiting the step that it waits for; null if it is not under way, or if the step has no time
 * @param stuckAt the key of the step that has no time; null if none
 * @param clock what its time is counted from
 */
record EnrolmentState(
        Status status,
        Map<String, Passed> passed,
        Position.@Nullable Waiting waiting,
        @Nullable String stuckAt,
        EnrolmentClock clock) {
    /** Whether an enrolment is under way. */
    public enum Status {
        /** It waits for a step. */
        ACTIVE,
        /** It has no step left. */
        COMPLETED,
        /** It has ended by a goal or an exit. */
        EXITED
    }

    /** What became of a step. */
    public enum Passed {
        /** It was done: its mail was sent. */
        DONE,
        /** Its condition was false, or the contact could not be written to. */
        NOT_FOR_THEM,
        /** It was past due, or its day no business day, and was left out. */
        SKIPPED
    }

    /** Copies the map and checks that the parts go together. */
    public EnrolmentState {
        Objects.requireNonNull(clock, "clock");
        passed = Collections.unmodifiableMap(new LinkedHashMap<>(passed));
        boolean underWay = status == Status.ACTIVE;
        if (underWay != ((waiting == null) != (stuckAt == null))) {
            throw new IllegalArgumentException("An enrolment that is " + status
                    + (underWay ? " stands at exactly one step." : " waits for no step."));
        }
    }

    /** Returns an enrolment that waits for this step. */
    public static EnrolmentState waiting(Position.Waiting waiting, Map<String, Passed> passed, EnrolmentClock clock) {
        return new EnrolmentState(Status.ACTIVE, passed, waiting, null, clock);
    }

    /** Returns an enrolment that stands at a step that has no time. */
    public static EnrolmentState stuck(String step, Map<String, Passed> passed, EnrolmentClock clock) {
        return new EnrolmentState(Status.ACTIVE, passed, null, step, clock);
    }

    /** Returns an enrolment that has no step left. */
    public static EnrolmentState completed(Map<String, Passed> passed, EnrolmentClock clock) {
        return new EnrolmentState(Status.COMPLETED, passed, null, null, clock);
    }

    /** Returns the name under which {@code passed} has one turn of a yearly step. */
    public static String turn(String step, String occurrence) {
        return step + "@" + occurrence;
    }

    /** Returns this enrolment with another status and, for one that has ended, without a step to wait for. */
    public EnrolmentState with(Status newStatus) {
        boolean underWay = newStatus == Status.ACTIVE;
        return new EnrolmentState(newStatus, passed, underWay ? waiting : null, underWay ? stuckAt : null, clock);
    }

    /** Returns the key of the step at which it stands, or null if it is not under way. */
    public @Nullable String step() {
        return waiting == null ? stuckAt : waiting.step();
    }
}
