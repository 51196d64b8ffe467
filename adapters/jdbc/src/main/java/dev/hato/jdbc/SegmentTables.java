package dev.hato.jdbc;

import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables that segments are about: contacts under the alias {@code c}, events under {@code e}, subscriptions under
 * {@code s}.
 *
 * @param contacts the table of contacts, for a statement's {@code from}
 * @param id the expression for a contact's id as a text, which events and subscriptions refer to
 * @param key the column by which contacts are in order
 * @param bound binds an id as the key compares it
 * @param among the condition that the key is one of these ids
 * @param address the address that a row must have to be a contact, or null where all rows are contacts
 * @param readable which rows may be contacts, or null for all
 * @param attributes where attributes of contacts are found
 * @param properties where properties of events are found
 */
record SegmentTables(
        String contacts,
        String id,
        String key,
        Function<String, Sql> bound,
        Function<Collection<String>, Sql> among,
        @Nullable String address,
        @Nullable String readable,
        Attributes attributes,
        Attributes properties) {
    /** Returns the library's own tables, as they are now. */
    static SegmentTables own(Session session, DeclaredColumns columns) throws SQLException {
        return new SegmentTables(
                "{contact} c",
                "c.id",
                "c.id",
                Sql::bound,
                ids -> session.dialect().values().oneOf(Sql.of("c.id"), ids),
                null,
                null,
                columns.current(session, ColumnKind.CONTACT).under("c"),
                properties(session, columns));
    }

    /** Returns where properties of events are found. */
    static Attributes properties(Session session, DeclaredColumns columns) throws SQLException {
        return columns.current(session, ColumnKind.EVENT).under("e");
    }
}
