package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.ContactId;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.event.ContactEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is too old goes, in batches, and the counts stay. */
public interface RetentionContract {
    Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    int MAILS = 2_500;

    /** Returns the database. */
    DataSource database();

    private JdbcStores filled(String schema) throws SQLException {
        JdbcStores stores = JdbcStores.builder(database()).schema(schema).build();
        stores.schema().migrate();
        List<OutboxEntry> mails = new ArrayList<>();
        List<ContactEvent> events = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            ContactId contact = ContactId.of("c" + i);
            Instant at = NOW.minus(Duration.ofDays(i % 10));
            mails.add(OutboxEntry.planned(new PlannedMail(
                    new SendKey(i % 2 == 0 ? "spring" : "summer", "mail", contact, ""),
                    MailKind.GROUP,
                    contact,
                    at,
                    "f",
                    null)));
            events.add(ContactEvent.of(contact, "visit", at).withId("e" + i));
        }
        stores.outbox().add(mails);
        stores.events().addAll(events);
        // ended when they were due: 11 handed over, 13 excluded; those of a tenth are still planned
        execute("update " + schema + ".hato_outbox set state = case when contact like '%3' then 13 else 11 end, "
                + "reason = case when contact like '%3' then 2 else null end where contact not like '%7'");
        return stores;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Retention fiveDays(JdbcStores stores) {
        return stores.retention()
                .keepEvents(Duration.ofDays(5))
                .keepMails(Duration.ofDays(5))
                .clock(InstantSource.fixed(NOW));
    }

