package dev.hato.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Rows of a table in a file, as PostgreSQL writes and reads them. */
final class Mover {
    private final DataSource pool;
    private final String table;
    private final Path file;

    Mover(DataSource pool, String table, Path file) {
        this.pool = pool;
        this.table = table;
        this.file = file;
    }

    /** Writes the table into the file and returns how many rows it has. */
    long out() {
        try (Connection connection = pool.getConnection();
                OutputStream out = Files.newOutputStream(file)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", out);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Reads the file into the table and returns how many rows it had. */
    long in() {
        try (Connection connection = pool.getConnection();
                InputStream in = Files.newInputStream(file)) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin", in, 1 << 16);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
