package dev.hato.enrolment;

/** Where an enrolment stands. */
public enum EnrolmentStatus {
    /** It waits until its step is due. */
    WAITING(true),
    /** It waits at its step for an event, until a deadline at the latest. */
    AWAITING_EVENT(true),
    /** Its step acts on something outside of the stores, under a lease. */
    ACTING(true),
    /** Its step has no time, until the contact's data changes. */
    UNSCHEDULED(true),
    /** It is paused. */
    PAUSED(true),
    /** No step is left. */
    COMPLETED(false),
    /** It has reached the scenario's goal. */
    GOAL_REACHED(false),
    /** It was ended before its last step. */
    EXITED(false);

    private final boolean open;

    EnrolmentStatus(boolean open) {
        this.open = open;
    }

    /** Returns whether something is still to come. */
    public boolean isOpen() {
        return open;
    }
}
