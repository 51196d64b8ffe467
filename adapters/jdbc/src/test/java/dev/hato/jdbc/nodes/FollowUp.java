package dev.hato.jdbc.nodes;

import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;
import static dev.hato.step.Steps.action;
import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.end;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.minutes;
import static dev.hato.step.Steps.waitFor;

import dev.hato.Hato;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.BooleanAttribute;
import dev.hato.jdbc.JdbcStores;
import dev.hato.message.MessageTemplate;
import dev.hato.step.ActionHandler;
import dev.hato.step.Offset;
import dev.hato.step.Scenario;
import dev.hato.step.StepRun;
import dev.hato.step.StepScheduler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The scenario that nodes carry out: a condition, ways that part, waits that end in either way, and mails. */
enum FollowUp {
    /** All within the stores. */
    MAILS_ONLY,
    /** With an action outside of the stores, which is noted in a table. */
    WITH_ACTIONS;

    static final String NAME = "follow-up";
    static final MailingList LIST = MailingList.of("follow-up");
    static final BooleanAttribute SILENT = Attribute.bool("silent");
    static final BooleanAttribute BUYER = Attribute.bool("buyer");

    /** The first call for a contact whose id begins so lasts until somebody else has called, too. */
    static final String STUCK = "stuck";

    static final String NOTES = "create table {schema}.note (call_key varchar(500), at timestamptz default now())";

    Scenario scenario() {
        Scenario.Builder scenario = Scenario.named(NAME)
                .list(LIST)
                .step("welcome", immediately(), mail(template("welcome")).onlyIf(not(SILENT.isTrue())));
        if (this == WITH_ACTIONS) {
            scenario.step("note", action("note"));
        }
        return scenario.step("kind", branch(BUYER.isTrue()).to("long").otherwise("short"))
                .step("short", purchase(Offset.of(Duration.ofSeconds(1))))
                .step("long", purchase(minutes(10).timing().offset()))
                .step("remind", mail(template("remind")))
                .step("stop", end())
                .step("thanks", mail(template("thanks")))
                .exitsOn(event("complaint"))
                .build();
    }

    private static dev.hato.step.Action.WaitFor purchase(Offset deadline) {
        return waitFor(event("purchase")).upTo(deadline).onEvent("thanks").onDeadline("remind");
    }

    /** The subject tells the step in the sink's journal. */
    private static MessageTemplate template(String step) {
        return MessageTemplate.named(step)
                .subject(step)
                .text("{{ contact.email }} 様")
                .build();
    }

    /** Returns a scheduler of it. */
    StepScheduler scheduler(Hato hato, JdbcStores stores, Duration lease, ActionHandler handler) {
        StepScheduler.Builder builder =
                StepScheduler.builder(hato, stores.steps()).scenario(scenario()).leasing(lease);
        return (this == WITH_ACTIONS ? builder.actions(handler) : builder).build();
    }

    /** Begins to do the steps in a node, which has these arguments. */
    AutoCloseable start(Hato hato, JdbcStores stores, DataSource source, String... arguments) {
        Duration lease =
                arguments[4].equals("default") ? DEFAULT_LEASE : Duration.ofMillis(Long.parseLong(arguments[4]));
        Notes notes = new Notes(source, arguments[1]);
        StepScheduler scheduler = scheduler(hato, stores, lease, notes::take);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        StepRun run = scheduler.start(thread);
        return () -> {
            run.close();
            thread.shutdown();
            thread.awaitTermination(1, TimeUnit.MINUTES);
        };
    }

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** What the action does: a row in a table, in a transaction of its own. */
    private record Notes(DataSource source, String schema) {
        void take(ActionHandler.Call call) throws SQLException {
            int calls = add(call.key());
            if (calls == 1 && call.contact().id().value().startsWith(STUCK)) {
                System.out.println("acting");
                while (count(call.key()) == 1) {
                    LockSupport.parkNanos(20_000_000);
                }
                System.out.println("acted");
            }
        }

        private int add(String key) throws SQLException {
            try (Connection connection = source.getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into " + schema + ".note (call_key) values (?)")) {
                insert.setString(1, key);
                insert.executeUpdate();
            }
            return count(key);
        }

        private int count(String key) throws SQLException {
            try (Connection connection = source.getConnection();
                    PreparedStatement select = connection.prepareStatement(
                            "select count(*) from " + schema + ".note where call_key = ?")) {
                select.setString(1, key);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    return rows.getInt(1);
                }
            }
        }
    }
}
