package dev.hato.benchmarks;

import java.util.List;

/** What a million contacts with twelve attributes take in memory; runs with {@code -Xmx2g}. */
final class ContactsMemory implements Benchmark {
    private static final int CONTACTS = 1_000_000;

    @Override
    public String name() {
        return "contacts-memory";
    }

    @Override
    public String description() {
        return "hold 1,000,000 contacts with 12 attributes in memory and count a segment (runs with -Xmx2g)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        HatoShop hato =
                new Heap(CONTACTS, progress).measure("hato", () -> new HatoShop().fill(new Shop(CONTACTS), false));
        // Without events nobody lapsed: the count still reads every contact.
        return List.of(new Timed("hato", 0, hato::lapsedRegulars));
    }
}
