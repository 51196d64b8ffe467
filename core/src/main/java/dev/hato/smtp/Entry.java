package dev.hato.smtp;

/** The answer of {@link Traffic} to a mail that wants to go. */
sealed interface Entry {
    /**
     * It may go over this lane, and holds a place there.
     *
     * @param breakerCount tells the lane's breaker whether it has paused since
     */
    record Lease(Lane lane, int breakerCount) implements Entry {}

    /**
     * No lane takes it.
     *
     * @param reason for people, naming the lanes
     */
    record Refused(String reason) implements Entry {}
}
