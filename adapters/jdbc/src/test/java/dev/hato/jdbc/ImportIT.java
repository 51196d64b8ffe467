package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Imports into PostgreSQL from a process with a heap of 128 MB, which is killed now and then. {@code -Dhato.import.rows}
 * sets how many rows; 1,000,000 is the figure of the targets.
 */
class ImportIT {
    private static final int ROWS = Integer.getInteger("hato.import.rows", 40_000);
    private static final int KILLS = 3;

    /** All of both tables but when it was. */
    private static final String STATE = """
            select c.id, c.address, c.attributes, c.a_name, c.a_prefecture, c.a_points, c.a_birthday, c.a_member,
                   s.list, s.status, s.origin, s.method, s.source
            from %1$s.hato_contact c left join %1$s.hato_subscription s on s.contact = c.id
            """;

    private final HikariDataSource source = (HikariDataSource) TestDatabases.postgres();

    @TempDir
    Path folder;

    @Test
    @Tag("R3.4")
    void import_killedAgainAndAgain_endsInTheSameState() throws Exception {
        Path file = folder.resolve("customers.csv");
        ImportProcess.writeFile(file, ROWS, true);
        String calm = migrated();
        String answer = answer(start(calm, file, "consent"));
        String struck = migrated();
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = start(struck, file, "consent");
            awaitRows(process, struck, (long) ROWS * kill / (KILLS + 2));
            process.destroyForcibly().waitFor();
        }
        long afterKills = number("select count(*) from " + struck + ".hato_contact");
        assertThat(afterKills).as("it was killed in the middle").isBetween(1L, ROWS - 1L);
        assertThat(answer(start(struck, file, "consent"))).isEqualTo(answer);
        assertThat(number("select count(*) from ((" + STATE.formatted(calm) + ") except (" + STATE.formatted(struck)
                        + ")) as d"))
                .isZero();
        assertThat(number("select count(*) from " + struck + ".hato_contact"))
                .isEqualTo(number("select count(*) from " + calm + ".hato_contact"))
                .isEqualTo(ROWS - ROWS / ImportProcess.BAD_EVERY);
        assertThat(number("select count(*) from " + struck + ".hato_subscription_history"))
                .as("consent that was there already is not written again")
                .isEqualTo(ROWS - ROWS / ImportProcess.BAD_EVERY);
    }

    @Test
    @Tag("R3.4")
    void import_besideCopy_reportsEveryBadRow() throws Exception {
        Path file = folder.resolve("customers.csv");
        ImportProcess.writeFile(file, ROWS, false);
        String schema = migrated();
        String output = output(start(schema, file));
        assertThat(output.lines().filter(line -> line.startsWith("failed")).toList())
                .containsExactly("failed "
                        + String.join(
                                " ",
                                IntStream.range(0, ROWS / ImportProcess.BAD_EVERY)
                                        .mapToObj(i -> String.valueOf((i + 1) * ImportProcess.BAD_EVERY))
                                        .toList()));
        assertThat(output).contains("done " + ROWS + " rows");
        double seconds = Long.parseLong(output.replaceAll("(?s).*rows in (\\d+) ms.*", "$1")) / 1000.0;
        double copySeconds = copySeconds(schema);
        System.out.printf(
                "import: %,.0f rows/s, COPY %,.0f rows/s, ratio %.2f%n",
                ROWS / seconds, ROWS / copySeconds, copySeconds / seconds);
    }

    /** Returns how long the same rows take by COPY into a table with the same columns and indexes. */
    private double copySeconds(String schema) throws SQLException, IOException {
        String target = migrated();
        String columns = "id, address, address_key, attributes, a_name, a_prefecture, a_points, a_birthday, a_member";
        Path rows = folder.resolve("rows");
        try (Connection connection = source.getConnection()) {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try (var out = Files.newOutputStream(rows)) {
                postgres.getCopyAPI().copyOut("copy " + schema + ".hato_contact (" + columns + ") to stdout", out);
            }
            long start = System.nanoTime();
            try (InputStream in = Files.newInputStream(rows)) {
                postgres.getCopyAPI().copyIn("copy " + target + ".hato_contact (" + columns + ") from stdin", in);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private String migrated() {
        String schema = TestDatabases.newSchema(source);
        ImportProcess.stores(source, schema).schema().migrate();
        return schema;
    }

    private Process start(String schema, Path file, String... more) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new java.util.ArrayList<>(List.of(java, "-Xmx128m"));
        String options = System.getProperty("hato.import.options", "");
        command.addAll(Arrays.stream(options.split(" "))
                .filter(option -> !option.isEmpty())
                .toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                ImportProcess.class.getName(),
                source.getJdbcUrl(),
                schema,
                file.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Returns which rows failed. */
    private static String answer(Process process) throws IOException, InterruptedException {
        return output(process)
                .lines()
                .filter(line -> line.startsWith("failed"))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the import has written so many rows. */
    private void awaitRows(Process process, String schema, long rows) throws Exception {
        while (number("select count(*) from " + schema + ".hato_contact") < rows) {
            assertThat(process.waitFor(5, TimeUnit.MILLISECONDS))
                    .as("ended too early")
                    .isFalse();
        }
    }

    private long number(String query) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            results.next();
            return results.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
