package dev.hato.tracking.conversion;

import dev.hato.event.ContactEvent;

/** Which mail a conversion is attributed to. */
public sealed interface Attribution {
    /**
     * A click led to it.
     *
     * @param click the click
     * @param recorded the event that was recorded, see {@link Conversions}
     */
    record ToClick(ContactEvent click, ContactEvent recorded) implements Attribution {}

    /** The order was recorded before; nothing was added. */
    record Repeated() implements Attribution {}

    /** No click within the window led to it; nothing was recorded, so that it can be reported again. */
    record Unattributed() implements Attribution {}
}
