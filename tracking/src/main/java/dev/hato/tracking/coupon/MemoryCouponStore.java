package dev.hato.tracking.coupon;

import dev.hato.contact.ContactId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Coupons in memory, for tests and small jobs: gone when the process ends. Thread-safe. */
public final class MemoryCouponStore implements CouponStore {
    private final Map<Holder, Coupon> coupons = new HashMap<>();
    private final Map<String, Coupon> own = new HashMap<>();
    private final Map<String, Map<String, CouponUse>> uses = new HashMap<>();

    /** Makes a store without coupons. */
    public MemoryCouponStore() {}

    private record Holder(String offer, ContactId contact) {}

    @Override
    public synchronized boolean add(Coupon coupon, boolean isOwn) {
        Holder holder = new Holder(coupon.offer(), coupon.contact());
        String code = CouponCodes.canonical(coupon.code());
        if (coupons.containsKey(holder) || (isOwn && own.containsKey(code))) {
            return false;
        }
        coupons.put(holder, coupon);
        if (isOwn) {
            own.put(code, coupon);
        }
        return true;
    }

    @Override
    public synchronized Optional<Coupon> find(String offer, ContactId contact) {
        return Optional.ofNullable(coupons.get(new Holder(offer, contact)));
    }

    @Override
    public synchronized Optional<Coupon> findOwn(String code) {
        return Optional.ofNullable(own.get(code));
    }

    @Override
    public synchronized boolean add(CouponUse use) {
        Map<String, CouponUse> ofCode = uses.computeIfAbsent(use.code(), code -> new HashMap<>());
        // Numbers have no gap, so that a number that is taken is one up to the size.
        if (use.number() <= ofCode.size() || ofCode.containsKey(use.order())) {
            return false;
        }
        ofCode.put(use.order(), use);
        return true;
    }

    @Override
    public synchronized Optional<CouponUse> findUse(String code, String order) {
        return Optional.ofNullable(uses.getOrDefault(code, Map.of()).get(order));
    }

    @Override
    public synchronized long uses(String code, @Nullable ContactId contact) {
        Map<String, CouponUse> ofCode = uses.getOrDefault(code, Map.of());
        return contact == null
                ? ofCode.size()
                : ofCode.values().stream()
                        .filter(use -> contact.equals(use.contact()))
                        .count();
    }

    @Override
    public synchronized CouponUsage usage(String offer) {
        Set<ContactId> holders = new HashSet<>();
        coupons.keySet().stream()
                .filter(holder -> holder.offer().equals(offer))
                .forEach(holder -> holders.add(holder.contact()));
        Set<ContactId> users = new HashSet<>();
        long count = 0;
        for (Map<String, CouponUse> ofCode : uses.values()) {
            for (CouponUse use : ofCode.values()) {
                if (use.offer().equals(offer)) {
                    count++;
                    if (use.contact() != null && holders.contains(use.contact())) {
                        users.add(use.contact());
                    }
                }
            }
        }
        return new CouponUsage(holders.size(), users.size(), count);
    }
}
