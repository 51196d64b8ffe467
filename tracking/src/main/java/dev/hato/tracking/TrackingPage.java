package dev.hato.tracking;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a page has to say.
 *
 * @param kind which page it is
 * @param language Japanese or English, as the reader's browser asks for
 * @param subject what it is about, by its kind: the title of a mailing list, the code of a coupon, where a link leads; null if
 *     there is nothing to name
 * @param choices the mailing lists to choose from, on a page of preferences only
 */
public record TrackingPage(
        Kind kind, Locale language, @Nullable String subject, List<Choice> choices) {
    /** Copies the choices. */
    public TrackingPage {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(language, "language");
        choices = List.copyOf(choices);
    }

    /** The pages there are. */
    public enum Kind {
        /** Asks whether to leave a list: a form that posts {@code confirm=yes} to the page's own address. */
        UNSUBSCRIBE,
        /** Says that the list is left. */
        UNSUBSCRIBED,
        /** Lets choose lists: a form that posts each list shown as {@code shown}, each chosen one as {@code list}. */
        PREFERENCES,
        /** The same, after the choice was kept. */
        PREFERENCES_KEPT,
        /** Asks to confirm a subscription: a form that posts {@code confirm=yes} to the page's own address. */
        CONFIRM,
        /** Says that the subscription is confirmed. */
        CONFIRMED,
        /** Says that there is nothing to confirm any more. */
        NOT_PENDING,
        /** Shows a coupon that can be used. */
        COUPON,
        /** Says that the coupon was used. */
        COUPON_USED,
        /** Says that the coupon's time is not now. */
        COUPON_CLOSED,
        /** Says that the link is one of a test mail, and does nothing. */
        TEST_MAIL,
        /** Says that there is nothing here. */
        NOT_FOUND,
        /** Says that the request was not understood. */
        BAD_REQUEST,
        /** Says that it does not work at the moment. */
        TRY_LATER
    }

    /**
     * A mailing list to choose.
     *
     * @param list its name
     * @param title what people read
     * @param chosen whether the reader gets its mail
     */
    public record Choice(String list, String title, boolean chosen) {}
}
