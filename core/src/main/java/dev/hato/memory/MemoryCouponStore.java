package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponStore;
import dev.hato.coupon.CouponUsage;
import dev.hato.coupon.CouponUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Coupons in memory: by holder, those with a code of their own by code, and the uses by code and order. */
final class MemoryCouponStore implements CouponStore {
    private final MemoryState state;
    private final Map<Holder, Coupon> coupons = new HashMap<>();
    private final Map<String, Coupon> own = new HashMap<>();
    private final Map<Code, Map<String, CouponUse>> uses = new HashMap<>();

    MemoryCouponStore(MemoryState state) {
        this.state = state;
    }

    /** A code in an offer: another offer may have the same one later. */
    private record Code(String offer, String code) {}

    private record Holder(String offer, ContactId contact) {}

    private static Holder holder(Coupon coupon) {
        return new Holder(coupon.offer(), coupon.contact());
    }

    @Override
    public boolean add(Coupon coupon, boolean isOwn) {
        return state.write(() -> {
            if (coupons.containsKey(holder(coupon)) || (isOwn && own.containsKey(coupon.code()))) {
                return false;
            }
            put(coupon, isOwn);
            return true;
        });
    }

    private void put(Coupon coupon, boolean isOwn) {
        coupons.put(holder(coupon), coupon);
        if (isOwn) {
            own.put(coupon.code(), coupon);
        }
        state.onRollback(() -> {
            coupons.remove(holder(coupon));
            if (isOwn) {
                own.remove(coupon.code());
            }
        });
    }

    @Override
    public Optional<Coupon> find(String offer, ContactId contact) {
        return state.read(() -> Optional.ofNullable(coupons.get(new Holder(offer, contact))));
    }

    @Override
    public Optional<Coupon> findOwn(String code) {
        return state.read(() -> Optional.ofNullable(own.get(code)));
    }

    @Override
    public boolean add(CouponUse use) {
        return state.write(() -> {
            Map<String, CouponUse> ofCode =
                    uses.computeIfAbsent(new Code(use.offer(), use.code()), code -> new HashMap<>());
            // Numbers have no gap, so that a number that is taken is one up to the size.
            if (use.number() <= ofCode.size() || ofCode.containsKey(use.order())) {
                return false;
            }
            ofCode.put(use.order(), use);
            state.onRollback(() -> ofCode.remove(use.order()));
            return true;
        });
    }

    @Override
    public Optional<CouponUse> findUse(String offer, String code, String order) {
        return state.read(() -> Optional.ofNullable(
                uses.getOrDefault(new Code(offer, code), Map.of()).get(order)));
    }

    @Override
    public long uses(String offer, String code, @Nullable ContactId contact) {
        return state.read(() -> {
            Map<String, CouponUse> ofCode = uses.getOrDefault(new Code(offer, code), Map.of());
            return contact == null
                    ? ofCode.size()
                    : ofCode.values().stream()
                            .filter(use -> contact.equals(use.contact()))
                            .count();
        });
    }

    @Override
    public CouponUsage usage(String offer) {
        return state.read(() -> {
            Set<ContactId> holders = new HashSet<>();
            coupons.keySet().stream()
                    .filter(holder -> holder.offer().equals(offer))
                    .forEach(holder -> holders.add(holder.contact()));
            List<CouponUse> used = uses.values().stream()
                    .flatMap(ofCode -> ofCode.values().stream())
                    .filter(use -> use.offer().equals(offer))
                    .toList();
            long users = used.stream()
                    .map(CouponUse::contact)
                    .filter(Objects::nonNull)
                    .distinct()
                    .filter(holders::contains)
                    .count();
            return new CouponUsage(holders.size(), users, used.size());
        });
    }

    /**
     * Takes away what the contact had. Uses of codes that others share stay counted, without the contact; of a code of its own
     * nothing stays.
     */
    boolean forget(ContactId contact) {
        List<Coupon> held = coupons.values().stream()
                .filter(coupon -> coupon.contact().equals(contact))
                .toList();
        for (Coupon coupon : held) {
            boolean isOwn = coupon.equals(own.get(coupon.code()));
            coupons.remove(holder(coupon));
            own.remove(coupon.code(), coupon);
            Code code = new Code(coupon.offer(), coupon.code());
            Map<String, CouponUse> ofCode = isOwn ? uses.remove(code) : null;
            state.onRollback(() -> {
                put(coupon, isOwn);
                if (ofCode != null) {
                    uses.put(code, ofCode);
                }
            });
        }
        boolean forgotten = !held.isEmpty();
        for (Map<String, CouponUse> ofCode : uses.values()) {
            for (CouponUse use : new ArrayList<>(ofCode.values())) {
                if (contact.equals(use.contact())) {
                    ofCode.put(use.order(), withoutContact(use));
                    state.onRollback(() -> ofCode.put(use.order(), use));
                    forgotten = true;
                }
            }
        }
        return forgotten;
    }

    private static CouponUse withoutContact(CouponUse use) {
        return new CouponUse(use.offer(), use.code(), use.order(), null, use.at(), use.number());
    }
}
