package dev.hato.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Real databases, started once for all tests of this JVM, with a schema of its own for whoever asks. */
public final class TestDatabases {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final AtomicInteger MEMORIES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable DataSource postgres;

    private TestDatabases() {}

    /** Returns a pool over the embedded PostgreSQL. */
    public static synchronized DataSource postgres() {
        if (postgres == null) {
            postgres = pool(postgresServer().getJdbcUrl("postgres", "postgres"), 24);
        }
        return postgres;
    }

    /** Returns the embedded PostgreSQL. */
    public static synchronized EmbeddedPostgres postgresServer() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** Returns a new H2 database in memory. */
    public static DataSource h2() {
        return pool("jdbc:h2:mem:hato" + MEMORIES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", 24);
    }

    /** Creates a schema and returns its name. */
    public static String newSchema(DataSource dataSource) {
        String name = "t" + SCHEMAS.incrementAndGet();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    /** Returns a pool. */
    public static HikariDataSource pool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
