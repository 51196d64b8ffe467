package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Statements that take twice as long as an answer may: those that people wait for are given up, those over whole tables
 * are not.
 */
@Tag("R7.4")
class PatienceIT {
    private static final Duration PATIENCE = Duration.ofMillis(750);
    private static final Contact HANAKO = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));

    private HikariDataSource pool;
    private String schema;
    private JdbcStores stores;

    @BeforeEach
    void open() {
        pool = TestDatabases.pool(TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"), 1);
        schema = TestDatabases.newSchema(pool);
        JdbcStores made = TestStores.in(pool, schema).build();
        made.schema().migrate();
        ((EditableContactStore) made.contacts()).save(HANAKO);
        stores = TestStores.in(pool, schema)
                .timeout(PATIENCE)
                .erasureKey(new byte[32])
                .build();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** Makes every statement over the table slow, as millions of rows do. */
    private void slowDown(String table) throws SQLException {
        execute(
                "alter table " + schema + "." + table + " rename to kept",
                "create view " + schema + "." + table
                        + " as select k.* from (select pg_sleep(1.5)::text as done offset 0) s "
                        + "cross join lateral (select * from " + schema + ".kept where s.done is not null offset 0) k");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, statements);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static EvaluationContext context() {
        return EvaluationContext.at(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC);
    }

    @Test
    void find_slow_isGivenUp() throws SQLException {
        slowDown("hato_contact");
        assertThatThrownBy(() -> stores.contacts().find(HANAKO.id())).isInstanceOf(StoreException.class);
    }

    @Test
    void select_slow_isWaitedFor() throws SQLException {
        slowDown("hato_contact");
        assertThat(stores.selector().select(Conditions.allOf(), context(), null, 10))
                .containsExactly(HANAKO.id());
    }

    @Test
    void countOfSegment_slow_isWaitedFor() throws SQLException {
        slowDown("hato_contact");
        assertThat(stores.selector().count(Conditions.allOf(), context())).isEqualTo(1);
    }

    @Test
    void retention_slow_isWaitedFor() throws SQLException {
        slowDown("hato_event");
        assertThat(stores.retention().keepEvents(Duration.ofDays(1)).run().events())
                .isZero();
    }

    @Test
    void tally_slow_isWaitedFor() throws SQLException {
        slowDown("hato_outbox");
        assertThat(stores.outbox().tally("delivery")).isNotNull();
    }

    @Test
    void erase_slow_isWaitedFor() throws SQLException {
        execute(
                "create function " + schema + ".slow() returns trigger language plpgsql as "
                        + "$$ begin perform pg_sleep(1.5); return null; end $$",
                "create trigger slow after delete on " + schema + ".hato_contact for each statement execute function "
                        + schema + ".slow()");
        assertThat(stores.eraser().erase(HANAKO.id())).isTrue();
        assertThat(stores.contacts().count()).isZero();
    }

    @Test
    void failure_leavesTheConnectionAsPatientAsItWas() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            JdbcStores onOne = TestStores.in(withoutPool(connection), schema)
                    .timeout(PATIENCE)
                    .build();
            int before = connection.getNetworkTimeout();
            assertThatThrownBy(() -> onOne.inTransaction(tx -> {
                        throw new IllegalStateException("the host's own");
                    }))
                    .hasMessage("the host's own");
            assertThat(connection.getNetworkTimeout()).isEqualTo(before);
            execute(connection, "alter table " + schema + ".hato_contact rename to kept");
            assertThatThrownBy(() -> onOne.contacts().find(HANAKO.id())).hasMessageContaining("migrate()");
            assertThat(connection.getNetworkTimeout()).isEqualTo(before);
        }
    }

    /** Returns a source of always the same connection, which closing leaves as it is; a pool would mend it. */
    private static DataSource withoutPool(Connection connection) {
        Connection kept = proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return proxy(DataSource.class, (proxy, method, arguments) -> kept);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        return handler.invoke(proxy, method, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
