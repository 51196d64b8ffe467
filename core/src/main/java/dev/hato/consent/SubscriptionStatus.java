package dev.hato.consent;

/** Whether a contact gets the mail of one list. Declared from the loosest to the tightest. */
public enum SubscriptionStatus {
    /** 配信可能: mail is sent. */
    ACTIVE,
    /** Double opt-in is not confirmed yet: no mail but the confirmation. */
    PENDING,
    /** 配信停止: stopped by the recipient or an operator. */
    STOPPED,
    /** 配信禁止: forbidden by an operator, and lifted only by one. */
    BANNED;

    /** Returns whether this status lets less mail through than the other. */
    public boolean isTighterThan(SubscriptionStatus other) {
        return compareTo(other) > 0;
    }
}
