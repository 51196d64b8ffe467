package dev.hato.jdbc;

import java.sql.SQLException;

/**
 * The tables that segments are about: contacts under the alias {@code c}, events under {@code e}, subscriptions under
 * {@code s}.
 *
 * @param contacts the table of contacts, for a statement's {@code from}
 * @param id the expression for a contact's id as a text, which events and subscriptions refer to
 * @param attributes where attributes of contacts are found
 * @param properties where properties of events are found
 */
record SegmentTables(String contacts, String id, Attributes attributes, Attributes properties) {
    /** Returns the library's own tables, as they are now. */
    static SegmentTables own(Session session, DeclaredColumns columns) throws SQLException {
        return new SegmentTables("{contact} c", "c.id", columns.contacts(session).under("c"), properties(session, columns));
    }

    /** Returns where properties of events are found. */
    static Attributes properties(Session session, DeclaredColumns columns) throws SQLException {
        return columns.events(session).under("e");
    }
}
