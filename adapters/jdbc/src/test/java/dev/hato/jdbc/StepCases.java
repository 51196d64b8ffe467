package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.MailingList;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import dev.hato.testkit.StepStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the store of enrolments does beyond its contract: beside open transactions, in a host's, with odd rows. */
public interface StepCases extends StepStoreContract {
    Instant NOW = Instant.parse("2026-04-01T00:00:00.123456Z");

    /** Returns a pool over the database. */
    DataSource dataSource();

    @Override
    default JdbcStores emptyStores() {
        DataSource source = dataSource();
        return in(source, TestDatabases.newSchema(source));
    }

    private static JdbcStores in(DataSource source, String schema) {
        JdbcStores stores = TestStores.in(source, schema).build();
        stores.schema().migrate();
        return stores;
    }

    @Test
    @Tag("R7.4")
    default void claim_besideAnOpenTransaction_passesItsRowsOverAndStillFindsEnough() throws Exception {
        JdbcStores stores = emptyStores();
        List<Enrolment> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // all of a are due before those of b, and a few of c are between
            all.add(enrolment("a", "a" + i, NOW.minusSeconds(100 - i)));
            all.add(enrolment("b", "b" + i, NOW.minusSeconds(50 - i)));
            all.add(enrolment("c", "c" + i, NOW.minusSeconds(i < 3 ? 70 : -10)));
        }
        stores.steps().add(all);
        List<EnrolmentKey> next = keys(all.stream()
                .filter(enrolment -> !enrolment.key().scenario().equals("c"))
                .sorted(Comparator.comparing(
                        enrolment -> Objects.requireNonNull(enrolment.standing().due())))
                .skip(32)
                .limit(20)
                .toList());
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            stores.inTransaction(tx -> {
                assertThat(claim(tx.steps(), 35, "a", "b", "c")).hasSize(35);
                try {
                    // in a thread of its own, or it would take part in the transaction
                    List<EnrolmentKey> beside = other.submit(() -> claim(stores.steps(), 20, "a", "b", "c"))
                            .get(30, TimeUnit.SECONDS);
                    assertThat(beside)
                            .as("what is locked makes nobody wait, and is made up for")
                            .isEqualTo(next);
                    List<EnrolmentKey> ofA =
                            other.submit(() -> claim(stores.steps(), 20, "a")).get(30, TimeUnit.SECONDS);
                    assertThat(ofA).isEmpty();
                    List<EnrolmentKey> others = other.submit(() -> claim(stores.steps(), 99, "a", "b", "c"))
                            .get(30, TimeUnit.SECONDS);
                    assertThat(others).as("no more is locked than is claimed").hasSize(83 - 35 - 20);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return true;
            });
        } finally {
            other.shutdownNow();
        }
        assertThat(claim(stores.steps(), 99, "a", "b", "c"))
                .as("all are claimed")
                .isEmpty();
    }

    private static List<EnrolmentKey> keys(List<Enrolment> enrolments) {
        return enrolments.stream().map(Enrolment::key).toList();
    }

    private static List<EnrolmentKey> claim(StepStore store, int limit, String... scenarios) {
        return keys(store.claim(new EnrolmentClaim("node", NOW, NOW.plusSeconds(30), limit, Set.of(scenarios))));
    }

    private static Enrolment enrolment(String scenario, String contact, Instant due) {
        return Enrolment.begin(
                new EnrolmentKey(scenario, ContactId.of(contact), 1),
                1,
                Standing.waiting("step", "", due, false),
                NOW.minusSeconds(1_000));
    }

    @Test
    default void hostTransaction_commitsAndRollsBackEnrolments() throws SQLException {
        DataSource source = dataSource();
        JdbcStores stores = in(source, TestDatabases.newSchema(source));
        stores.steps().add(List.of(enrolment("a", "known", NOW)));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (boolean commits : new boolean[] {false, true}) {
                StepStore joined = stores.joining(connection).steps();
                Enrolment known = enrolment("a", "known", NOW.plusSeconds(9));
                Enrolment fresh = enrolment("a", "fresh", NOW.plusSeconds(9));
                assertThat(joined.add(List.of(known, fresh))).last().isEqualTo(fresh);
                assertThat(joined.save(scenario())).isTrue();
                assertThat(joined.save(scenario())).isFalse();
                List<Enrolment> claimed =
                        joined.claim(new EnrolmentClaim("n", NOW, NOW.plusSeconds(30), 9, Set.of("a")));
                assertThat(joined.replace(claimed.stream()
                                .map(enrolment -> enrolment.to(Standing.waiting("next", "", NOW, false)))
                                .toList()))
                        .hasSize(1);
                if (commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                    assertThat(stores.steps().page("a", null, 9)).containsExactly(enrolment("a", "known", NOW));
                    assertThat(stores.steps().scenario("a")).isEmpty();
                }
            }
        }
        assertThat(stores.steps().page("a", null, 9))
                .extracting(enrolment -> enrolment.standing().step())
                .containsExactly("step", "next");
        assertThat(stores.steps().scenario("a")).contains(scenario());
    }

    private static StoredScenario scenario() {
        return new StoredScenario("a", 1, "{}", MailingList.of("news"), Map.of(), StoredScenario.State.NEW);
    }

    @Test
    default void codes_thatAreNotKnown_areNamed() throws SQLException {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        StepStore store = in(source, schema).steps();
        store.add(List.of(enrolment("a", "1", NOW)));
        execute(source, "update " + schema + ".hato_enrolment set status = 99");
        assertThatThrownBy(() -> store.page("a", null, 9))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("status 99")
                .hasMessageContaining("newest");
        for (String history : List.of("[[\"s\",\"\",\"SUNG\",1,\"\"]]", "[[\"s\",\"\"]]", "no JSON", "{}")) {
            execute(source, "update " + schema + ".hato_enrolment set status = 1, history = '" + history + "'");
            assertThatThrownBy(() -> store.page("a", null, 9))
                    .as(history)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(history.contains("SUNG") ? "'SUNG'" : "not written here");
        }
    }

    @Test
    default void texts_thatNoDatabaseKeeps_areRefusedBeforeAnySql() {
        StepStore store = emptyStores().steps();
        for (String bad : List.of("nul \u0000", "half \uD83D pair")) {
            Enrolment detail = new Enrolment(
                    new EnrolmentKey("a", ContactId.of("1"), 1),
                    new Enrolment.Revision(1, 0),
                    Standing.waiting(bad, "", NOW, false),
                    EnrolmentTimes.of(NOW),
                    List.of(),
                    null);
            assertThatThrownBy(() -> store.add(List.of(detail)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step of an enrolment");
            assertThatThrownBy(() -> store.claim(new EnrolmentClaim(bad, NOW, NOW.plusSeconds(1), 1, Set.of("a"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("owner");
            assertThatThrownBy(() -> store.save(new StoredScenario(
                            "a", 1, bad, MailingList.of("news"), Map.of(), StoredScenario.State.NEW)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("definition");
            assertThat(claim(store, 9, bad, "b")).isEmpty();
            assertThat(store.nextDue(Set.of(bad))).isEmpty();
            assertThat(store.scenario(bad)).isEmpty();
            assertThat(store.page(bad, null, 9)).isEmpty();
        }
        Enrolment half = new Enrolment(
                new EnrolmentKey("a", ContactId.of("1"), 1),
                new Enrolment.Revision(1, 0),
                Standing.waiting("step", "", NOW, false),
                EnrolmentTimes.of(NOW),
                List.of(new StepRecord("step", "", StepRecord.Outcome.DONE, NOW, "half \uDE00 pair")),
                null);
        assertThatThrownBy(() -> store.add(List.of(half)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("history");
    }

    @Test
    @Tag("R7.2")
    default void key_isUniqueInTheDatabase() throws SQLException {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        in(source, schema).steps().add(List.of(enrolment("a", "1", NOW)));
        String copy = "insert into " + schema + ".hato_enrolment (scenario, contact, occurrence, version, revision, "
                + "status, step_occurrence, detail, previous_at, enrolled_at) values ('a', '%s', %d, 1, 0, 5, '', '', 0, 0)";
        assertThatThrownBy(() -> execute(source, String.format(copy, "1", 1))).isInstanceOf(SQLException.class);
        execute(source, String.format(copy, "1", 2));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + schema + ".hato_enrolment")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
