package dev.hato.delivery;

import java.util.Set;

/** Where a group or spot delivery stands. */
public enum DeliveryState {
    /** Being written. */
    DRAFT,
    /** 承認待ち: waits for somebody's approval. */
    AWAITING_APPROVAL,
    /** 配信待ち: waits for its time. */
    SCHEDULED,
    /** 配信中: its mails go out. */
    SENDING,
    /** 一時停止中: begun, and held. */
    PAUSED,
    /** Nothing is to come any more. */
    COMPLETED,
    /** Stopped by a person; mails not sent by then are excluded. */
    CANCELLED,
    /** Stopped by an error that concerns every mail. */
    FAILED;

    /** Returns the states that may follow this one. */
    public Set<DeliveryState> next() {
        return switch (this) {
            case DRAFT -> Set.of(AWAITING_APPROVAL, SCHEDULED, CANCELLED);
            case AWAITING_APPROVAL -> Set.of(DRAFT, SCHEDULED, CANCELLED);
            case SCHEDULED -> Set.of(DRAFT, SENDING, CANCELLED, FAILED);
            case SENDING -> Set.of(PAUSED, COMPLETED, CANCELLED, FAILED);
            case PAUSED -> Set.of(SENDING, CANCELLED, FAILED);
            case COMPLETED, CANCELLED, FAILED -> Set.of();
        };
    }

    /** Returns whether the delivery is over. */
    public boolean isFinal() {
        return next().isEmpty();
    }
}
