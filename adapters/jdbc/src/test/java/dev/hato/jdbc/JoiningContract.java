package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.testkit.ErasureContract;
import dev.hato.testkit.StoresContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Contact, subscription and event in the host's own transaction: there when it commits, gone when it rolls back. */
public interface JoiningContract extends ErasureContract, StoresContract {
    /** Returns the database. */
    DataSource database();

    @Override
    default JdbcStores emptyStores() {
        return in(TestDatabases.newSchema(database()));
    }

    private JdbcStores in(String schema) {
        JdbcStores stores = JdbcStores.builder(database())
                .schema(schema)
                .attributes(Attribute.text("name"))
                .erasureKey("a secret for tests that is long enough".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build();
        stores.schema().migrate();
        return stores;
    }

    private static void write(JdbcStores joined, Contact contact) {
        editable(joined).save(contact);
        joined.consents()
                .save(
                        new Subscription(
                                contact.id(),
                                "news",
                                SubscriptionStatus.ACTIVE,
                                Instant.EPOCH,
                                Evidence.byRecipient("check-out", "order 1042")),
                        null);
        joined.events()
                .add(ContactEvent.of(contact.id(), "purchase", Instant.EPOCH).withId("order-1042"));
    }

    @Test
    default void hostTransaction_commitsAndRollsBackAllOfIt() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = in(schema);
        Contact contact = Contact.of("hanako@example.jp").with(Attribute.text("name"), "花子");
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + schema + ".orders (id integer primary key)");
            connection.setAutoCommit(false);
            for (boolean commits : new boolean[] {false, true}) {
                statement.execute("insert into " + schema + ".orders values (1042)");
                write(stores.joining(connection), contact);
                assertThat(stores.contacts().find(contact.id()))
                        .as("others do not see it yet")
                        .isEmpty();
                if (commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                long expected = commits ? 1 : 0;
                assertThat(stores.contacts().count()).isEqualTo(expected);
                assertThat(stores.consents().history(contact.id())).hasSize((int) expected);
                assertThat(stores.events().count("purchase")).isEqualTo(expected);
            }
            connection.setAutoCommit(true);
        }
        assertThat(stores.contacts().find(contact.id())).contains(contact);
    }

    @Test
    default void hostTransaction_goesOnAfterARefusal() throws SQLException {
        JdbcStores stores = emptyStores();
        Contact holder = Contact.of("hanako@example.jp");
        editable(stores).save(holder);
        Contact taro = Contact.of("taro@example.jp");
        try (Connection connection = database().getConnection()) {
            connection.setAutoCommit(false);
            JdbcStores joined = stores.joining(connection);
            editable(joined).save(taro);
            assertThatThrownBy(() ->
                            editable(joined).save(Contact.of(ContactId.of("x"), EmailAddress.of("HANAKO@example.jp"))))
                    .isInstanceOf(DuplicateAddressException.class);
            assertThatThrownBy(() -> editable(joined).save(taro.withAddress(holder.address())))
                    .isInstanceOf(DuplicateAddressException.class);
            write(joined, taro);
            assertThat(joined.events()
                            .add(ContactEvent.of(holder.id(), "purchase", Instant.EPOCH)
                                    .withId("order-1042")))
                    .isFalse();
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertThat(stores.contacts().count()).isEqualTo(2);
        assertThat(stores.events().count("purchase")).isEqualTo(1);
    }

    @Test
    default void address_takenByAnotherTransactionMeanwhile_isRefusedWhenThatCommits() throws Exception {
        JdbcStores stores = emptyStores();
        Contact first = Contact.of("one@example.jp");
        Contact second = Contact.of("two@example.jp");
        editable(stores).save(second);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        try (Connection connection = database().getConnection()) {
            connection.setAutoCommit(false);
            editable(stores.joining(connection)).save(first);
            Thread mover = new Thread(() -> {
                try {
                    editable(stores).save(second.withAddress(first.address()));
                } catch (RuntimeException e) {
                    refusal.set(e);
                }
            });
            mover.start();
            mover.join(300); // most often it waits by now for this transaction; the answer is the same if not
            connection.commit();
            connection.setAutoCommit(true);
            mover.join();
        }
        assertThat(refusal.get())
                .isInstanceOfSatisfying(
                        DuplicateAddressException.class,
                        e -> assertThat(e.existing()).isEqualTo(first.id()));
        assertThat(stores.contacts().find(second.id())).contains(second);
    }
}
