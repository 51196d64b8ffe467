package dev.hato.delivery;

import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The engine's quiet hours (配信禁止時間帯) as they apply to one mail. Immutable. */
record NoSendWindows(QuietHours hours, ContactZone zones) {
    static NoSendWindows of(EngineSettings settings) {
        return new NoSendWindows(settings.quietHours(), settings.contactZone());
    }

    /** Returns whether the windows can hold mail of this kind: all but what the recipient's own act has asked for. */
    boolean concern(MailKind kind) {
        return !hours.windows().isEmpty() && kind != MailKind.TRANSACTIONAL;
    }

    /** Returns whether it takes the contact to tell until when the mail is held. */
    boolean concernContact(MailKind kind) {
        return zones.attribute() != null && concern(kind);
    }

    /**
     * Returns when the mail may begin, or null if it may at this instant.
     *
     * @param contact to whom it goes; null if nobody knows it or {@link #concernContact} says that it does not matter
     */
    @Nullable Instant heldUntil(MailKind kind, @Nullable Contact contact, Instant instant) {
        if (!concern(kind)) {
            return null;
        }
        AttributeMap attributes = contact == null ? AttributeMap.empty() : contact.attributes();
        return hours.heldUntil(instant, zones.of(attributes, null))
                .map(NoSendWindows::rounded)
                .orElse(null);
    }

    /** Returns how the claim ends if the mail may not begin now, or null if it may. */
    @Nullable Completion hold(Claim claim, @Nullable Contact contact, Instant now) {
        Instant until = heldUntil(claim.mail().kind(), contact, now);
        return until == null ? null : Completion.held(claim, until);
    }

    /** Up to the microsecond that stores keep: cut off, it would lie within the window, and the mail be due there. */
    private static Instant rounded(Instant end) {
        Instant cut = end.truncatedTo(ChronoUnit.MICROS);
        return cut.equals(end) ? end : cut.plus(1, ChronoUnit.MICROS);
    }
}
