package dev.hato.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The common generic way: a tree of predicates that walk maps of attributes and of event properties. */
final class PredicateTree {
    private final List<Map<String, Object>> contacts = new ArrayList<>();

    PredicateTree fill(Shop shop) {
        shop.forEach(person -> {
            List<Map<String, Object>> purchases =
                    new ArrayList<>(person.purchases().size());
            for (int i = 0; i < person.purchases().size(); i++) {
                purchases.add(Map.of(
                        "at", Instant.EPOCH.plus(person.purchases().get(i).micros(), ChronoUnit.MICROS),
                        "amount", BigDecimal.valueOf(person.purchases().get(i).amount())));
            }
            Map<String, Object> contact = new HashMap<>(32);
            contact.put("id", (long) person.number());
            contact.put("address", "member" + person.number() + "@example.jp");
            contact.put("name", person.name());
            contact.put("prefecture", person.prefecture());
            contact.put("gender", person.gender());
            contact.put("plan", person.plan());
            contact.put("tags", Set.copyOf(person.tags()));
            contact.put("birthday", LocalDate.ofEpochDay(person.birthDay()));
            contact.put("age", BigDecimal.valueOf(person.age()));
            contact.put("points", BigDecimal.valueOf(person.points()));
            contact.put("magazine", person.magazine());
            contact.put("member-since", LocalDate.ofEpochDay(person.memberSinceDay()));
            contact.put("company", person.company());
            contact.put("rank", person.rank());
            contact.put("purchase", purchases);
            contacts.add(contact);
        });
        return this;
    }

    long lapsedRegulars() {
        Instant bound =
                Instant.EPOCH.plus(Shop.NOW_MICROS, ChronoUnit.MICROS).minus(SegmentMemory.DAYS, ChronoUnit.DAYS);
        Predicate<Map<String, Object>> tree = in("prefecture", Set.of("東京都", "大阪府"))
                .and(sumAtLeast("purchase", "amount", BigDecimal.valueOf(SegmentMemory.LEAST_SUM)))
                .and(lastBefore("purchase", bound))
                .and(contains("tags", "staff").negate());
        long count = 0;
        for (Map<String, Object> contact : contacts) {
            if (tree.test(contact)) {
                count++;
            }
        }
        return count;
    }

    private static Predicate<Map<String, Object>> in(String attribute, Set<Object> values) {
        return contact -> values.contains(contact.get(attribute));
    }

    private static Predicate<Map<String, Object>> contains(String attribute, String value) {
        return contact -> contact.get(attribute) instanceof Set<?> set && set.contains(value);
    }

    private static Predicate<Map<String, Object>> sumAtLeast(String type, String property, BigDecimal bound) {
        return contact -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (Map<String, Object> event : events(contact, type)) {
                if (event.get(property) instanceof BigDecimal number) {
                    sum = sum.add(number);
                }
            }
            return sum.compareTo(bound) >= 0;
        };
    }

    private static Predicate<Map<String, Object>> lastBefore(String type, Instant bound) {
        return contact -> {
            Instant last = Instant.MIN;
            for (Map<String, Object> event : events(contact, type)) {
                if (event.get("at") instanceof Instant at && at.isAfter(last)) {
                    last = at;
                }
            }
            return last.isAfter(Instant.MIN) && last.isBefore(bound);
        };
    }

    @SuppressWarnings("unchecked") // the way it is in code of this kind
    private static List<Map<String, Object>> events(Map<String, Object> contact, String type) {
        return (List<Map<String, Object>>) contact.getOrDefault(type, List.of());
    }
}
