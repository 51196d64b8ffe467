package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import java.sql.SQLException;
import java.util.List;

/** The declared attributes and the typed columns they are kept in; all others are kept as JSON. */
final class DeclaredColumns {
    private final List<Attribute<?>> attributes;
    private final List<Attribute<?>> properties;

    /**
     * @param attributes of contacts
     * @param properties of events
     */
    DeclaredColumns(List<Attribute<?>> attributes, List<Attribute<?>> properties) {
        this.attributes = attributes;
        this.properties = properties;
    }

    /** Adds the columns and indexes that are not there, and moves what JSON had of them. */
    void add(Session session) throws SQLException {
        if (!attributes.isEmpty() || !properties.isEmpty()) {
            throw new UnsupportedOperationException("not yet");
        }
    }
}
