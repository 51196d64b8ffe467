package dev.hato.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.jdbc.ContactTable;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.OddRowsContract;
import dev.hato.jdbc.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariaDbOddRowsIT implements OddRowsContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }

    @Override
    public void prepare(Statement statement) throws SQLException {
        statement.execute("set session sql_mode = 'ALLOW_INVALID_DATES'");
    }

    @Override
    public List<String> oddNumbers() {
        return List.of("decimal(65, 30)", "null", "null"); // all its numbers are some
    }

    @Override
    public List<String> oddFloats() {
        return List.of("double");
    }

    @Override
    public List<String> oddDays() {
        return List.of("date", "'0000-00-00'", "'2024-00-00'", "'2024-02-31'", "'2024-02-00'", "'2023-02-29'");
    }

    @Override
    public List<String> oddMoments() {
        return List.of(
                "datetime(6)",
                "'0000-00-00 00:00:00'",
                "'2024-00-00 10:00:00'",
                "'2024-02-31 00:00:00'",
                "'2024-02-00'");
    }

    @Override
    public String inItsWords(String statement) {
        return statement;
    }

    @Test
    void ids_withoutSign_work() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + schema + ".people (id bigint unsigned primary key, mail varchar(100))");
            statement.execute("insert into " + schema + ".people values (5, 'a@example.jp'), "
                    + "(18446744073709551615, 'b@example.jp'), (9223372036854775808, 'c@example.jp')");
        }
        JdbcStores stores = JdbcStores.builder(database())
                .schema(schema)
                .contacts(ContactTable.named("people", "id", "mail")
                        .schema(schema)
                        .build())
                .build();
        ContactId last = ContactId.of("18446744073709551615");
        assertThat(stores.contacts().find(last)).isPresent();
        assertThat(stores.contacts().page(ContactId.of("9223372036854775808"), 9))
                .singleElement()
                .satisfies(contact -> assertThat(contact.id()).isEqualTo(last));
        assertThat(stores.contacts().find(ContactId.of("18446744073709551616"))).isEmpty();
        assertThat(stores.contacts().find(ContactId.of("-5"))).isEmpty();
        assertThat(stores.contacts().findByAddress(EmailAddress.of("c@example.jp")))
                .isPresent();
    }
}