    @Test
    @Tag("R11.5")
    default void run_keepsTheCountsOfEachStepOfAScenario() throws SQLException {
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = filled(schema);
        List<OutboxEntry> mails = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ContactId contact = ContactId.of("c" + i);
            SendKey key = new SendKey("scenario:course", i % 2 == 0 ? "day-0" : "day-3", contact, "");
            Instant at = NOW.minus(Duration.ofDays(i % 10));
            mails.add(OutboxEntry.planned(new PlannedMail(key, MailKind.STEP, contact, at, "f", null)));
        }
        stores.outbox().add(mails);
        assertThat(stores.outbox().tallySteps("scenario:course"))
                .hasEntrySatisfying(
                        "day-0", tally -> assertThat(tally.lastSent()).isNull());
        execute("update " + schema + ".hato_outbox set state = 11 where source = 'scenario:course'");
        Map<String, StepTally> before = stores.outbox().tallySteps("scenario:course");
        assertThat(before)
                .hasEntrySatisfying(
                        "day-3", tally -> assertThat(tally.lastSent()).isEqualTo(NOW.minus(Duration.ofDays(1))));
        stores.retention()
                .keepMails(Duration.ofHours(1))
                .clock(InstantSource.fixed(NOW))
                .run();
        assertThat(rows(stores, "scenario:course")).as("those of this hour").isEqualTo(3);
        assertThat(stores.outbox().tallySteps("scenario:course")).isEqualTo(before);
        assertThat(stores.outbox().tally("scenario:course").total()).isEqualTo(30);
    }

    private static long rows(JdbcStores stores, String source) {
        long rows = 0;
        List<OutboxEntry> page = stores.outbox().page(source, null, 500);
        while (!page.isEmpty()) {
            rows += page.size();
            page = stores.outbox().page(source, page.get(page.size() - 1).mail().key(), 500);
        }
        return rows;
    }

    @Test
    @Tag("R11.5")
    default void run_deletesWhatIsOldAndKeepsTheCounts() throws SQLException {
        JdbcStores stores = filled(TestDatabases.newSchema(database()));
        Tally before = stores.outbox().tally("summer");
        assertThat(before.count(MailState.EXCLUDED)).isEqualTo(MAILS / 10);
        List<Retention.Progress> told = new ArrayList<>();
        Retention.Progress deleted = fiveDays(stores).progress(told::add).run();
        // days 6 to 9 are too old; of the mails, those that end with 7 are still to be sent
        assertThat(deleted).isEqualTo(new Retention.Progress(MAILS * 4 / 10, MAILS * 3 / 10, 0, 0));
        assertThat(told).hasSizeGreaterThan(1).last().isEqualTo(deleted);
        assertThat(stores.outbox().tally("summer")).isEqualTo(before);
        assertThat(rows(stores, "summer")).isEqualTo(MAILS / 2 - MAILS / 10);
        assertThat(stores.events().count("visit")).isEqualTo(MAILS * 6 / 10);
        assertThat(fiveDays(stores).run()).as("again").isEqualTo(new Retention.Progress(0, 0, 0, 0));
        assertThat(stores.retention().clock(InstantSource.fixed(NOW)).run())
                .as("nothing said, nothing deleted")
                .isEqualTo(new Retention.Progress(0, 0, 0, 0));
    }

    @Test
    @Tag("R11.5")
    default void run_stoppedAndRunAgain_endsTheSame() throws SQLException {
        JdbcStores stores = filled(TestDatabases.newSchema(database()));
        Tally before = stores.outbox().tally("spring");
        Retention stopped = fiveDays(stores).progress(progress -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(stopped::run).hasMessage("killed");
        assertThat(stores.outbox().tally("spring")).isEqualTo(before);
        fiveDays(stores).run();
        assertThat(stores.outbox().tally("spring")).isEqualTo(before);
        assertThat(stores.events().count("visit")).isEqualTo(MAILS * 6 / 10);
    }

    @Test
    @Tag("R11.5")
    default void run_byTwoNodesAtOnce_countsEachMailOnce() throws Exception {
        JdbcStores stores = filled(TestDatabases.newSchema(database()));
        Tally spring = stores.outbox().tally("spring");
        Tally summer = stores.outbox().tally("summer");
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            Callable<Retention.Progress> node = () -> fiveDays(stores).run();
            long events = 0;
            long mails = 0;
            for (Future<Retention.Progress> done : nodes.invokeAll(List.of(node, node))) {
                events += done.get().events();
                mails += done.get().mails();
            }
            assertThat(events).isEqualTo(MAILS * 4 / 10);
            assertThat(mails).isEqualTo(MAILS * 3 / 10);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(stores.outbox().tally("spring")).isEqualTo(spring);
        assertThat(stores.outbox().tally("summer")).isEqualTo(summer);
    }

    @Test
    @Tag("R11.5")
    default void run_deletesEnrolmentsThatEndedLongAgo() {
        JdbcStores stores = JdbcStores.builder(database())
                .schema(TestDatabases.newSchema(database()))
                .build();
        stores.schema().migrate();
        List<Enrolment> begun = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            begun.add(Enrolment.begin(
                    new EnrolmentKey(i < 1_100 ? "spring" : "summer", ContactId.of("c" + i % 600), 1 + i / 600),
                    1,
                    Standing.waiting("first", "", NOW, false),
                    NOW.minus(Duration.ofDays(100))));
        }
        stores.steps().add(begun);
        List<Enrolment> ended = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            if (i % 100 != 7) { // the others are still open, however old they are
                Enrolment enrolment = begun.get(i);
                StepRecord last =
                        new StepRecord("first", "", StepRecord.Outcome.DONE, NOW.minus(Duration.ofDays(i % 10)), "");
                ended.add(
                        enrolment.to(Standing.ended(EnrolmentStatus.COMPLETED, ""), enrolment.times(), List.of(last)));
            }
        }
        assertThat(stores.steps().replace(ended)).hasSize(ended.size());
        Retention retention =
                stores.retention().keepEnrolments(Duration.ofDays(5)).clock(InstantSource.fixed(NOW));
        long old = IntStream.range(0, 1_200)
                .filter(i -> i % 100 != 7 && i % 10 > 5)
                .count();
        assertThat(retention.run()).isEqualTo(new Retention.Progress(0, 0, old, 0));
        assertThat(stores.steps().page("spring", null, 2_000).size()
                        + stores.steps().page("summer", null, 2_000).size())
                .isEqualTo(1_200 - old);
        assertThat(stores.steps().page("summer", null, 2_000))
                .extracting(Enrolment::isOpen)
                .contains(true, false);
        assertThat(retention.run()).as("again").isEqualTo(new Retention.Progress(0, 0, 0, 0));
    }
}
