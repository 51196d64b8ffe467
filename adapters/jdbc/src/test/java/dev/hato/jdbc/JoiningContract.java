package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.SendResult;
import dev.hato.event.ContactEvent;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import dev.hato.testkit.ErasureContract;
import dev.hato.testkit.RecordingTransport;
import dev.hato.testkit.StoresContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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

    private static Hato hato(Stores stores, RecordingTransport transport) {
        return Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .build();
    }

    /** Returns a transactional mail. */
    static Mail order(String key) {
        MessageTemplate thanks = MessageTemplate.named("thanks")
                .subject("ご注文")
                .text("ありがとうございます。")
                .build();
        return Mail.of(thanks).to(Contact.of("hanako@example.jp")).key(key).build();
    }

    @Test
    default void connectionThatCommitsByItself_isRefused() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = in(schema);
        try (Connection connection = database().getConnection()) {
            assertThatThrownBy(() -> stores.joining(connection))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
            JdbcStores bound = TestStores.in(database(), schema)
                    .hostTransaction(() -> connection)
                    .build();
            assertThatThrownBy(() -> hato(bound, new RecordingTransport()).enqueue(order("1042")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
        }
        assertThat(stores.outbox().find(SendKey.ofCaller("1042"))).isEmpty();
    }

    @Test
    default void hostTransaction_nothingIsSentInIt() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        in(schema);
        AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        JdbcStores bound =
                TestStores.in(database(), schema).hostTransaction(current::get).build();
        RecordingTransport transport = new RecordingTransport();
        Hato hato = hato(bound, transport);
        try (Connection connection = database().getConnection()) {
            connection.setAutoCommit(false);
            current.set(connection);
            hato.enqueue(order("1042"));
            assertThatThrownBy(() -> hato.send(order("1043")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("enqueue");
            assertThatThrownBy(() -> hato.dispatcher().drain())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("after the commit");
            current.set(null);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(transport.attempts()).isEmpty();
        assertThat(hato.dispatcher().drain().count(MailState.HANDED_OVER)).isZero();
        hato.send(order("1043"));
        assertThat(transport.attempts()).hasSize(1);
    }

    @Test
    default void erasure_isPartOfTheHostsTransaction() throws SQLException {
        JdbcStores stores = emptyStores();
        Contact contact = Contact.of("hanako@example.jp");
        editable(stores).save(contact);
        Hato hato = hato(stores, new RecordingTransport());
        for (boolean commits : new boolean[] {false, true}) {
            try (Connection connection = database().getConnection()) {
                connection.setAutoCommit(false);
                assertThat(hato.in(stores.joining(connection)).contacts().erase(contact.id()))
                        .isTrue();
                if (commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
            assertThat(stores.contacts().find(contact.id()).isEmpty()).isEqualTo(commits);
        }
    }

    /** Enqueues a mail in a transaction that has read before another one wrote the same mail. */
    default SendResult enqueueOfAnothersMail(int isolation) throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = in(schema);
        Hato hato = hato(stores, new RecordingTransport());
        try (Connection connection = database().getConnection()) {
            int before = connection.getTransactionIsolation();
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement
                        .executeQuery("select count(*) from " + schema + ".hato_outbox")
                        .close();
                hato.enqueue(order("1042"));
                return hato.in(stores.joining(connection)).enqueue(order("1042"));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(before);
            }
        }
    }

    @Test
    default void scheduler_inATransaction_isNeitherBuiltNorDrained() {
        JdbcStores stores = emptyStores();
        Scenario scenario = Scenario.named("s")
                .step("note", Steps.immediately(), Steps.set(Attribute.text("noted"), "yes"))
                .build();
        StepScheduler.Builder builder = StepScheduler.builder(hato(stores, new RecordingTransport()), stores.steps())
                .scenario(scenario);
        assertThatThrownBy(() -> stores.<Object>inTransaction(tx -> builder.build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after the commit");
        StepScheduler scheduler = builder.build();
        assertThatThrownBy(() -> stores.<Object>inTransaction(tx -> scheduler.drain()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after the commit");
        assertThat(scheduler.drain().steps()).isZero();
    }

    @Test
    default void key_thatAnotherTransactionWroteMeanwhile_isARepetition() throws SQLException {
        assertThat(enqueueOfAnothersMail(Connection.TRANSACTION_READ_COMMITTED))
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.repeated()).isTrue());
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
