package dev.hato.delivery;

/** Why a mail exists, which decides what it may pass over and what happens after a crash. */
public enum MailKind {
    /** グループ配信: to the subscribers of a list, narrowed by a segment. */
    GROUP(false, UnknownPolicy.AT_MOST_ONCE, 0),
    /** スポット配信: goes over the subscriptions, never over a blocked address; carries a reason. */
    SPOT(true, UnknownPolicy.AT_MOST_ONCE, 10),
    /** A step of a scenario. */
    STEP(false, UnknownPolicy.AT_MOST_ONCE, 20),
    /** An answer to an event. */
    TRIGGER(false, UnknownPolicy.AT_MOST_ONCE, 30),
    /** Asked for by the recipient's own act, such as a receipt. */
    TRANSACTIONAL(true, UnknownPolicy.AT_LEAST_ONCE, 40);

    private final boolean passesSubscriptions;
    private final UnknownPolicy unknownPolicy;
    private final int priority;

    MailKind(boolean passesSubscriptions, UnknownPolicy unknownPolicy, int priority) {
        this.passesSubscriptions = passesSubscriptions;
        this.unknownPolicy = unknownPolicy;
        this.priority = priority;
    }

    /** Returns whether the mail goes out whatever the subscriptions say. */
    public boolean passesSubscriptions() {
        return passesSubscriptions;
    }

    /** Returns what happens to a mail of which nobody knows whether the server took it. */
    public UnknownPolicy unknownPolicy() {
        return unknownPolicy;
    }

    /**
     * Returns whether the mail is advertising by its nature, which has to name its sender and the way
     * out. A spot delivery is not: it passes over what people have refused, and may only carry what
     * they must know.
     */
    public boolean isMarketing() {
        return this == GROUP || this == STEP || this == TRIGGER;
    }

    /** Returns whether a program, not a person's decision to write to many, makes the mail (RFC 3834, 2). */
    boolean isAutomatic() {
        return this == STEP || this == TRIGGER || this == TRANSACTIONAL;
    }

    /** Returns the priority a mail of this kind has unless told otherwise; a higher one is claimed first. */
    public int priority() {
        return priority;
    }
}
