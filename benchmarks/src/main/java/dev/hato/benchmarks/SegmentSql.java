package dev.hato.benchmarks;

import dev.hato.jdbc.JdbcStores;
import dev.hato.segment.Segments;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the flagship segment in PostgreSQL: this library's tables, JSONB, and what an expert would write by hand. */
final class SegmentSql implements Benchmark {
    private static final long LAST = Shop.NOW_MICROS - SegmentMemory.DAYS * Shop.DAY_MICROS;

    /** Attributes and properties as JSONB without an index: all events are read once and grouped. */
    private static final String JSONB = """
            select count(*) from jsonb_contact c
            where c.attributes ->> 'prefecture' in ('東京都', '大阪府')
              and not c.attributes -> 'tags' ? 'staff'
              and c.id in (
                select e.contact from jsonb_event e where e.type = 'purchase'
                group by e.contact
                having sum((e.properties ->> 'amount')::numeric) >= %d and max(e.at) < %d)
            """.formatted(SegmentMemory.LEAST_SUM, LAST);

    /** JSONB with a GIN index of whole documents, and events with an index by contact. */
    private static final String GIN = """
            select count(*) from gin_contact c
            where (c.attributes @> '{"prefecture": "東京都"}' or c.attributes @> '{"prefecture": "大阪府"}')
              and not c.attributes @> '{"tags": ["staff"]}'
              and exists (
                select 1 from gin_event e where e.contact = c.id and e.type = 'purchase'
                having sum((e.properties ->> 'amount')::numeric) >= %d and max(e.at) < %d)
            """.formatted(SegmentMemory.LEAST_SUM, LAST);

    /** Integers throughout, an index for exactly this question. */
    private static final String HAND_WRITTEN = """
            select count(*) from hand_contact c
            where c.prefecture in ('東京都', '大阪府') and not c.staff
              and exists (
                select 1 from hand_purchase e where e.contact = c.id
                having sum(e.amount) >= %d and max(e.at) < %d)
            """.formatted(SegmentMemory.LEAST_SUM, LAST);

    private @Nullable ShopDatabase database;

    @Override
    public String name() {
        return "segment-sql";
    }

    @Override
    public String description() {
        return "count a segment in PostgreSQL (1,000,000 contacts, 10,000,000 events; --quick a tenth)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        ShopDatabase shop = new ShopDatabase(settings.quick() ? 100_000 : 1_000_000, progress);
        database = shop;
        JdbcStores stores = shop.fill();
        Segments segments = new Segments(
                stores.selector(),
                InstantSource.fixed(Instant.EPOCH.plus(Shop.NOW_MICROS, ChronoUnit.MICROS)),
                ZoneOffset.UTC);
        long expected = shop.expected();
        progress.say(expected + " contacts match");
        return List.of(
                new Timed("hato", expected, () -> segments.count(HatoShop.LAPSED_REGULARS)),
                row("jsonb", expected, shop, JSONB),
                row("jsonb-gin", expected, shop, GIN),
                row("hand-written", expected, shop, HAND_WRITTEN));
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 3;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 9 : 15;
    }

    @Override
    public String summary(List<Result> results) {
        return "The rows of peers have the indexes of their kind; the question is the same for all, and so is the answer.\n";
    }

    private static Row row(String name, long expected, ShopDatabase shop, String sql) {
        return new Timed(name, expected, () -> count(shop.connection(), sql));
    }

    private static long count(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
