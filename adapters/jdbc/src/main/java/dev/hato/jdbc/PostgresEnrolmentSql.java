package dev.hato.jdbc;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Enrolments on PostgreSQL: each call is one statement and one round trip. */
final class PostgresEnrolmentSql implements EnrolmentSql {
    private static final String FREE = "e.due <= clock.now and (e.lease_until is null or e.lease_until <= clock.now)";

    /** Rows are locked in the order of the index until there are enough. */
    private static final String CLAIM_OF_ONE = """
            with chosen as materialized (
                select e.ctid as place from {enrolment} e
                where e.scenario = ? and e.due <= ? and (e.lease_until is null or e.lease_until <= ?)
                order by e.due limit ?
                for update skip locked
            )
            """;

    /**
     * How many of each scenario are among the longest due is found without a lock. So many are locked then, passing over
     * what others hold, which may leave too few: any others that are due make up for them. No more are ever locked than
     * are claimed.
     */
    private static final String CLAIM_OF_SEVERAL = """
            with clock as materialized (select cast(? as bigint) as now, cast(? as bigint) as wanted),
            scenario as materialized (
                select s.name,
                    (select e.due from {enrolment} e where e.scenario = s.name and e.due is not null
                     order by e.due limit 1) as due
                from {rows s: name text}
            ),
            share as materialized (
                select w.name, count(*) as quota, min(w.due) as due
                from (
                    select s.name, d.due
                    from clock cross join scenario s
                    cross join lateral (
                        select e.due from {enrolment} e
                        where e.scenario = s.name and\s""" + FREE + """

                        order by e.due limit (select wanted from clock)) d
                    order by d.due limit (select wanted from clock)) w
                group by w.name
            ),
            longest as materialized (
                select d.place
                from clock cross join (select * from share order by due) s
                cross join lateral (
                    select e.ctid as place from {enrolment} e
                    where e.scenario = s.name and\s""" + FREE + """

                    order by e.due limit s.quota
                    for update skip locked) d
            ),
            other as materialized (
                select d.place
                from clock cross join (
                    select s.name from scenario s cross join clock c where s.due <= c.now order by s.due) s
                cross join lateral (
                    select e.ctid as place from {enrolment} e
                    where e.scenario = s.name and\s""" + FREE + """

                        and e.ctid not in (select l.place from longest l)
                    order by e.due limit (select c.wanted - (select count(*) from longest) from clock c)
                    for update skip locked) d
                limit (select c.wanted - (select count(*) from longest) from clock c)
            ),
            chosen as materialized (select place from longest union all select place from other)
            """;

    private static final String CLAIM = """
            update {enrolment} e set revision = e.revision + 1, owner = ?, lease_until = ?
            from chosen
            where e.ctid = chosen.place
            returning\s""" + EnrolmentRow.COLUMNS;

    /** Row by row by its key, also under a plan that was made while the table was small. */
    private static final String REPLACE =
            "update {enrolment} e set " + EnrolmentRow.ASSIGNMENTS + " from {rows r: " + EnrolmentRow.ROW_COLUMNS + """
            }
            cross join lateral (
                select k.ctid as place from {enrolment} k
                where k.scenario = r.scenario and k.contact = r.contact and k.occurrence = r.occurrence
                    and k.revision = r.revision - 1
                limit 1) p
            where e.ctid = p.place
            returning e.scenario, e.contact, e.occurrence
            """;

    private static final String OF_CONTACTS = "select " + EnrolmentRow.COLUMNS + """
             from {rows r: contact text}
            cross join lateral (select * from {enrolment} k where k.contact = r.contact offset 0) e
            """;

    @Override
    public boolean isOneStatement() {
        return true;
    }

    @Override
    public String ofContacts() {
        return OF_CONTACTS;
    }

    @Override
    public List<Enrolment> claim(Session session, EnrolmentClaim request) throws SQLException {
        long now = Micros.of(request.now());
        long until = Micros.notBefore(request.until());
        if (request.scenarios().size() > 1) {
            return session.list(
                    CLAIM_OF_SEVERAL + CLAIM,
                    parameters -> parameters
                            .number(now)
                            .number(request.limit())
                            .texts(request.scenarios())
                            .text(request.owner())
                            .number(until),
                    EnrolmentRow::read);
        }
        return session.list(
                CLAIM_OF_ONE + CLAIM,
                parameters -> parameters
                        .text(request.scenarios().iterator().next())
                        .number(now)
                        .number(now)
                        .number(request.limit())
                        .text(request.owner())
                        .number(until),
                EnrolmentRow::read);
    }

    @Override
    public Set<EnrolmentKey> replace(Session session, List<Enrolment> sorted) throws SQLException {
        return Set.copyOf(session.list(
                REPLACE,
                parameters -> parameters.rows(EnrolmentRow.rows(sorted), EnrolmentRow.TYPES),
                EnrolmentRow::key));
    }
}
