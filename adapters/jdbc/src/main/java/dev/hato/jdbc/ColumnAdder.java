package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds typed columns to the tables, on a connection that commits each statement.
 *
 * <p>A column is added, then noted in the catalogue as not filled, then filled from JSON some rows at a time, then
 * indexed and noted as filled. Stopped anywhere, the next run goes on. Used by one thread under the migration's lock.
 */
final class ColumnAdder {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnAdder.class);
    private static final int BATCH = 2_000;
    private static final int LONGEST_PLAIN = 22;
    private static final int LONGEST_SLUG = 12;

    private static final String READ = """
            select name, type, column_name, filled from {typed_column} where kind = ? order by column_name
            """;

    private static final String NOTE = """
            insert into {typed_column} (kind, name, type, column_name, filled) values (?, ?, ?, ?, false)
            """;

    private static final String NOTE_FILLED = """
            update {typed_column} set filled = true where kind = ? and column_name = ?
            """;

    /** What the catalogue says of one column. */
    private record Entry(TypedColumn column, boolean filled) {}

    /** A row whose JSON may have values for new columns. */
    private record Source(String id, @Nullable AttributeMap values) {}

    private final Session session;
    private final AttributeSql sql;

    ColumnAdder(Session session) {
        this.session = session;
        this.sql = session.dialect().attributes();
    }

    void add(List<Attribute<?>> attributes, List<Attribute<?>> properties) throws SQLException {
        add(ColumnKind.CONTACT, attributes);
        add(ColumnKind.EVENT, properties);
    }

    private void add(ColumnKind kind, List<Attribute<?>> declared) throws SQLException {
        List<Entry> entries = entries(kind);
        Set<String> taken = new HashSet<>();
        Set<Attribute<?>> known = new HashSet<>();
        entries.forEach(entry -> {
            taken.add(entry.column.name());
            known.add(entry.column.attribute());
        });
        for (Attribute<?> attribute : declared) {
            if (known.add(attribute)) {
                TypedColumn column = new TypedColumn(attribute, name(attribute, taken));
                taken.add(column.name());
                session.execute("alter table {" + kind.table() + "} add column if not exists " + column.name() + " "
                        + sql.columnType(column.type()));
                session.update(NOTE, parameters -> parameters
                        .text(kind.table())
                        .text(attribute.name())
                        .text(attribute.type().name())
                        .text(column.name()));
            }
        }
        fill(kind);
    }

    private List<Entry> entries(ColumnKind kind) throws SQLException {
        return session.list(
                READ,
                parameters -> parameters.text(kind.table()),
                row -> new Entry(
                        new TypedColumn(
                                Attribute.of(row.text(1), AttributeType.valueOf(row.text(2))), row.text(3)),
                        row.flag(4)));
    }

    /** Fills and indexes the columns that have not been. */
    private void fill(ColumnKind kind) throws SQLException {
        List<Entry> entries = entries(kind);
        List<TypedColumn> unfilled = entries.stream()
                .filter(entry -> !entry.filled)
                .map(Entry::column)
                .toList();
        if (unfilled.isEmpty()) {
            return;
        }
        sql.drain(session, kind.table());
        move(new TypedColumns(kind, sql, entries.stream().map(Entry::column).toList(), 0), unfilled);
        index(kind, entries.stream().map(Entry::column).toList(), unfilled);
        for (TypedColumn column : unfilled) {
            session.update(NOTE_FILLED, parameters -> parameters.text(kind.table()).text(column.name()));
        }
    }

    private void index(ColumnKind kind, List<TypedColumn> all, List<TypedColumn> added) throws SQLException {
        Tables tables = session.tables();
        String before = session.dialect().indexSchema(tables) + tables.prefix();
        if (kind == ColumnKind.EVENT) {
            for (String text : sql.eventIndex(all, tables)) {
                session.execute(text);
            }
            return;
        }
        for (TypedColumn column : added) {
            if (all.indexOf(column) >= sql.mostIndexes()) {
                LOG.warn("Attribute '{}' gets no index: the table has too many.", column.attribute());
                continue;
            }
            for (String text : sql.index(column, before + kind.table() + "_" + column.name())) {
                session.execute(text);
            }
        }
    }

    /** Takes the values out of JSON, page by page, each page in a transaction of its own. */
    private void move(TypedColumns columns, List<TypedColumn> added) throws SQLException {
        Connection connection = session.connection();
        String after = "";
        connection.setAutoCommit(false);
        try {
            while (true) {
                List<Source> page = page(columns, added, after);
                update(columns, page);
                connection.commit();
                if (page.isEmpty()) {
                    return;
                }
                after = page.get(page.size() - 1).id;
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<Source> page(TypedColumns columns, List<TypedColumn> added, String after) throws SQLException {
        String text = "select id, " + columns.names("") + " from {" + columns.kind().table() + "} where id > ? and "
                + columns.kind().json() + " is not null order by id limit " + BATCH + " for update";
        Set<String> keys = added.stream()
                .map(column -> AttributeJson.key(column.attribute()))
                .collect(Collectors.toSet());
        return session.list(
                text,
                parameters -> parameters.text(after),
                row -> new Source(row.text(1), AttributeJson.hasAny(row.textOrNull(2), keys) ? columns.read(row, 2) : null));
    }

    private void update(TypedColumns columns, List<Source> page) throws SQLException {
        Rows rows = new Rows(page.size());
        for (Source source : page) {
            if (source.values != null) {
                rows.add(columns.row(source.values, source.id));
            }
        }
        if (!rows.isEmpty()) {
            String text = session.dialect()
                    .update(new BulkUpdate(
                            columns.kind().table(),
                            List.of("id"),
                            "id text, " + columns.rowColumns(),
                            columns.assignments("r")));
            session.update(text, parameters -> parameters.rows(rows, columns.types("text")));
        }
    }

    /** Returns a name that reads like the attribute's where that is plain, with a hash of it where it is not. */
    private static String name(Attribute<?> attribute, Set<String> taken) {
        String plain = attribute.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        if (plain.equals(attribute.name()) && plain.length() <= LONGEST_PLAIN && !taken.contains("a_" + plain)) {
            return "a_" + plain;
        }
        String hash = hash(AttributeJson.key(attribute));
        return "a_" + plain.substring(0, Math.min(LONGEST_SLUG, plain.length())) + "_" + hash.substring(0, 8);
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
