package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Enrolments that were added a minute ago: PostgreSQL has no statistics of them, and plans from before them. */
class PostgresStepPlansIT {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final Set<String> SCENARIOS = Set.of("a", "b");
    private static final int BATCH = 200;

    @Test
    void batch_ofFreshEnrolments_isFoundByTheIndexes() throws Exception {
        String url = TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres");
        try (HikariDataSource source = TestDatabases.pool(url, 1)) { // one connection: plans are kept on it
            String schema = TestDatabases.newSchema(source);
            JdbcStores stores = TestStores.in(source, schema).build();
            stores.schema().migrate();
            execute(source, "alter table " + schema + ".hato_enrolment set (autovacuum_enabled = false)");
            enrol(stores.steps(), "first", 100);
            for (int i = 0; i < 12; i++) {
                assertThat(turn(stores, SCENARIOS, 3)).isEqualTo(3);
                assertThat(turn(stores, Set.of("a"), 1)).isEqualTo(1);
            }
            enrol(stores.steps(), "second", 20_000);
            long read = counter(source, schema, "seq_tup_read", "pg_stat_user_tables");
            long touched = touched(source, schema);
            assertThat(turn(stores, SCENARIOS, BATCH)).isEqualTo(BATCH);
            assertThat(turn(stores, Set.of("a"), BATCH)).isEqualTo(BATCH);
            assertThat(stores.steps().nextDue(SCENARIOS)).isPresent();
            assertThat(counter(source, schema, "seq_tup_read", "pg_stat_user_tables") - read)
                    .as("rows read by looking through the whole table")
                    .isZero();
            assertThat(touched(source, schema) - touched)
                    .as("pages touched for each step, of the table and its indexes, claimed, read and moved on")
                    .isLessThan(60L * 2 * BATCH);
        }
    }

    private static void enrol(StepStore steps, String name, int contacts) {
        for (int from = 0; from < contacts; from += 1_000) {
            List<Enrolment> page = new ArrayList<>();
            for (int i = from; i < Math.min(contacts, from + 1_000); i++) {
                page.add(Enrolment.begin(
                        new EnrolmentKey(i % 2 == 0 ? "a" : "b", ContactId.of(name + i), 1),
                        1,
                        Standing.waiting("first", "", NOW, false),
                        NOW));
            }
            assertThat(steps.add(page)).isEqualTo(page);
        }
    }

    /** Claims, reads and moves some on, as the scheduler does. */
    private static int turn(JdbcStores stores, Set<String> scenarios, int limit) {
        return stores.inTransaction(tx -> {
            List<Enrolment> claimed =
                    tx.steps().claim(new EnrolmentClaim("n", NOW, NOW.plusSeconds(30), limit, scenarios));
            List<ContactId> contacts =
                    claimed.stream().map(claim -> claim.key().contact()).toList();
            assertThat(tx.steps().of(contacts)).hasSameSizeAs(claimed);
            return tx.steps()
                    .replace(claimed.stream()
                            .map(claim -> claim.to(Standing.waiting("next", "", NOW.plusSeconds(3_600), false)))
                            .toList())
                    .size();
        });
    }

    private static long touched(HikariDataSource source, String schema) throws SQLException {
        return counter(
                source,
                schema,
                "heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)",
                "pg_statio_user_tables");
    }

    private static long counter(HikariDataSource source, String schema, String what, String view) throws SQLException {
        execute(source, "select pg_stat_force_next_flush()");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("select sum(" + what + ") from " + view
                        + " where schemaname = '" + schema + "' and relname = 'hato_enrolment'")) {
            results.next();
            return results.getLong(1);
        }
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
