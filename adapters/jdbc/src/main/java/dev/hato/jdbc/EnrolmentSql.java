package dev.hato.jdbc;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The statements of enrolments that one kind of database does in its own way. Immutable and thread-safe. */
interface EnrolmentSql {
    /** Returns whether each method is one statement, which needs no transaction around it. */
    boolean isOneStatement();

    /**
     * Claims and returns what is claimed, in any order; of all that is free the longest due, and no less than the limit
     * where so much is free.
     *
     * @param request of scenarios that the database can have, at least one
     */
    List<Enrolment> claim(Session session, EnrolmentClaim request) throws SQLException;

    /**
     * Writes each enrolment over the one of the revision before.
     *
     * @param sorted by key, so that two transactions do not wait for each other
     */
    Set<EnrolmentKey> replace(Session session, List<Enrolment> sorted) throws SQLException;

    /** Returns the query of the enrolments of contacts, which are bound rows of one text. */
    default String ofContacts() {
        return "select " + EnrolmentRow.COLUMNS
                + " from {rows r: contact text} join {enrolment} e on e.contact = r.contact";
    }

    /** Returns what ends a query of enrolments so that it also sees what was committed after the transaction began. */
    default String current() {
        return "";
    }
}
