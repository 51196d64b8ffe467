package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The declared attributes and the typed columns they are kept in; all others are kept as JSON.
 *
 * <p>Which columns there are, the catalogue in the database says: another version of the host may have declared more
 * than this one, and may add columns while this one runs. Every statement therefore looks whether there are still as
 * many as it was written for. Thread-safe.
 */
final class DeclaredColumns {
    private static final String READ = """
            select kind, name, type, column_name from {typed_column} order by kind, column_name
            """;

    /** All typed columns of one moment. */
    private record Catalogue(TypedColumns contacts, TypedColumns events, int size) {}

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

    /**
     * Runs a query over the typed columns as they are, which has {@link TypedColumns#guard()} among its conditions:
     * where another node has added columns since, it finds nothing and is run again over the new ones.
     */
    <T extends Collection<?>> T read(Session session, ColumnKind kind, SqlFunction<TypedColumns, T> query)
            throws SQLException {
        TypedColumns typed = known(session, kind);
        while (true) {
            T found = query.apply(typed);
            if (!found.isEmpty()) {
                return found;
            }
            TypedColumns now = current(session, kind);
            if (now == typed) {
                return found;
            }
            typed = now;
        }
    }

    /**
     * Returns the typed columns that are there. They stay so until the end of a transaction that has read or written
     * their table before.
     */
    TypedColumns current(Session session, ColumnKind kind) throws SQLException {
        Catalogue known = catalogue;
        if (known == null || session.number(TypedColumns.COUNT, Binder.NONE) != known.size()) {
            catalogue = read(session);
        }
        return known(session, kind);
    }

    private TypedColumns known(Session session, ColumnKind kind) throws SQLException {
        Catalogue known = catalogue;
        if (known == null) {
            known = read(session);
            catalogue = known;
        }
        return kind == ColumnKind.CONTACT ? known.contacts : known.events;
    }

    /** Adds the columns and indexes that are not there, and moves what JSON had of them. */
    void add(Session session) throws SQLException {
        catalogue = null;
        if (!attributes.isEmpty() || !properties.isEmpty()) {
            new ColumnAdder(session).add(attributes, properties);
        }
    }

    private static Catalogue read(Session session) throws SQLException {
        Map<String, List<TypedColumn>> columns = new HashMap<>();
        int size = session.list(READ, Binder.NONE, row -> columns.computeIfAbsent(row.text(1), kind -> new ArrayList<>())
                .add(new TypedColumn(Attribute.of(row.text(2), type(row.text(3))), row.text(4))))
                .size();
        AttributeSql sql = session.dialect().attributes();
        return new Catalogue(
                of(ColumnKind.CONTACT, sql, columns, size), of(ColumnKind.EVENT, sql, columns, size), size);
    }

    private static TypedColumns of(
            ColumnKind kind, AttributeSql sql, Map<String, List<TypedColumn>> columns, int size) {
        return new TypedColumns(kind, sql, columns.getOrDefault(kind.table(), List.of()), size);
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
