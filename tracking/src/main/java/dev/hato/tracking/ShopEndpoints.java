package dev.hato.tracking;

import dev.hato.coupon.Coupon;
import dev.hato.tracking.TrackingPage.Kind;
import dev.hato.tracking.conversion.Attribution;
import dev.hato.tracking.conversion.Conversion;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.coupon.CouponResult;
import dev.hato.tracking.coupon.Coupons;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows coupons, and takes reports of conversions from pages of the shop. */
final class ShopEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(ShopEndpoints.class);

    private final @Nullable Coupons coupons;
    private final @Nullable Conversions conversions;
    private final InstantSource clock;
    private final PageWriter pages;

    ShopEndpoints(@Nullable Coupons coupons, @Nullable Conversions conversions, InstantSource clock, PageWriter pages) {
        this.coupons = coupons;
        this.conversions = conversions;
        this.clock = clock;
        this.pages = pages;
    }

    /** Shows the contact's coupon of the offer that the link names; it has to have been issued before. */
    TrackingResponse coupon(TrackedLink link, TrackingRequest request) {
        if (link.mail().test()) {
            return pages.page(200, Kind.TEST_MAIL, request, null);
        }
        Optional<Coupon> coupon = coupons == null || link.detail() == null
                ? Optional.empty()
                : coupons.find(link.detail(), link.mail().contact());
        if (coupons == null || coupon.isEmpty()) {
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        Optional<CouponResult.Reason> obstacle = coupons.obstacle(coupon.get());
        if (obstacle.isPresent()) {
            boolean closed = obstacle.get() == CouponResult.Reason.CLOSED;
            return pages.page(200, closed ? Kind.COUPON_CLOSED : Kind.COUPON_USED, request, null);
        }
        return pages.page(200, Kind.COUPON, request, coupon.get().code());
    }

    /**
     * Takes a report: {@code order}, and {@code value} with {@code currency} if there is one.
     *
     * @param counts whether to record it; HEAD only asks
     * @param done what to answer if it was understood
     */
    TrackingResponse conversion(
            TrackedLink link, TrackingRequest request, FormFields fields, boolean counts, TrackingResponse done) {
        if (link.mail().test()) {
            return done;
        }
        if (conversions == null) {
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        Conversion conversion;
        try {
            conversion = read(link, fields);
        } catch (IllegalArgumentException e) {
            LOG.info("A report of a conversion was refused: {}", e.getMessage());
            return TrackingResponse.empty(400, Map.of("Cache-Control", "no-store"));
        }
        if (counts && conversions.record(conversion) instanceof Attribution.Unattributed) {
            LOG.debug(
                    "A conversion was reported for a link of {}, but no click led to it.",
                    link.mail().source());
        }
        return done;
    }

    private Conversion read(TrackedLink link, FormFields fields) {
        String order = fields.first("order");
        if (order == null) {
            throw new IllegalArgumentException("There is no order; give its number as the parameter 'order'.");
        }
        Conversion conversion = Conversion.of(order, link.mail().contact(), clock.instant());
        String value = fields.first("value");
        if (value == null || value.isBlank()) {
            return conversion;
        }
        if (value.length() > 40) {
            throw new IllegalArgumentException("The value has more than 40 characters.");
        }
        try {
            return new Conversion(
                    order,
                    conversion.contact(),
                    conversion.at(),
                    new BigDecimal(value.strip()),
                    fields.first("currency"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The value is no number.", e);
        }
    }
}
