package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.message.MessageTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A delivery that was planned a minute ago: PostgreSQL has no statistics of its mails, and plans from before them. */
class PostgresPlansIT {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final String[] TABLES = {"outbox", "contact", "subscription", "address_status"};
    private static final int MAILS = 50_000;
    private static final int BATCH = 500;
    private static final String LIST = "news";

    @Test
    void batch_ofAFreshDelivery_isFoundByItsKeys() throws Exception {
        String url = TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres");
        try (HikariDataSource source = TestDatabases.pool(url, 1)) { // one connection: plans are kept on it
            String schema = TestDatabases.newSchema(source);
            JdbcStores stores = TestStores.in(source, schema).build();
            JdbcStores other = TestStores.in(source, schema).build(); // has not seen where the rows are
            stores.schema().migrate();
            for (String table : TABLES) {
                execute(source, "alter table " + schema + ".hato_" + table + " set (autovacuum_enabled = false)");
            }
            plan(stores, "first", 100);
            for (int i = 0; i < 20; i++) {
                assertThat(send(stores, i % 2 == 0 ? stores : other, 5)).isEqualTo(5);
            }
            plan(stores, "second", MAILS);
            for (JdbcStores recording : List.of(stores, other)) {
                long read = counter(source, schema, "seq_tup_read", "pg_stat_user_tables");
                long touched = touched(source, schema);
                assertThat(send(stores, recording, BATCH)).isEqualTo(BATCH);
                assertThat(counter(source, schema, "seq_tup_read", "pg_stat_user_tables") - read)
                        .as("rows read by looking through whole tables")
                        .isZero();
                assertThat(touched(source, schema) - touched)
                        .as("pages touched for each mail, of four tables and their indexes, claimed, begun and ended")
                        .isLessThan(100L * BATCH);
            }
            long read = counter(source, schema, "seq_tup_read", "pg_stat_user_tables");
            long touched = touched(source, schema);
            assertThat(admit(stores, BATCH)).isEqualTo(BATCH);
            assertThat(counter(source, schema, "seq_tup_read", "pg_stat_user_tables") - read)
                    .as("rows read by looking through whole tables, where the store admits the mails")
                    .isZero();
            assertThat(touched(source, schema) - touched)
                    .as("pages touched for each mail that is claimed and admitted")
                    .isLessThan(40L * BATCH);
        }
    }

    private static void plan(JdbcStores stores, String name, int mails) {
        Delivery.Plan plan = new Delivery.Plan(
                name,
                new Audience.Subscribers(MailingList.of(LIST), null),
                MessageTemplate.named("t").text("t").build(),
                NOW,
                NOW);
        stores.deliveries()
                .insert(new Delivery(
                        new DeliveryId(name),
                        plan,
                        DeliveryState.SENDING,
                        new Delivery.Milestones(null, null, null, null),
                        0));
        for (int from = 0; from < mails; from += 1_000) {
            List<Contact> contacts = new ArrayList<>();
            List<SubscriptionChange> changes = new ArrayList<>();
            List<OutboxEntry> entries = new ArrayList<>();
            for (int i = from; i < Math.min(mails, from + 1_000); i++) {
                ContactId id = ContactId.of(name + i);
                contacts.add(Contact.of(id, EmailAddress.of(name + i + "@example.jp")));
                Evidence evidence = Evidence.byRecipient("form", "shop.example");
                changes.add(new SubscriptionChange(
                        new Subscription(id, LIST, SubscriptionStatus.ACTIVE, NOW, evidence), null));
                SendKey key = SendKey.ofDelivery(new DeliveryId(name), id);
                entries.add(OutboxEntry.planned(new PlannedMail(key, MailKind.GROUP, id, NOW, "f", null)));
            }
            ((EditableContactStore) stores.contacts()).saveAll(contacts);
            assertThat(stores.consents().saveAll(changes)).isEmpty();
            stores.outbox().add(entries);
        }
    }

    /** Claims some mails and begins them without reading what allows it, and returns how many have begun. */
    private static int admit(JdbcStores stores, int mails) {
        Delivery delivery = stores.deliveries().find(new DeliveryId("second")).orElseThrow();
        List<Claim> claims = stores.outbox().claim(ClaimRequest.any("n", NOW, NOW.plus(Duration.ofSeconds(30)), mails));
        Map<ContactId, Recipient> recipients = stores.recipients(
                claims.stream().map(claim -> claim.mail().contact()).toList());
        List<Beginning> beginnings = new ArrayList<>();
        for (Claim claim : claims) {
            Recipient recipient =
                    Objects.requireNonNull(recipients.get(claim.mail().contact()));
            beginnings.add(new Beginning(claim, recipient.contact().address(), recipient.mark(), delivery, null));
        }
        return stores.exchange(List.of(), beginnings).size();
    }

    /** Sends some mails as the engine does, and returns how many were recorded. */
    private static int send(JdbcStores claiming, JdbcStores recording, int mails) {
        List<Claim> claims =
                claiming.outbox().claim(ClaimRequest.any("n", NOW, NOW.plus(Duration.ofSeconds(30)), mails));
        List<ContactId> contacts =
                claims.stream().map(claim -> claim.mail().contact()).toList();
        int begun = recording.inTransaction(tx -> begin(tx, claims, contacts));
        assertThat(begun).isEqualTo(claims.size());
        return recording
                .inTransaction(tx -> tx.outbox()
                        .complete(claims.stream().map(PostgresPlansIT::ended).toList()))
                .size();
    }

    private static int begin(Stores tx, List<Claim> claims, List<ContactId> contacts) {
        List<EmailAddress> addresses = tx.contacts().findAll(contacts).values().stream()
                .map(Contact::address)
                .toList();
        assertThat(addresses).hasSize(contacts.size());
        assertThat(tx.consents().addresses(addresses)).isEmpty();
        assertThat(tx.consents().subscriptions(LIST, contacts)).hasSize(contacts.size());
        return tx.outbox().start(claims, NOW).size();
    }

    private static Completion ended(Claim claim) {
        return new Completion(claim, new Progress(MailState.HANDED_OVER, NOW, 1, false, null, "250 OK"));
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
        String tables = "'hato_" + String.join("', 'hato_", TABLES) + "'";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("select sum(" + what + ") from " + view
                        + " where schemaname = '" + schema + "' and relname in (" + tables + ")")) {
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
