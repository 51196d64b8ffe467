package dev.hato.tracking.coupon;

import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponStore;
import dev.hato.coupon.CouponUsage;
import dev.hato.coupon.CouponUse;
import dev.hato.tracking.coupon.CouponResult.Reason;
import dev.hato.tracking.coupon.CouponResult.Redeemed;
import dev.hato.tracking.coupon.CouponResult.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues coupons and redeems them, each as often as its offer allows, however many do so at once.
 *
 * <pre>{@code
 * Coupons coupons = new Coupons(stores.coupons(), clock, CouponOffer.perContact("welcome"), CouponOffer.shared("spring", "SPRING20").uses(500));
 * Coupon coupon = coupons.issue("welcome", contact.id());
 * CouponResult result = coupons.redeem(coupon.code(), "order-1042", contact.id());
 * }</pre>
 *
 * <p>Issuing and redeeming can be repeated: the same contact gets the same coupon, the same order uses it once. A shared code that
 * an earlier offer had begins anew in a later one of another name. Thread-safe.
 */
public final class Coupons {
    /** How often a refusal for no reason that can be seen is borne. */
    private static final int PATIENCE = 5;

    private final CouponStore store;
    private final InstantSource clock;
    private final CouponCodes codes = new CouponCodes();
    private final Map<String, CouponOffer> offers = new LinkedHashMap<>();
    private final Map<String, CouponOffer> shared = new LinkedHashMap<>();

    /**
     * Works on the store.
     *
     * @param offers all that there are, also those that have ended but whose coupons are still shown
     * @throws IllegalArgumentException if two have the same name or the same code
     */
    public Coupons(CouponStore store, InstantSource clock, CouponOffer... offers) {
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
        for (CouponOffer offer : offers) {
            String code = offer.sharedCode() == null ? null : CouponCodes.canonical(offer.sharedCode());
            if (this.offers.putIfAbsent(offer.name(), offer) != null
                    || (code != null && shared.putIfAbsent(code, offer) != null)) {
                throw new IllegalArgumentException(
                        "There are two coupon offers with the name or the code of '" + offer.name() + "'.");
            }
        }
    }

    /**
     * Returns the contact's coupon of the offer, a new one if it has none.
     *
     * @throws IllegalArgumentException if there is no such offer
     */
    public Coupon issue(String offer, ContactId contact) {
        CouponOffer known = offer(offer);
        for (int refusals = 0; refusals < PATIENCE; refusals++) {
            Optional<Coupon> held = store.find(offer, contact);
            if (held.isPresent()) {
                return held.get();
            }
            String code = Objects.requireNonNullElseGet(known.sharedCode(), codes::next);
            Coupon coupon = new Coupon(offer, contact, code, clock.instant());
            boolean own = known.sharedCode() == null;
            if (!(own && shared.containsKey(code)) && store.add(coupon, own)) {
                return coupon;
            }
        }
        throw stale();
    }

    /** Returns the contact's coupon of the offer, if it has one. */
    public Optional<Coupon> find(String offer, ContactId contact) {
        return store.find(offer, contact);
    }

    /**
     * Uses a coupon for an order, once, however often it is asked for.
     *
     * @param typed the code as it was typed: small letters, full-width ones, hyphens and spaces do not matter
     * @param order what it is used for, 1 to 150 characters; the same order again is the same use
     * @param contact who uses it, or null if nobody knows; what is limited per contact cannot be held then
     */
    public CouponResult redeem(String typed, String order, @Nullable ContactId contact) {
        String code = CouponCodes.canonical(typed);
        CouponOffer offer = shared.get(code);
        ContactId user = contact;
        if (offer == null) {
            Coupon own = store.findOwn(code).orElse(null);
            offer = own == null ? null : offers.get(own.offer());
            if (own == null || offer == null) {
                return new Refused(Reason.UNKNOWN_CODE);
            }
            if (contact != null && !contact.equals(own.contact())) {
                return new Refused(Reason.OTHER_CONTACT);
            }
            user = own.contact();
        }
        long seen = -1;
        for (int stands = 0; stands < PATIENCE; ) {
            Optional<CouponUse> before = store.findUse(offer.name(), code, order);
            if (before.isPresent()) {
                return new Redeemed(before.get(), true);
            }
            Instant now = clock.instant();
            // Read before anything is checked: a use that comes between takes the next number, and this one is tried
            // again.
            long number = store.uses(offer.name(), code, null) + 1;
            Reason refusal = refusal(offer, code, user, number, now);
            if (refusal != null) {
                // what stands in the way may be a use for this order, by who asked for the same at the same time
                Optional<CouponUse> meanwhile = store.findUse(offer.name(), code, order);
                return meanwhile.isPresent() ? new Redeemed(meanwhile.get(), true) : new Refused(refusal);
            }
            CouponUse use = new CouponUse(offer.name(), code, order, user, now, number);
            if (store.add(use)) {
                return new Redeemed(use, false);
            }
            stands = number == seen ? stands + 1 : 0;
            seen = number;
        }
        throw stale();
    }

    /** Somebody was first, but cannot be seen: a transaction that sees the state at its beginning would never end this. */
    private static IllegalStateException stale() {
        return new IllegalStateException("The store refuses a coupon because of one that it does not show; in a "
                + "transaction of the host's use READ COMMITTED, or begin the transaction anew.");
    }

    private @Nullable Reason refusal(
            CouponOffer offer, String code, @Nullable ContactId user, long number, Instant now) {
        if (!offer.isOpen(now)) {
            return Reason.CLOSED;
        }
        if (number > offer.uses()) {
            return Reason.USED_UP;
        }
        boolean limited = offer.sharedCode() != null && user != null;
        return limited && store.uses(offer.name(), code, user) >= offer.usesPerContact()
                ? Reason.USED_UP_BY_CONTACT
                : null;
    }

    /**
     * Returns why the contact could not use its coupon now, or empty if it could.
     *
     * @throws IllegalArgumentException if there is no such offer any more
     */
    public Optional<CouponResult.Reason> obstacle(Coupon coupon) {
        String code = CouponCodes.canonical(coupon.code());
        long number = store.uses(coupon.offer(), code, null) + 1;
        return Optional.ofNullable(refusal(offer(coupon.offer()), code, coupon.contact(), number, clock.instant()));
    }

    /** Returns how much the offer is used. */
    public CouponUsage usage(String offer) {
        return store.usage(offer);
    }

    private CouponOffer offer(String name) {
        CouponOffer offer = offers.get(name);
        if (offer == null) {
            throw new IllegalArgumentException(
                    "There is no coupon offer '" + name + "'; there are " + offers.keySet() + ".");
        }
        return offer;
    }
}
