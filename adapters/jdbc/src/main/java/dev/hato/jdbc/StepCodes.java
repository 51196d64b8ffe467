package dev.hato.jdbc;

import dev.hato.enrolment.EnrolmentStatus;

/** The small numbers that stand for the states of enrolments. They never change their meaning. */
final class StepCodes {
    private StepCodes() {}

    static long code(EnrolmentStatus status) {
        return switch (status) {
            case WAITING -> 1;
            case AWAITING_EVENT -> 2;
            case ACTING -> 3;
            case UNSCHEDULED -> 4;
            case PAUSED -> 5;
            case COMPLETED -> 11;
            case GOAL_REACHED -> 12;
            case EXITED -> 13;
        };
    }

    /** Returns the status, or throws if a newer version of this library has written one that is not known here. */
    static EnrolmentStatus status(long code) {
        for (EnrolmentStatus status : EnrolmentStatus.values()) {
            if (code(status) == code) {
                return status;
            }
        }
        throw new StoreException("An enrolment has the status " + code
                + ", which this version does not know; let all nodes run the newest one.");
    }
}
