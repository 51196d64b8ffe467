package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.segment.EvaluationContext;
import dev.hato.testkit.StoresContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresOddRowsIT implements OddRowsContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }

    @Test
    void citext_isAText() throws SQLException {
        String schema = TestDatabases.newSchema(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists citext schema pg_catalog");
            statement.execute("create table " + schema + ".people (id citext primary key, mail citext, town citext)");
            statement.execute("insert into " + schema + ".people values ('A', 'Taro@example.jp', 'Kyoto')");
        }
        TextAttribute town = Attribute.text("town");
        JdbcStores stores = JdbcStores.builder(database)
                .schema(schema)
                .contacts(ContactTable.named("people", "id", "mail")
                        .schema(schema)
                        .attribute("town", town)
                        .writable()
                        .build())
                .build();
        stores.schema().migrate();
        Contact taro = stores.contacts()
                .findByAddress(EmailAddress.of("taro@example.jp"))
                .orElseThrow();
        assertThat(stores.contacts().find(ContactId.of("a")))
                .as("ids have their case")
                .isEmpty();
        StoresContract.editable(stores).save(taro.with(town, "Nara"));
        EvaluationContext context = EvaluationContext.at(StoresContract.NOW, TOKYO);
        assertThat(stores.selector().select(town.is("Nara"), context, null, 9)).containsExactly(taro.id());
        assertThat(stores.selector().select(town.is("nara"), context, null, 9)).isEmpty();
    }

    @Override
    public List<String> oddNumbers() {
        return List.of(
                "numeric",
                "'NaN'",
                "'Infinity'",
                "'-Infinity'",
                "1e100",
                "-1e200",
                "1e-300",
                "repeat('9', 200)::numeric");
    }

    @Override
    public List<String> oddDays() {
        return List.of("date", "'infinity'", "'-infinity'");
    }

    @Override
    public List<String> oddMoments() {
        return List.of("timestamptz", "'infinity'", "'-infinity'", "'294276-12-31'", "'200001-01-01'");
    }
}
