package dev.hato.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of its own that keeps what it has confirmed: a commit waits for the disk. */
final class DurablePostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final Benchmark.Progress progress;

    /** Starts it, and refuses one that does not wait for the disk. */
    DurablePostgres(Benchmark.Progress progress) {
        this.progress = progress;
        try {
            // the embedded server is made for tests, and does not wait for the disk unless it is told to
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("shared_buffers", "1GB")
                    .setServerConfig("max_wal_size", "8GB")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started: " + e.getMessage(), e);
        }
        HikariDataSource pool = pool(2, "");
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = text(pool, "show " + setting);
            if (!value.equals("on")) {
                throw new IllegalStateException("PostgreSQL has " + setting + " " + value + "; that is no outbox.");
            }
        }
        progress.say("PostgreSQL " + text(pool, "show server_version") + " with fsync, by "
                + text(pool, "show wal_sync_method"));
    }

    /** Returns a new pool, which is closed with the server. */
    HikariDataSource pool(int size, String parameters) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url() + parameters);
        config.setMaximumPoolSize(size);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** Returns where a pool of somebody else's finds it; the user is {@code postgres}, with any password. */
    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Runs statements, each alone. */
    void execute(String... statements) {
        try (Connection connection = pools.get(0).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Returns the one number that the statement gives. */
    long number(String sql) {
        return Long.parseLong(text(pools.get(0), sql));
    }

    private static String text(HikariDataSource pool, String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        try {
            server.close();
        } catch (IOException e) {
            progress.say("PostgreSQL did not end well: " + e.getMessage());
        }
    }
}
