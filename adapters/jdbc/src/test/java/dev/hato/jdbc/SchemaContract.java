package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.Standing;
import dev.hato.event.ContactEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How the tables come, stay and grow on one kind of database. */
public interface SchemaContract {
    /** Returns the database. */
    DataSource database();

    @Test
    default void migrate_again_isHarmless() {
        JdbcStores stores = stores(TestDatabases.newSchema(database()));
        assertThat(stores.schema().version()).isZero();
        stores.schema().migrate();
        stores.schema().migrate();
        assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
    }

    @Test
    default void migrate_byManyAtOnce_worksOnce() throws Exception {
        String schema = TestDatabases.newSchema(database());
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> migrations = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                migrations.add(nodes.submit(() -> stores(schema).schema().migrate()));
            }
            for (Future<?> migration : migrations) {
                migration.get();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(stores(schema).schema().version())
                .isEqualTo(stores(schema).schema().newest());
    }

    @Test
    default void files_runByAnotherTool_areTheWholeSchema() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = stores(schema);
        for (int version = 1; version <= stores.schema().newest(); version++) {
            run(stores.schema().script(version));
            run(stores.schema().script(version)); // again without harm
            assertThat(stores.schema().version()).isEqualTo(version);
        }
        fill(stores);
        stores.schema().migrate();
        check(stores);
    }

    @Test
    default void previousVersion_isMigratedWithItsData() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores before = stores(schema);
        for (int version = 1; version < before.schema().newest(); version++) {
            run(before.schema().script(version));
        }
        fill(before);
        JdbcStores after = stores(schema);
        after.schema().migrate();
        assertThat(after.schema().version()).isEqualTo(after.schema().newest());
        check(after);
    }

    @Test
    default void newerSchema_isRefused() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        stores(schema).schema().migrate();
        run("insert into " + schema + ".hato_schema_version (version, migrated_at) values (4711, 0);");
        assertThatThrownBy(() -> stores(schema))
                .isInstanceOf(SchemaVersionException.class)
                .hasMessageContaining("4711")
                .hasMessageContaining("use a library as new");
    }

    @Test
    default void newerSchema_underAPrefixWithCapitals_isRefused() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores =
                TestStores.in(database(), schema).tablePrefix("Mail_").build();
        stores.schema().migrate();
        assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
        run("insert into " + schema + ".Mail_schema_version (version, migrated_at) values (4711, 0);");
        assertThatThrownBy(() ->
                        TestStores.in(database(), schema).tablePrefix("Mail_").build())
                .isInstanceOf(SchemaVersionException.class)
                .hasMessageContaining("4711");
    }

    @Test
    default void missingTables_areNamedWithTheWayOut() {
        JdbcStores stores = stores(TestDatabases.newSchema(database()));
        assertThatThrownBy(() -> stores.contacts().count())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema().migrate()");
    }

    @Test
    default void tablePrefix_keepsTwoInOneSchema() {
        String schema = TestDatabases.newSchema(database());
        JdbcStores one = TestStores.in(database(), schema).tablePrefix("one_").build();
        JdbcStores two = TestStores.in(database(), schema).tablePrefix("two_").build();
        one.schema().migrate();
        two.schema().migrate();
        fill(one);
        check(one);
        assertThat(two.contacts().count()).isZero();
    }

    private JdbcStores stores(String schema) {
        return TestStores.in(database(), schema).build();
    }

    private static void fill(JdbcStores stores) {
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"))
                .with(Data.NAME, "花子");
        editable(stores).save(contact);
        stores.events()
                .add(ContactEvent.of(contact.id(), "purchase", Instant.EPOCH).withId("e1"));
        stores.outbox()
                .add(List.of(OutboxEntry.planned(new PlannedMail(
                        SendKey.ofCaller("order-1"), MailKind.TRANSACTIONAL, contact.id(), Instant.EPOCH, "f", null))));
    }

    private static void check(JdbcStores stores) {
        assertThat(stores.contacts().find(ContactId.of("1")).orElseThrow().get(Data.NAME))
                .isEqualTo("花子");
        assertThat(stores.events().count("purchase")).isEqualTo(1);
        assertThat(stores.outbox().tally(SendKey.TRANSACTIONAL).open()).isEqualTo(1);
        Enrolment enrolment = Enrolment.begin(
                new EnrolmentKey("brochure", ContactId.of("1"), 1),
                1,
                Standing.waiting("day-3", "", Instant.EPOCH, false),
                Instant.EPOCH);
        assertThat(stores.steps().add(List.of(enrolment))).containsExactly(enrolment);
        assertThat(stores.steps().of(List.of(ContactId.of("1")))).containsExactly(enrolment);
    }

    private void run(String script) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** What the tests keep. */
    final class Data {
        static final TextAttribute NAME = Attribute.text("name");

        private Data() {}
    }
}
