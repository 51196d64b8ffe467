package dev.hato.jdbc;

import dev.hato.contact.AttributeMap;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Delivery;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement that records outcomes with their events, and the sends that begin: a round trip and a commit for all of
 * them. Rows are changed where they were last seen; those that are elsewhere are left to statements that look for them.
 *
 * <p>Used for one call.
 */
final class PostgresExchange {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresExchange.class);

    /** What an outcome changes, of the bound rows {@code c}. */
    static final String OUTCOME = """
            state = c.state, at = c.at, attempts = c.attempts, uncertain = c.uncertain, reason = c.reason,
            detail = c.detail, content = case when c.state < 10 then o.content end,
            fence = null, owner = null, lease_until = null, lease_skew = null, started = false
            """;

    private static final String[] ENDED = {
        "n bigint",
        "fence bigint",
        "seen text",
        "state bigint",
        "at bigint",
        "attempts bigint",
        "uncertain boolean",
        "reason bigint",
        "detail text",
        "id text",
        "contact text",
        "type text"
    };

    private static final String BEGUN = "select n, place from begun";

    private final Session session;
    private final Places places;
    private final TypedColumns events;
    private final List<Outcome> outcomes;
    private final List<Beginning> beginnings;
    private final BitSet recorded = new BitSet();

    /**
     * @param events the columns that events have, as far as is known; if there are others, nothing is recorded
     */
    PostgresExchange(
            Session session, Places places, TypedColumns events, List<Outcome> outcomes, List<Beginning> beginnings) {
        this.session = session;
        this.places = places;
        this.events = events;
        this.outcomes = outcomes;
        this.beginnings = beginnings;
    }

    /**
     * Records what can be recorded so, and returns its positions: outcomes, and behind them beginnings. Mails of several
     * deliveries take a statement each; what the earlier ones have recorded stands when a later one fails.
     */
    BitSet run(Tombstones tombstones, @Nullable Long leaseNow) throws SQLException {
        Rows ended = ended();
        try {
            for (PostgresAdmission admission : admissions(tombstones, leaseNow)) {
                run(ended, admission);
                ended = new Rows(0);
            }
            if (!ended.isEmpty()) {
                run(ended, null);
            }
        } catch (SQLException e) {
            if (recorded.isEmpty()) {
                throw e;
            }
            LOG.debug("A part of a group of mails could not be recorded; it is tried again one by one.", e);
        }
        return recorded;
    }

    private Rows ended() {
        Rows rows = new Rows(outcomes.size());
        for (int n = 0; n < outcomes.size(); n++) {
            Completion completion = outcomes.get(n).completion();
            String seen = places.get(completion.claim().fence());
            if (seen != null) {
                ContactEvent event = outcomes.get(n).event();
                rows.add(events.row(
                        event == null ? AttributeMap.empty() : event.properties(),
                        (long) n,
                        completion.claim().fence(),
                        seen,
                        OutboxCodes.code(completion.progress().state()),
                        Micros.of(completion.progress().at()),
                        (long) completion.progress().attempts(),
                        completion.progress().uncertain(),
                        OutboxCodes.code(completion.progress().reason()),
                        OutboxRow.detail(completion.progress()),
                        event == null ? null : event.id(),
                        event == null ? null : event.contact().value(),
                        event == null ? null : event.type()));
            }
        }
        return rows;
    }

    /** Returns what begins, delivery by delivery and scenario by scenario. */
    private List<PostgresAdmission> admissions(Tombstones tombstones, @Nullable Long leaseNow) {
        Map<List<?>, PostgresAdmission> admissions = new LinkedHashMap<>();
        for (int i = 0; i < beginnings.size(); i++) {
            Beginning beginning = beginnings.get(i);
            String seen = places.get(beginning.claim().fence());
            if (seen != null) {
                Delivery delivery = beginning.delivery();
                StoredScenario scenario = beginning.scenario();
                admissions
                        .computeIfAbsent(
                                List.of(
                                        delivery == null ? "" : delivery.id().value(),
                                        delivery == null ? 0L : (Long) delivery.version(),
                                        scenario == null ? "" : scenario.name(),
                                        scenario == null ? "" : scenario.list().name()),
                                key -> new PostgresAdmission(delivery, scenario, new Rows(beginnings.size()), leaseNow))
                        .rows()
                        .add(PostgresAdmission.row(outcomes.size() + i, seen, beginning, tombstones));
            }
        }
        return new ArrayList<>(admissions.values());
    }

    private void run(Rows ended, @Nullable PostgresAdmission admission) throws SQLException {
        List<String> parts = new ArrayList<>(2);
        List<String> answers = new ArrayList<>(2);
        if (!ended.isEmpty()) {
            parts.add(ending());
            answers.add("select n, place from ended");
        }
        if (admission != null) {
            parts.add(admission.text());
            answers.add(BEGUN);
        }
        session.list(
                "with " + String.join(",\n", parts) + String.join(" union all ", answers),
                parameters -> {
                    if (!ended.isEmpty()) {
                        parameters.rows(ended, events.types(types()));
                    }
                    if (admission != null) {
                        admission.bind(parameters);
                    }
                },
                row -> {
                    int n = row.count(1);
                    recorded.set(n);
                    if (n < outcomes.size()) {
                        places.remove(outcomes.get(n).completion().claim().fence());
                    } else {
                        places.put(beginnings.get(n - outcomes.size()).claim().fence(), row.text(2));
                    }
                    return true;
                });
    }

    private static String[] types() {
        return Stream.of(ENDED)
                .map(column -> column.substring(column.indexOf(' ') + 1))
                .toArray(String[]::new);
    }

    /** Returns the part of the statement that gives {@code ended}: the numbers of the outcomes that are recorded. */
    private String ending() {
        return "c as materialized (select r.*, cast(r.seen as tid) as place from {rows r: " + String.join(", ", ENDED)
                + ", " + events.rowColumns() + "} where " + events.guard() + "),\n"
                + "ended as (update {outbox} o set " + OUTCOME
                + " from c where o.ctid = c.place and o.fence = c.fence returning c.n, o.ctid as place,"
                + " c.id, c.contact, c.type, c.at, " + events.names("c.") + "),\n"
                + "noted as (insert into {event} (id, contact, type, at, " + events.names("")
                + ") select r.id, r.contact, r.type, r.at, " + events.fromRow("r")
                + " from ended r where r.id is not null on conflict do nothing)\n";
    }
}
