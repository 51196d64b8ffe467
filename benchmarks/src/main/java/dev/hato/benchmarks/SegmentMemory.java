package dev.hato.benchmarks;

import java.util.List;

/** Counts the flagship segment over a shop in memory, from raw events. */
final class SegmentMemory implements Benchmark {
    static final int DAYS = 90;
    static final long LEAST_SUM = 50_000;

    @Override
    public String name() {
        return "segment-memory";
    }

    @Override
    public String description() {
        return "count a segment in memory from raw events (1,000,000 contacts; --quick 250,000)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        int contacts = settings.quick() ? 250_000 : 1_000_000;
        Heap heap = new Heap(contacts, progress);
        heap.require(settings.quick() ? 2_500 : 7_500);
        progress.say("making " + contacts + " contacts with 12 attributes and some " + (long) contacts * Shop.PURCHASES
                + " events, in three representations");
        HatoShop hato = heap.measure("hato", () -> new HatoShop().fill(new Shop(contacts), true));
        RowStream rows = heap.measure("row-stream", () -> new RowStream().fill(new Shop(contacts)));
        PredicateTree maps = heap.measure("predicate-tree", () -> new PredicateTree().fill(new Shop(contacts)));
        long expected = rows.lapsedRegulars();
        progress.say(expected + " contacts match");
        return List.of(
                new Timed("hato", expected, hato::lapsedRegulars),
                new Timed("row-stream", expected, rows::lapsedRegulars),
                new Timed("predicate-tree", expected, maps::lapsedRegulars));
    }
}
