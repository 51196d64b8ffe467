package dev.hato.jdbc;

import dev.hato.consent.MailingList;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.BulkEnrolment;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enrolments and scenarios in a database. Times are kept to the microsecond; what is finer is cut. Leases begin and end
 * by the time that the caller gives.
 */
final class JdbcStepStore implements StepStore, BulkEnrolment {
    /** How often rows that vanish between two statements are added again. */
    private static final int ADD_ATTEMPTS = 5;

    private static final Comparator<Enrolment> BY_KEY = Comparator.comparing(Enrolment::key);

    private static final Comparator<Enrolment> LONGEST_DUE = Comparator.<Enrolment, Instant>comparing(
                    enrolment -> Objects.requireNonNull(enrolment.standing().due()))
            .thenComparing(BY_KEY);

    private static final String FIRST_PAGE = "select " + EnrolmentRow.COLUMNS + """
             from {enrolment} e where e.scenario = ?
            order by e.scenario, e.contact, e.occurrence limit ?
            """;

    private static final String NEXT_PAGE = "select " + EnrolmentRow.COLUMNS + """
             from {enrolment} e
            where e.scenario = ? and e.contact >= ? and (e.contact > ? or e.occurrence > ?)
            order by e.scenario, e.contact, e.occurrence limit ?
            """;

    /**
     * The longest due without a lease, and those due before it, which all have one: an index by the end of leases would
     * cost each claim more than this does.
     */
    private static final String NEXT_DUE = """
            select min(case when n.free is null or n.leased < n.free then n.leased else n.free end)
            from (
                select f.free,
                    (select min(greatest(e.due, e.lease_until)) from {enrolment} e
                     where e.scenario = f.name and e.due < coalesce(f.free, 9223372036854775807)
                        and e.lease_until is not null) as leased
                from (
                    select s.name,
                        (select e.due from {enrolment} e
                         where e.scenario = s.name and e.due is not null
                            and (e.lease_until is null or e.lease_until <= e.due)
                         order by e.scenario, e.due limit 1) as free
                    from {rows s: name text}) f) n
            """;

    private static final String SCENARIO = """
            select version, definition, list, list_title, mails, revision, paused_at, editing from {scenario}
            where name = ?
            """;

    private static final String REPLACE_SCENARIO = """
            update {scenario} set version = ?, definition = ?, list = ?, list_title = ?, mails = ?, revision = ?,
                paused_at = ?, editing = ?
            where name = ? and revision = ?
            """;

    private final Database database;
    private final EnrolmentSql sql;
    private final String find;
    private final String insertScenario;
    private final @Nullable BulkEnrolment enroller;

    /**
     * @param tables which the statements of segments are about
     */
    JdbcStepStore(Database database, SqlFunction<Session, SegmentTables> tables) {
        this.database = database;
        this.enroller = database.dialect().enroller(database, tables);
        this.sql = database.dialect().enrolments();
        find = "select " + EnrolmentRow.COLUMNS + " from "
                + database.dialect()
                        .lookup(
                                "{rows r: scenario text, contact text, occurrence bigint}",
                                "enrolment",
                                "e",
                                "e.scenario = r.scenario and e.contact = r.contact and e.occurrence = r.occurrence");
        insertScenario = database.dialect()
                .insertIfAbsent(
                        "scenario",
                        "name text",
                        "version bigint",
                        "definition text",
                        "list text",
                        "list_title text",
                        "mails text",
                        "revision bigint",
                        "paused_at bigint",
                        "editing boolean");
    }

    @Override
    public List<Enrolment> add(List<Enrolment> enrolments) {
        if (enrolments.isEmpty()) {
            return List.of();
        }
        List<Enrolment> sorted = sorted(enrolments);
        return write(session -> {
            Map<EnrolmentKey, Enrolment> present = new HashMap<>();
            List<Enrolment> missing = sorted;
            for (int attempt = 1; ; attempt++) {
                missing = insert(session, missing, present);
                if (!missing.isEmpty()) {
                    missing = find(session, missing, present, attempt > 1);
                }
                if (missing.isEmpty()) {
                    return enrolments.stream()
                            .map(enrolment -> Objects.requireNonNull(present.get(enrolment.key())))
                            .toList();
                }
                if (attempt == ADD_ATTEMPTS) {
                    throw new StoreException("Contacts could not be enrolled: " + missing.size()
                            + " of their keys are refused as present and are not to be found; somebody deletes rows at "
                            + "the same time, or this transaction does not see what another has committed: then roll "
                            + "back and do it again, or let it be READ COMMITTED.");
                }
            }
        });
    }

    /** Returns those that could not be inserted; the others are present. */
    private static List<Enrolment> insert(
            Session session, List<Enrolment> enrolments, Map<EnrolmentKey, Enrolment> present) throws SQLException {
        Set<List<String>> inserted =
                session.dialect().insertNew(session, EnrolmentRow.INSERTION, EnrolmentRow.rows(enrolments));
        List<Enrolment> refused = new ArrayList<>();
        for (Enrolment enrolment : enrolments) {
            EnrolmentKey key = enrolment.key();
            if (inserted.contains(List.of(key.scenario(), key.contact().value(), Integer.toString(key.occurrence())))) {
                present.put(key, enrolment);
            } else {
                refused.add(enrolment);
            }
        }
        return refused;
    }

