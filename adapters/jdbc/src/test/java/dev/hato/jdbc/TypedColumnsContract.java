package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeType;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is kept in typed columns and what as JSON comes back the same, however the two change places. */
public interface TypedColumnsContract {
    /** Returns the database. */
    DataSource database();

    private static List<Attribute<?>> oneOfEach(String name) {
        List<Attribute<?>> attributes = new ArrayList<>();
        for (AttributeType type : AttributeType.values()) {
            attributes.add(Attribute.of(name, type));
        }
        return attributes;
    }

    private JdbcStores.Builder builder(String schema) {
        return JdbcStores.builder(database()).schema(schema);
    }

    private static JdbcStores migrated(JdbcStores.Builder builder) {
        JdbcStores stores = builder.build();
        stores.schema().migrate();
        return stores;
    }

    private static AttributeMap random(Random random, List<Attribute<?>> attributes) {
        AttributeMap map = AttributeMap.empty();
        for (Attribute<?> attribute : attributes) {
            if (random.nextInt(4) > 0) {
                map = map.withAll(AttributeMap.copyOf(Map.of(attribute, value(random, attribute.type()))));
            }
        }
        return map;
    }

    private static Object value(Random random, AttributeType type) {
        return switch (type) {
            case TEXT -> text(random);
            case NUMBER -> new BigDecimal(new java.math.BigInteger(100, random), random.nextInt(20)).negate();
            case BOOLEAN -> random.nextBoolean();
            case DATE -> LocalDate.of(1 + random.nextInt(9999), 1 + random.nextInt(12), 1 + random.nextInt(28));
            case INSTANT -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
            case TEXT_SET ->
                Set.copyOf(IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> text(random))
                        .toList());
        };
    }

    private static String text(Random random) {
        String[] parts = {"", "a", "A ", " a", "東京都", "🕊", "'", "\"", "\\", "{", "}", ",", "NULL", "\n", "\u0001", "%", "_"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    private static void assertSame(JdbcStores stores, List<Contact> contacts) {
        Map<ContactId, Contact> found = stores.contacts()
                .findAll(contacts.stream().map(Contact::id).toList());
        for (Contact contact : contacts) {
            Contact stored = Objects.requireNonNull(found.get(contact.id()));
            assertThat(stored.attributes().toMap())
                    .containsExactlyInAnyOrderEntriesOf(contact.attributes().toMap());
            assertThat(stored).isEqualTo(contact);
        }
    }

    @Test
    default void attribute_declaredLater_movesToItsColumn() {
        String schema = TestDatabases.newSchema(database());
        List<Attribute<?>> all = new ArrayList<>(oneOfEach("points"));
        all.addAll(oneOfEach("誕生日 x"));
        JdbcStores before = migrated(builder(schema));
        Random random = new Random(7);
        List<Contact> contacts = new ArrayList<>();
        List<ContactEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ContactId id = ContactId.of("c" + i);
            contacts.add(Contact.of(id, EmailAddress.of("c" + i + "@example.jp"), random(random, all)));
            events.add(new ContactEvent("e" + i, id, "visit", Instant.EPOCH.plusSeconds(i), random(random, all)));
        }
        editable(before).saveAll(contacts);
        before.events().addAll(events);
        Attribute<?>[] some = all.stream().filter(a -> a.name().length() > 3).toArray(Attribute<?>[]::new);
        for (JdbcStores stores : List.of(
                before,
                migrated(builder(schema).attributes(some[0], some[5], some[8]).eventProperties(some[1])),
                migrated(builder(schema).attributes(some).eventProperties(some)),
                migrated(builder(schema)))) {
            assertSame(stores, contacts);
            events.forEach(event -> assertThat(stores.events().latest(event.contact(), 2))
                    .containsExactly(event));
            contacts.replaceAll(contact -> contact.withAttributes(random(random, all)));
            editable(stores).saveAll(contacts);
            assertSame(stores, contacts);
        }
        assertThat(number("select count(*) from " + schema + ".hato_contact where attributes is not null"))
                .as("all of it is in columns now")
                .isZero();
        assertThat(number("select count(*) from " + schema + ".hato_event where properties is not null"))
                .isZero();
    }

    @Test
    default void migrate_withTheSameAttributes_addsNothing() {
        String schema = TestDatabases.newSchema(database());
        Attribute<?>[] all = oneOfEach("Points!").toArray(Attribute<?>[]::new);
        migrated(builder(schema).attributes(all).eventProperties(all));
        migrated(builder(schema).attributes(all).eventProperties(all));
        assertThat(number("select count(*) from " + schema + ".hato_typed_column")).isEqualTo(2L * all.length);
    }

    @Test
    @Tag("R1.4")
    default void value_thatTheDatabaseCannotKeep_isRefusedNamingIt() {
        String schema = TestDatabases.newSchema(database());
        Attribute<String> name = Attribute.text("name");
        for (JdbcStores stores :
                List.of(migrated(builder(schema)), migrated(builder(schema).attributes(name)))) {
            Contact contact = Contact.of("a@example.jp");
            for (String bad : List.of("a\0b", "\uD83D", "x\uDD4A", "\uDD4A\uD83D")) {
                assertThatThrownBy(() -> editable(stores).save(contact.with(name, bad)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'name'")
                        .hasMessageContaining("\\u");
            }
            assertThatThrownBy(() ->
                            editable(stores).save(contact.with(Attribute.date("born"), LocalDate.of(10_000, 1, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'born'")
                    .hasMessageContaining("+10000-01-01");
            assertThat(stores.contacts().count()).isZero();
        }
    }

    @Test
    default void longText_inADeclaredAttribute_isKept() {
        String schema = TestDatabases.newSchema(database());
        Attribute<String> memo = Attribute.text("memo");
        JdbcStores stores = migrated(builder(schema).attributes(memo));
        StringBuilder text = new StringBuilder();
        Random random = new Random(3);
        while (text.length() < 300_000) {
            text.appendCodePoint(0x4E00 + random.nextInt(5_000)); // does not compress below an index's limit
        }
        Contact contact = Contact.of("a@example.jp").with(memo, text.toString());
        editable(stores).save(contact);
        editable(stores).save(contact.with(Attribute.text("other"), text.toString()));
        assertThat(stores.contacts().find(contact.id()))
                .contains(contact.with(Attribute.text("other"), text.toString()));
    }

    /** Returns the number that the query gives. */
    default long number(String query) {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            results.next();
            return results.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
