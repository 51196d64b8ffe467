package dev.hato.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a queue in PostgreSQL costs at least: batches are claimed and deleted, each in a transaction. */
final class BareQueue extends BareBatches {
    private static final String CLAIM = """
            with chosen as materialized (
                select ctid as place from bare_task where claimed_by is null and due <= now()
                order by due limit ? for update skip locked)
            update bare_task t set claimed_by = ? from chosen c where t.ctid = c.place
            returning t.id
            """;

    private final DurablePostgres server;

    BareQueue(DurablePostgres server, int threads) {
        super(server, threads);
        this.server = server;
        server.execute(
                "create table bare_task (id bigint primary key, due timestamptz not null, claimed_by integer)",
                "create index on bare_task (due) where claimed_by is null");
    }

    @Override
    public void fill(int count) {
        server.execute("insert into bare_task select n, now(), null from generate_series(1, " + count + ") n");
    }

    @Override
    int batch(Connection connection, int worker) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement delete = connection.prepareStatement("delete from bare_task where id = any(?)")) {
            claim.setInt(1, BATCH);
            claim.setInt(2, worker);
            List<Long> claimed = new ArrayList<>();
            try (ResultSet results = claim.executeQuery()) {
                while (results.next()) {
                    claimed.add(results.getLong(1));
                }
            }
            if (claimed.isEmpty()) {
                return 0;
            }
            delete.setArray(1, connection.createArrayOf("bigint", claimed.toArray()));
            return delete.executeUpdate();
        }
    }

    @Override
    public void clear() {
        server.execute("truncate bare_task");
    }
}