    /** Returns those whose keys are not there; the others are present as they are. */
    private List<Enrolment> find(
            Session session, List<Enrolment> refused, Map<EnrolmentKey, Enrolment> present, boolean current)
            throws SQLException {
        Rows rows = new Rows(refused.size());
        refused.forEach(enrolment ->
                rows.add(enrolment.key().scenario(), enrolment.key().contact().value(), (long)
                        enrolment.key().occurrence()));
        session.list(
                        current ? find + sql.current() : find,
                        parameters -> parameters.rows(rows, "text", "text", "bigint"),
                        EnrolmentRow::read)
                .forEach(enrolment -> present.put(enrolment.key(), enrolment));
        return refused.stream()
                .filter(enrolment -> !present.containsKey(enrolment.key()))
                .toList();
    }

    @Override
    public List<Enrolment> claim(EnrolmentClaim request) {
        StorableText.require("The owner of a lease", request.owner());
        Set<String> scenarios =
                request.scenarios().stream().filter(StorableText::is).collect(Collectors.toSet());
        if (scenarios.isEmpty()) {
            return List.of();
        }
        EnrolmentClaim storable =
                new EnrolmentClaim(request.owner(), request.now(), request.until(), request.limit(), scenarios);
        List<Enrolment> claimed = new ArrayList<>(write(session -> sql.claim(session, storable)));
        claimed.sort(LONGEST_DUE);
        return claimed;
    }

    @Override
    public Set<EnrolmentKey> replace(List<Enrolment> next) {
        if (next.isEmpty()) {
            return Set.of();
        }
        List<Enrolment> sorted = sorted(next);
        return write(session -> sql.replace(session, sorted));
    }

    /** In the same order everywhere, so that two nodes do not wait for each other. */
    private static List<Enrolment> sorted(List<Enrolment> enrolments) {
        return enrolments.stream().sorted(BY_KEY).toList();
    }

    private <T> T write(SqlFunction<Session, T> work) {
        return sql.isOneStatement() ? database.writeOne(work) : database.write(work);
    }

    @Override
    public List<Enrolment> of(Collection<ContactId> contacts) {
        Set<String> ids = contacts.stream().map(ContactId::value).collect(Collectors.toSet());
        return ids.isEmpty()
                ? List.of()
                : sorted(database.read(session ->
                        session.list(sql.ofContacts(), parameters -> parameters.texts(ids), EnrolmentRow::read)));
    }

    @Override
    public List<Enrolment> page(String scenario, @Nullable EnrolmentKey after, int limit) {
        if (!StorableText.is(scenario)) {
            return List.of();
        }
        if (after == null) {
            return database.read(session -> session.list(
                    FIRST_PAGE, parameters -> parameters.text(scenario).number(limit), EnrolmentRow::read));
        }
        String contact = after.contact().value();
        return database.read(session -> session.list(
                NEXT_PAGE,
                parameters -> parameters
                        .text(scenario)
                        .text(contact)
                        .text(contact)
                        .number(after.occurrence())
                        .number(limit),
                EnrolmentRow::read));
    }

    @Override
    public Optional<StoredScenario> scenario(String name) {
        if (!StorableText.is(name)) {
            return Optional.empty();
        }
        return database.read(session -> session.first(
                SCENARIO,
                parameters -> parameters.text(name),
                row -> new StoredScenario(
                        name,
                        row.count(1),
                        row.text(2),
                        new MailingList(row.text(3), row.text(4)),
                        EnrolmentJson.mails(row.text(5)),
                        new StoredScenario.State(row.number(6), row.instantOrNull(7), row.flag(8)))));
    }

    @Override
    public boolean save(StoredScenario next) {
        String definition = StorableText.require("The definition of a scenario", next.definition());
        String list = StorableText.require("The list of a scenario", next.list().name());
        String title = StorableText.require(
                "The title of a scenario's list", next.list().title());
        String mails = StorableText.require("The mails of a scenario", EnrolmentJson.mails(next.mails()));
        long revision = next.state().revision();
        SqlFunction<Parameters, Parameters> values = parameters -> parameters
                .number(next.version())
                .text(definition)
                .text(list)
                .text(title)
                .text(mails)
                .number(revision)
                .instant(next.state().pausedAt())
                .flag(next.state().editing());
        int written = database.writeOne(session -> revision == 0
                ? session.update(insertScenario, parameters -> values.apply(parameters.text(next.name())))
                : session.update(
                        REPLACE_SCENARIO,
                        parameters -> values.apply(parameters).text(next.name()).number(revision - 1)));
        return written == 1;
    }

    @Override
    public Optional<Instant> nextDue(Set<String> scenarios) {
        List<String> names = scenarios.stream().filter(StorableText::is).toList();
        return names.isEmpty()
                ? Optional.empty()
                : database.read(session -> session.first(
                                NEXT_DUE,
                                parameters -> parameters.texts(names),
                                row -> Optional.ofNullable(row.instantOrNull(1))))
                        .flatMap(due -> due);
    }

    @Override
    public Optional<Part> enrolNext(Beginning beginning, Who who, @Nullable ContactId after, int limit) {
        return enroller == null ? Optional.empty() : enroller.enrolNext(beginning, who, after, limit);
    }
}
