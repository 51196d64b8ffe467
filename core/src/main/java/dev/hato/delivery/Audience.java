package dev.hato.delivery;

import dev.hato.consent.MailingList;
import dev.hato.segment.Segment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom a delivery is for. */
public sealed interface Audience {
    /** Returns the segment that narrows the audience, or null for all of it. */
    @Nullable Segment segment();

    /**
     * The members of a list (グループ配信).
     *
     * @param list whose members
     * @param segment which of them, or null for all
     */
    record Subscribers(MailingList list, @Nullable Segment segment) implements Audience {
        /** Checks that there is a list. */
        public Subscribers {
            Objects.requireNonNull(list, "list");
        }
    }

    /**
     * Contacts whatever their subscriptions (スポット配信).
     *
     * @param reason why they may be written to all the same, for the audit
     * @param segment which contacts, or null for all
     */
    record Anyone(String reason, @Nullable Segment segment) implements Audience {
        /** Checks that there is a reason. */
        public Anyone {
            if (reason.isBlank()) {
                throw new IllegalArgumentException(
                        "A spot delivery goes over stopped subscriptions and must carry a reason; say why it may.");
            }
        }
    }
}
