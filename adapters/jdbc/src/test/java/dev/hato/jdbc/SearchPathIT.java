package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** PostgreSQL looks for a table in several schemas, and makes a new one in the first of them. */
class SearchPathIT {
    private final DataSource database = TestDatabases.postgres();
    private final String first = TestDatabases.newSchema(database);
    private final String second = TestDatabases.newSchema(database);

    private HikariDataSource onPath() {
        return TestDatabases.pool(
                TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres") + "&options=-c%20search_path=" + first
                        + "," + second,
                2);
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    @Test
    void tables_inTheSecondSchema_areTheTables() {
        JdbcStores.builder(database).schema(second).build().schema().migrate();
        try (HikariDataSource pool = onPath()) {
            JdbcStores stores =
                    JdbcStores.builder(pool).attributes(Attribute.text("name")).build();
            assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
            stores.schema().migrate();
            JdbcStores none = JdbcStores.builder(database).schema(first).build();
            assertThat(none.schema().version()).as("nothing is made there").isZero();
            assertThat(stores.contacts().count()).isZero();
        }
    }

    @Test
    void olderTables_inTheSecondSchema_areNotSplit() throws SQLException {
        JdbcStores older = JdbcStores.builder(database).schema(second).build();
        run(older.schema().script(1));
        try (HikariDataSource pool = onPath()) {
            JdbcStores stores = JdbcStores.on(pool);
            assertThat(stores.schema().version()).isEqualTo(1);
            assertThatThrownBy(() -> stores.schema().migrate())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("schema(\"" + second + "\")");
        }
        older.schema().migrate();
        assertThat(older.schema().version()).isEqualTo(older.schema().newest());
    }

    @Test
    void hostsTable_inTheSecondSchema_isFound() throws SQLException {
        run(
                "create table " + second + ".customers (id integer primary key, mail text)",
                "insert into " + second + ".customers values (1, 'a@example.jp')");
        try (HikariDataSource pool = onPath()) {
            JdbcStores stores = JdbcStores.builder(pool)
                    .contacts(ContactTable.named("customers", "id", "mail").build())
                    .build();
            assertThat(stores.contacts().find(ContactId.of(1))).isPresent();
        }
    }
}
