package dev.hato.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables: which version they have, and how they get to the newest.
 *
 * <p>The files are {@code dev/hato/jdbc/schema/<database>/V<version>__<what>.sql} in this library's jar, with the
 * placeholders <code>${schema}</code> (empty, or a name with its dot) and <code>${prefix}</code>, so that Flyway and
 * Liquibase can run them too; with a history table of their own; each may be run again without harm, and notes its version in {@code schema_version}. {@link #migrate()} does it without either.
 *
 * <p>Thread-safe.
 */
public final class JdbcSchema {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcSchema.class);

    /** The files in order; each one's position is its version. */
    private static final List<String> FILES =
            List.of("contacts", "consents", "events", "outbox", "deliveries", "erasure", "steps", "coupons");

    private static final String READ_VERSION = "select coalesce(max(version), 0) from {schema_version}";

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Tables tables;
    private final DeclaredColumns columns;

    JdbcSchema(DataSource dataSource, Dialect dialect, Tables tables, DeclaredColumns columns) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.tables = tables;
        this.columns = columns;
    }

    /** Returns the newest version, which this library needs. */
    public int newest() {
        return FILES.size();
    }

    /** Returns the version of the tables in the database, 0 if there are none. */
    public int version() {
        try (Connection connection = dataSource.getConnection()) {
            return version(connection);
        } catch (SQLException e) {
            throw new StoreException("The version of the tables could not be read: " + e.getMessage(), e);
        }
    }

    private int version(Connection connection) throws SQLException {
        Session session = new Session(connection, dialect, tables);
        if (!dialect.tableExists(connection, tables.schemaName(), tables.prefix() + "schema_version")) {
            return 0;
        }
        int version = Math.toIntExact(session.number(READ_VERSION, Binder.NONE));
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        return version;
    }

    /**
     * Brings the tables to the newest version and adds a column with its index for each declared attribute that has
     * none. Several nodes may call it at once: one works, the others wait. Calling it again is harmless.
     *
     * @throws SchemaVersionException if the tables are newer than this library
     * @throws StoreException if older tables are found in another schema than where new ones would be made, or if the
     *     database refuses; calling it again goes on where it stopped
     */
    public void migrate() {
        try (Connection connection = dataSource.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            connection.setAutoCommit(true);
            String name = tables.schema() + tables.prefix();
            dialect.lockMigration(connection, name);
            try {
                migrate(connection);
            } finally {
                dialect.unlockMigration(connection, name);
                connection.setAutoCommit(automatic);
            }
        } catch (SQLException e) {
            throw new StoreException("The tables could not be migrated: " + e.getMessage(), e);
        }
    }

    private void migrate(Connection connection) throws SQLException {
        int version = version(connection);
        requireKnown(version);
        if (version > 0 && version < newest() && tables.schemaName() == null) {
            dialect.requireOneSchema(connection, tables.prefix() + "schema_version");
        }
        Session session = new Session(connection, dialect, tables);
        for (int next = version + 1; next <= newest(); next++) {
            LOG.info("Migrating {}{}* to version {}: {}.", tables.schema(), tables.prefix(), next, FILES.get(next - 1));
            apply(connection, script(next));
        }
        columns.add(session);
    }

    /** Throws if the tables are newer than this library. */
    void requireKnown(int version) {
        if (version > newest()) {
            throw new SchemaVersionException(version, newest());
        }
    }

    /** All of a version or nothing where the database can; each statement may be run again where it cannot. */
    private static void apply(Connection connection, String script) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(script)) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Returns the statements of one version, for a migration tool of the host's own or for reading. */
    public String script(int version) {
        if (version < 1 || version > newest()) {
            throw new IllegalArgumentException(
                    "There is no schema version " + version + "; there are 1 to " + newest() + ".");
        }
        String file = "schema/" + dialect.name() + "/V" + version + "__" + FILES.get(version - 1) + ".sql";
        try (InputStream in = JdbcSchema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The library's jar lacks its file " + file + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${schema}", tables.schema())
                    .replace("${prefix}", tables.prefix());
        } catch (IOException e) {
            throw new IllegalStateException("The library's file " + file + " could not be read.", e);
        }
    }

    /** A statement ends with a semicolon at the end of a line; lines that begin with two hyphens are comments. */
    private static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.isBlank() || line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                statements.add(statement.substring(0, statement.lastIndexOf(";")));
                statement.setLength(0);
            }
        }
        return statements;
    }
}
