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
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.enrolment.BulkEnrolment;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.Standing;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.testkit.SegmentEnrolmentContract;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Segments are enrolled inside PostgreSQL. */
class PostgresSegmentEnrolmentIT implements SegmentEnrolmentContract {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00.123456Z");
    private static final TextAttribute PLAN = Attribute.text("plan");
    private static final Enrolment PATTERN = enrolment("everybody");
    private static final Subscription SUBSCRIPTION = new Subscription(
            ContactId.of("everybody"), "own", SubscriptionStatus.ACTIVE, NOW, Evidence.byData("enrolment", "a test"));
    private static final BulkEnrolment.Who TRIAL =
            new BulkEnrolment.Who(PLAN.is("trial"), new EvaluationContext(NOW, ZoneOffset.UTC, name -> {
                throw new IllegalStateException(name);
            }));

    @Override
    public JdbcStores emptyStores() {
        return TestStores.empty(TestDatabases.postgres());
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public int randomEnrolments() {
        return Integer.getInteger("hato.enrolments", 8);
    }

    private JdbcStores filled(int contacts) {
        JdbcStores stores = emptyStores();
        List<Contact> all = new ArrayList<>();
        for (int i = 0; i < contacts; i++) {
            all.add(Contact.of(ContactId.of("c" + (1_000 + i)), EmailAddress.of("c" + i + "@example.jp"))
                    .with(PLAN, i % 2 == 0 ? "trial" : "gold"));
        }
        editable(stores).saveAll(all);
        return stores;
    }

    private static Enrolment enrolment(String contact) {
        return Enrolment.begin(
                new EnrolmentKey("brochure", ContactId.of(contact), 1),
                3,
                Standing.waiting("first", "", NOW.plusSeconds(60), false),
                NOW);
    }

    private static BulkEnrolment.Part enrol(JdbcStores stores, @Nullable ContactId after, int limit) {
        return ((BulkEnrolment) stores.steps())
                .enrolNext(new BulkEnrolment.Beginning(PATTERN, SUBSCRIPTION), TRIAL, after, limit)
                .orElseThrow();
    }

    @Test
    void enrolNext_inParts_enrolsEachOnceAndTellsWhoWasThere() {
        JdbcStores stores = filled(40);
        stores.steps().add(List.of(enrolment("c1004").by(1)));
        Subscription stopped = new Subscription(
                ContactId.of("c1008"), "own", SubscriptionStatus.STOPPED, NOW, Evidence.byRecipient("link", "mail"));
        assertThat(stores.consents().save(stopped, null)).isTrue();
        List<ContactId> ends = new ArrayList<>();
        long enrolled = 0;
        List<ContactId> known = new ArrayList<>();
        @Nullable ContactId after = null;
        do {
            BulkEnrolment.Part part = enrol(stores, after, 7);
            enrolled += part.enrolled();
            known.addAll(part.known());
            after = part.last();
            ends.add(after);
        } while (after != null);
        assertThat(ends).containsExactly(ContactId.of("c1012"), ContactId.of("c1026"), ContactId.of("c1038"), null);
        assertThat(enrolled).isEqualTo(19);
        assertThat(known).containsExactly(ContactId.of("c1004"));
        List<Enrolment> expected = new ArrayList<>();
        for (int i = 0; i < 40; i += 2) {
            expected.add(i == 4 ? enrolment("c1004").by(1) : enrolment("c" + (1_000 + i)));
        }
        assertThat(stores.steps().page("brochure", null, 99)).isEqualTo(expected);
        assertThat(stores.consents().history(ContactId.of("c1006")))
                .containsExactly(new Subscription(
                        ContactId.of("c1006"), "own", SubscriptionStatus.ACTIVE, NOW, SUBSCRIPTION.evidence()));
        assertThat(stores.consents().history(ContactId.of("c1008"))).containsExactly(stopped);
        assertThat(stores.consents().history(ContactId.of("c1004")))
                .as("was enrolled before")
                .isEmpty();
    }

    @Test
    void enrolNext_byTwoAtOnce_enrolsEachOnce() throws Exception {
        JdbcStores stores = filled(400);
        Callable<Long> node = () -> {
            long enrolled = 0;
            BulkEnrolment.Part part = enrol(stores, null, 50);
            while (part.last() != null) {
                enrolled += part.enrolled();
                part = enrol(stores, part.last(), 50);
            }
            return enrolled;
        };
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            long enrolled = 0;
            for (Future<Long> mine : nodes.invokeAll(List.of(node, node, node))) {
                enrolled += mine.get();
            }
            assertThat(enrolled).isEqualTo(200);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(stores.steps().page("brochure", null, 999)).hasSize(200);
    }

    @Test
    void enrolNext_inATransactionThatThrows_hasNotHappened() {
        JdbcStores stores = filled(6);
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    assertThat(enrol(stores, null, 9).enrolled()).isEqualTo(3);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(stores.steps().page("brochure", null, 9)).isEmpty();
        assertThat(stores.consents().history(ContactId.of("c1000"))).isEmpty();
    }

    @Test
    void enrolNext_ofTheHostsContacts_isLeftToTheCaller() throws Exception {
        DataSource source = TestDatabases.postgres();
        String schema = TestDatabases.newSchema(source);
        try (java.sql.Connection connection = source.getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("create table " + schema + ".customers (id varchar primary key, email varchar)");
        }
        JdbcStores stores = JdbcStores.builder(source)
                .schema(schema)
                .contacts(ContactTable.named("customers", "id", "email")
                        .schema(schema)
                        .build())
                .build();
        stores.schema().migrate();
        assertThat(((BulkEnrolment) stores.steps())
                        .enrolNext(
                                new BulkEnrolment.Beginning(PATTERN, null),
                                new BulkEnrolment.Who(Conditions.allOf(), TRIAL.context()),
                                null,
                                9))
                .isEmpty();
    }

    @Test
    void pattern_thatIsNotNew_isRefused() {
        assertThatThrownBy(() -> new BulkEnrolment.Beginning(PATTERN.to(PATTERN.standing()), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("revision 1");
    }
}
