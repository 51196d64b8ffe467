package dev.hato.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** What a queue in PostgreSQL costs at least: batches are claimed and deleted, each in a transaction. */
final class BareQueue implements Backlog {
    private static final int BATCH = 500;

    private static final String CLAIM = """
            update bare_task set claimed_by = ? where id in (
                select id from bare_task where claimed_by is null and due <= now()
                order by due limit ? for update skip locked)
            returning id
            """;

    private final DurablePostgres server;
    private final DataSource pool;
    private final Workers workers;

    BareQueue(DurablePostgres server, int threads) {
        this.server = server;
        pool = server.pool(threads, "");
        workers = new Workers("bare-queue", threads);
        server.execute(
                "create table bare_task (id bigint primary key, due timestamptz not null, claimed_by integer)",
                "create index on bare_task (due) where claimed_by is null");
    }

    @Override
    public void fill(int count) {
        server.execute("insert into bare_task select n, now(), null from generate_series(1, " + count + ") n");
    }

    @Override
    public long work(int count) throws Exception {
        AtomicLong done = new AtomicLong();
        workers.run(index -> {
            try (Connection connection = pool.getConnection();
                    PreparedStatement claim = connection.prepareStatement(CLAIM);
                    PreparedStatement delete = connection.prepareStatement("delete from bare_task where id = any(?)")) {
                claim.setInt(1, index);
                claim.setInt(2, BATCH);
                Long[] claimed = claim(claim);
                while (claimed.length > 0) {
                    Array ids = connection.createArrayOf("bigint", claimed);
                    delete.setArray(1, ids);
                    done.addAndGet(delete.executeUpdate());
                    claimed = claim(claim);
                }
            }
        });
        return done.get();
    }

    private static Long[] claim(PreparedStatement statement) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet results = statement.executeQuery()) {
            while (results.next()) {
                ids.add(results.getLong(1));
            }
        }
        return ids.toArray(Long[]::new);
    }

    @Override
    public void clear() {
        server.execute("truncate bare_task");
    }

    @Override
    public void close() {
        workers.close();
    }
}
