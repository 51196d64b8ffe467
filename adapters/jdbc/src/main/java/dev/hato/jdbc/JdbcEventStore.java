package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Events in the table {@code event}. */
final class JdbcEventStore implements EditableEventStore {
    private final Database database;
    private final DeclaredColumns columns;

    JdbcEventStore(Database database, DeclaredColumns columns) {
        this.database = database;
        this.columns = columns;
    }

    @Override
    public boolean add(ContactEvent event) {
        return addAll(List.of(event)) > 0;
    }

    @Override
    public int addAll(Collection<ContactEvent> events) {
        if (events.isEmpty()) {
            return 0;
        }
        Map<String, ContactEvent> first = new LinkedHashMap<>();
        events.forEach(event -> first.putIfAbsent(event.id(), event));
        return database
                .writeOne(session ->
                        columns.read(session, ColumnKind.EVENT, typed -> insert(session, typed, first.values())))
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Returns the number of those that were inserted, or nothing where none was. */
    private static List<Integer> insert(Session session, TypedColumns typed, Collection<ContactEvent> events)
            throws SQLException {
        Insertion insertion = new Insertion(
                "event",
                "id, contact, type, at, " + typed.names(""),
                "id text, contact text, type text, at bigint, " + typed.rowColumns(),
                "r.id, r.contact, r.type, r.at, " + typed.fromRow("r"),
                List.of(List.of("id")),
                typed.guard());
        Rows rows = new Rows(events.size());
        for (ContactEvent event : events) {
            rows.add(typed.row(
                    event.properties(), event.id(), event.contact().value(), event.type(), Micros.of(event.at())));
        }
        int inserted = session.dialect().insertAndCount(session, insertion, rows);
        return inserted == 0 ? List.of() : List.of(inserted);
    }

    @Override
    public int removeAll(Collection<ContactEvent> events) {
        List<Binder> rows = events.stream()
                .filter(event -> StorableText.is(event.id()) && StorableText.is(event.type()))
                .sorted(Comparator.comparing(ContactEvent::id))
                .<Binder>map(event -> parameters -> parameters
                        .text(event.id())
                        .text(event.contact().value())
                        .text(event.type()))
                .toList();
        if (rows.isEmpty()) {
            return 0;
        }
        return database.write(session -> IntStream.of(
                        session.updateAll("delete from {event} where id = ? and contact = ? and type = ?", rows))
                .sum());
    }

    @Override
    public List<ContactEvent> find(ContactId contact, String type, Instant from, Instant to) {
        if (!StorableText.is(type)) {
            return List.of();
        }
        return list(
                " and e.type = ? and e.contact = ? and e.at >= ? and e.at < ? order by e.at, e.id",
                parameters -> parameters
                        .text(type)
                        .text(contact.value())
                        .number(Micros.notBefore(from))
                        .number(Micros.notBefore(to)));
    }

    @Override
    public Map<ContactId, List<ContactEvent>> findAll(
            Collection<ContactId> contacts, String type, Instant from, Instant to) {
        Map<ContactId, List<ContactEvent>> found = new LinkedHashMap<>();
        List<String> ids = contacts.stream().map(ContactId::value).distinct().toList();
        if (ids.isEmpty() || !StorableText.is(type)) {
            return found;
        }
        String asked =
                "{rows r: id text} join {event} as e on e.type = ? and e.contact = r.id and e.at >= ? and e.at < ?";
        list(
                        asked,
                        " order by e.contact, e.at, e.id",
                        parameters -> parameters
                                .texts(ids)
                                .text(type)
                                .number(Micros.notBefore(from))
                                .number(Micros.notBefore(to)))
                .forEach(event -> found.computeIfAbsent(event.contact(), id -> new ArrayList<>())
                        .add(event));
        return found;
    }

    @Override
    public List<ContactEvent> latest(ContactId contact, int limit) {
        return list(
                " and e.contact = ? order by e.at desc, e.id desc limit ?",
                parameters -> parameters.text(contact.value()).number(Math.max(0, limit)));
    }

    private List<ContactEvent> list(String where, Binder binder) {
        return list("{event} as e", where, binder);
    }

    private List<ContactEvent> list(String from, String where, Binder binder) {
        return database.read(session -> columns.read(
                session,
                ColumnKind.EVENT,
                typed -> session.list(select(typed, from) + where, binder, row -> event(row, typed))));
    }

    private static String select(TypedColumns typed, String from) {
        return "select e.id, e.contact, e.type, e.at, " + typed.names("e.") + " from " + from + " where "
                + typed.guard();
    }

    private static ContactEvent event(Row row, TypedColumns typed) throws SQLException {
        return new ContactEvent(
                row.text(1), ContactId.of(row.text(2)), row.text(3), row.instant(4), typed.read(row, 5));
    }

    @Override
    public long count(String type) {
        if (!StorableText.is(type)) {
            return 0;
        }
        return database.read(session ->
                session.number("select count(*) from {event} where type = ?", parameters -> parameters.text(type)));
    }
}
