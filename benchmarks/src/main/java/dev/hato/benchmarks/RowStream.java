package dev.hato.benchmarks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a Java developer would write by hand: records, and a stream over them. */
final class RowStream {
    record Purchase(Instant at, long amount) {}

    record Customer(
            long id,
            String address,
            String name,
            String prefecture,
            String gender,
            String plan,
            Set<String> tags,
            LocalDate birthday,
            int age,
            int points,
            boolean magazine,
            LocalDate memberSince,
            String company,
            String rank,
            List<Purchase> purchases) {}

    private final List<Customer> customers = new ArrayList<>();

    RowStream fill(Shop shop) {
        shop.forEach(person -> {
            List<Purchase> purchases = new ArrayList<>(person.purchases().size());
            for (int i = 0; i < person.purchases().size(); i++) {
                purchases.add(new Purchase(
                        Instant.EPOCH.plus(person.purchases().get(i).micros(), ChronoUnit.MICROS),
                        person.purchases().get(i).amount()));
            }
            customers.add(new Customer(
                    person.number(),
                    "member" + person.number() + "@example.jp",
                    person.name(),
                    person.prefecture(),
                    person.gender(),
                    person.plan(),
                    Set.copyOf(person.tags()),
                    LocalDate.ofEpochDay(person.birthDay()),
                    person.age(),
                    person.points(),
                    person.magazine(),
                    LocalDate.ofEpochDay(person.memberSinceDay()),
                    person.company(),
                    person.rank(),
                    purchases));
        });
        return this;
    }

    long lapsedRegulars() {
        Set<String> prefectures = Set.of("東京都", "大阪府");
        Instant bound =
                Instant.EPOCH.plus(Shop.NOW_MICROS, ChronoUnit.MICROS).minus(SegmentMemory.DAYS, ChronoUnit.DAYS);
        return customers.stream()
                .filter(customer -> prefectures.contains(customer.prefecture()))
                .filter(customer -> !customer.tags().contains("staff"))
                .filter(customer -> customer.purchases().stream()
                                .mapToLong(Purchase::amount)
                                .sum()
                        >= SegmentMemory.LEAST_SUM)
                .filter(customer -> customer.purchases().stream()
                        .map(Purchase::at)
                        .max(Instant::compareTo)
                        .filter(last -> last.isBefore(bound))
                        .isPresent())
                .count();
    }
}
