package dev.hato.jdbc;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Enrolments where an update cannot tell what it changed: what is due is looked up without a lock, then locked unless
 * somebody else holds it, then changed.
 */
final class StepwiseEnrolmentSql implements EnrolmentSql {
    private static final String DUE = """
            select e.scenario, e.contact, e.occurrence, e.due from {enrolment} e
            where e.scenario = ? and e.due <= ? and (e.lease_until is null or e.lease_until <= ?)
            order by e.scenario, e.due limit ?
            """;

    private static final String LOCK = "select " + EnrolmentRow.COLUMNS + """
             from {rows r: scenario text, contact text, occurrence bigint}
            join {enrolment} e on e.scenario = r.scenario and e.contact = r.contact and e.occurrence = r.occurrence
            where e.due <= ? and (e.lease_until is null or e.lease_until <= ?)
            for update skip locked
            """;

    private static final String KEY = "where scenario = ? and contact = ? and occurrence = ?";

    private static final String CLAIM = "update {enrolment} set revision = ?, owner = ?, lease_until = ? " + KEY;

    private static final String REPLACE =
            "update {enrolment} set " + EnrolmentRow.SINGLE_ASSIGNMENTS + " " + KEY + " and revision = ?";

    private final String current;

    /**
     * @param current what ends a query so that it also sees what was committed after the transaction began
     */
    StepwiseEnrolmentSql(String current) {
        this.current = current;
    }

    /** What is due. */
    private record Due(EnrolmentKey key, long at) {}

    @Override
    public boolean isOneStatement() {
        return false;
    }

    @Override
    public String current() {
        return current;
    }

    @Override
    public List<Enrolment> claim(Session session, EnrolmentClaim request) throws SQLException {
        long now = Micros.of(request.now());
        long until = Micros.notBefore(request.until());
        Enrolment.Lease lease = new Enrolment.Lease(request.owner(), Micros.instant(until));
        List<Enrolment> claimed = new ArrayList<>();
        for (Enrolment enrolment : choose(session, request, now)) {
            claimed.add(enrolment.leased(lease));
        }
        if (!claimed.isEmpty()) {
            session.updateAll(
                    CLAIM,
                    claimed.stream()
                            .map(enrolment -> (Binder) parameters -> EnrolmentRow.bindKey(
                                    parameters
                                            .number(enrolment.revision())
                                            .text(request.owner())
                                            .number(until),
                                    enrolment.key()))
                            .toList());
        }
        return claimed;
    }

    /** Locks what is due and free; looks further each time for what makes up for rows that others hold. */
    private static List<Enrolment> choose(Session session, EnrolmentClaim request, long now) throws SQLException {
        List<Enrolment> chosen = new ArrayList<>();
        Set<EnrolmentKey> seen = new HashSet<>();
        for (long depth = request.limit(); ; depth *= 4) {
            List<Due> due = due(session, request, now, depth);
            Iterator<EnrolmentKey> unseen =
                    due.stream().map(Due::key).filter(seen::add).iterator();
            while (unseen.hasNext() && chosen.size() < request.limit()) {
                List<EnrolmentKey> next = new ArrayList<>();
                while (unseen.hasNext() && chosen.size() + next.size() < request.limit()) {
                    next.add(unseen.next());
                }
                chosen.addAll(lock(session, next, now));
            }
            if (chosen.size() == request.limit() || due.size() < depth) {
                return chosen;
            }
        }
    }

    /** Returns the longest due of all scenarios, the longest first. */
    private static List<Due> due(Session session, EnrolmentClaim request, long now, long limit) throws SQLException {
        List<Due> due = new ArrayList<>();
        for (String scenario : request.scenarios()) {
            due.addAll(session.list(
                    DUE,
                    parameters ->
                            parameters.text(scenario).number(now).number(now).number(limit),
                    row -> new Due(EnrolmentRow.key(row), row.number(4))));
        }
        due.sort(Comparator.comparingLong(Due::at).thenComparing(Due::key));
        return due.subList(0, (int) Math.min(due.size(), limit));
    }

    private static List<Enrolment> lock(Session session, List<EnrolmentKey> keys, long now) throws SQLException {
        Rows rows = new Rows(keys.size());
        keys.forEach(key -> rows.add(key.scenario(), key.contact().value(), (long) key.occurrence()));
        return session.list(
                LOCK,
                parameters -> parameters
                        .rows(rows, "text", "text", "bigint")
                        .number(now)
                        .number(now),
                EnrolmentRow::read);
    }

    @Override
    public Set<EnrolmentKey> replace(Session session, List<Enrolment> sorted) throws SQLException {
        int[] counts = session.updateAll(
                REPLACE,
                sorted.stream()
                        .map(next -> (Binder) parameters -> EnrolmentRow.bindKey(
                                        EnrolmentRow.bindChanging(parameters, next), next.key())
                                .number(next.revision() - 1))
                        .toList());
        Set<EnrolmentKey> written = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                written.add(sorted.get(i).key());
            }
        }
        return written;
    }
}
