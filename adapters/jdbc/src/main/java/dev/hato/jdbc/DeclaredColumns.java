package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The declared attributes and the typed columns they are kept in; all others are kept as JSON.
 *
 * <p>Which columns there are, the catalogue in the database says: another version of the host may have declared more
 * than this one. It is read once, at the first use. Thread-safe.
 */
final class DeclaredColumns {
    private static final String READ = """
            select kind, name, type, column_name from {typed_column} order by kind, column_name
            """;

    /** All typed columns of one moment. */
    private record Catalogue(TypedColumns contacts, TypedColumns events) {}

    private final List<Attribute<?>> attributes;
    private final List<Attribute<?>> properties;
    private volatile @Nullable Catalogue catalogue;

    /**
     * @param attributes of contacts
     * @param properties of events
     */
    DeclaredColumns(List<Attribute<?>> attributes, List<Attribute<?>> properties) {
        this.attributes = attributes;
        this.properties = properties;
    }

    /** Returns the typed columns of contacts. */
    TypedColumns contacts(Session session) throws SQLException {
        return catalogue(session).contacts;
    }

    /** Returns the typed columns of events. */
    TypedColumns events(Session session) throws SQLException {
        return catalogue(session).events;
    }

    /** Adds the columns and indexes that are not there, and moves what JSON had of them. */
    void add(Session session) throws SQLException {
        catalogue = null;
        if (!attributes.isEmpty() || !properties.isEmpty()) {
            new ColumnAdder(session).add(attributes, properties);
        }
    }

    private Catalogue catalogue(Session session) throws SQLException {
        Catalogue known = catalogue;
        if (known == null) {
            known = read(session);
            catalogue = known;
        }
        return known;
    }

    private static Catalogue read(Session session) throws SQLException {
        Map<String, List<TypedColumn>> columns = new java.util.HashMap<>();
        session.list(READ, Binder.NONE, row -> columns.computeIfAbsent(row.text(1), kind -> new ArrayList<>())
                .add(new TypedColumn(Attribute.of(row.text(2), type(row.text(3))), row.text(4))));
        AttributeSql sql = session.dialect().attributes();
        return new Catalogue(of(ColumnKind.CONTACT, sql, columns), of(ColumnKind.EVENT, sql, columns));
    }

    private static TypedColumns of(ColumnKind kind, AttributeSql sql, Map<String, List<TypedColumn>> columns) {
        return new TypedColumns(kind, sql, columns.getOrDefault(kind.table(), List.of()));
    }

    private static AttributeType type(String name) {
        for (AttributeType type : AttributeType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new StoreException("The catalogue of typed columns has the type '" + name + "', which this version does "
                + "not know; it knows "
                + List.of(AttributeType.values()).stream().map(Enum::name).collect(Collectors.joining(", "))
                + ". Use the version that has written it, or a newer one.");
    }
}
