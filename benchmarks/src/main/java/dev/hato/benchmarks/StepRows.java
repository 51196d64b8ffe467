package dev.hato.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** The rows that steps of the peers insert, one each, where ours puts a mail into the outbox. Thread-safe. */
final class StepRows {
    /** After this time each step is due again, in any system. */
    static final Duration AGAIN = Duration.ofDays(3);

    /** As long as a mail of ours. */
    static final byte[] CONTENT = "秋の新作ができました。".repeat(24).getBytes(StandardCharsets.UTF_8);

    private static final String INSERT =
            "insert into step_row (id, due, content) values (?, now(), ?) on conflict do nothing";

    private final DurablePostgres server;
    private final DataSource pool;

    StepRows(DurablePostgres server, int connections) {
        this.server = server;
        pool = server.pool(connections, "");
        server.execute("create table step_row (id text primary key, due timestamptz not null, content bytea not null)");
    }

    /** Inserts a row under this key. */
    void insert(String key) {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, key);
            insert.setBytes(2, CONTENT);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Returns how many there are. */
    long count() {
        return server.number("select count(*) from step_row");
    }

    void clear() {
        server.execute("truncate step_row");
    }
}
