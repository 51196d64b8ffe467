package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.SegmentSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One odd row of a host's table harms nobody else's, and means the same to whoever reads it and to whoever asks for it. */
public interface OddRowsContract {
    ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    NumberAttribute NUMBER = Attribute.number("n");
    DateAttribute DAY = Attribute.date("d");
    InstantAttribute MOMENT = Attribute.instant("t");

    /** Returns a database. */
    DataSource database();

    /** Returns a number type, and literals of values that are no numbers of an attribute's. */
    List<String> oddNumbers();

    /** Returns a floating-point type, and literals of values that are no numbers. */
    default List<String> oddFloats() {
        return List.of("double precision", "cast('NaN' as double precision)", "cast('Infinity' as double precision)");
    }

    /** Returns a type of days, and literals of days that are none. */
    List<String> oddDays();

    /** Returns a type of points in time, and literals of some that are none. */
    List<String> oddMoments();

    private String made(String... statements) {
        String schema = TestDatabases.newSchema(database());
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            prepare(statement);
            for (String text : statements) {
                statement.execute(text.replace("$", schema + "."));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return schema;
    }

    /** Makes the connection take odd values. */
    default void prepare(Statement statement) throws SQLException {
        // it does
    }

    private JdbcStores stores(String schema, ContactTable.Builder table) {
        JdbcStores stores = JdbcStores.builder(database())
                .schema(schema)
                .erasureKey(new byte[32])
                .contacts(table.schema(schema).zone(TOKYO).build())
                .build();
        stores.schema().migrate();
        return stores;
    }

    /** Makes a table with one plain value, one that is missing, and the odd ones. */
    private JdbcStores holding(List<String> types, String plain, Attribute<?> attribute) {
        List<String> statements = new ArrayList<>();
        statements.add("create table $odd (id bigint primary key, mail varchar(100), v " + types.get(0) + ")");
        statements.add("insert into $odd values (1, 'plain@example.jp', " + plain + ")");
        statements.add("insert into $odd values (2, 'missing@example.jp', null)");
        for (int i = 1; i < types.size(); i++) {
            statements.add(
                    "insert into $odd values (" + (2 + i) + ", 'odd" + i + "@example.jp', " + types.get(i) + ")");
        }
        return stores(
                made(statements.toArray(String[]::new)),
                ContactTable.named("odd", "id", "mail")
                        .attribute("v", attribute)
                        .unreadable(row -> {
                            throw new AssertionError(row);
                        }));
    }

    private static void onlyTheFirstHasAValue(JdbcStores stores, Attribute<?> attribute, Condition... conditions) {
        List<Contact> all = stores.contacts().page(null, 100);
        assertThat(all)
                .filteredOn(contact -> contact.attributes().contains(attribute))
                .hasSize(1);
        assertThat(all).hasSizeGreaterThan(3).hasSize((int) stores.contacts().count());
        SegmentSelector slow = SegmentSelector.scanning(stores.contacts(), stores.consents(), stores.events());
        EvaluationContext context = EvaluationContext.at(NOW, TOKYO);
        List<Condition> asked = new ArrayList<>(List.of(conditions));
        asked.add(attribute.isPresent());
        for (Condition condition : asked) {
            for (Condition each : List.of(condition, Conditions.not(condition))) {
                assertThat(stores.selector().select(each, context, null, 100))
                        .as(each.toString())
                        .containsExactlyElementsOf(slow.select(each, context, null, 100));
            }
        }
        assertThat(stores.selector().select(attribute.isPresent(), context, null, 100))
                .containsExactly(ContactId.of(1));
    }

    @Test
    default void number_thatIsNone_isMissing() {
        Condition[] asked = {NUMBER.atLeast(1), NUMBER.atMost(1), NUMBER.moreThan(-1_000), NUMBER.is(1)};
        onlyTheFirstHasAValue(holding(oddNumbers(), "1", NUMBER), NUMBER, asked);
        if (oddFloats().size() > 1) {
            onlyTheFirstHasAValue(holding(oddFloats(), "1", NUMBER), NUMBER, asked);
        }
    }

    @Test
    default void day_thatIsNone_isMissing() {
        onlyTheFirstHasAValue(
                holding(oddDays(), "date '2024-02-29'", DAY),
                DAY,
                DAY.before(LocalDate.of(2024, 3, 1)),
                DAY.after(LocalDate.of(1, 1, 1)));
    }

    @Test
    default void moment_thatIsNone_isMissing() {
        List<String> types = oddMoments();
        onlyTheFirstHasAValue(
                holding(types, "timestamp '2024-02-29 12:00:00'", MOMENT),
                MOMENT,
                MOMENT.before(LocalDate.of(2024, 3, 1)),
                MOMENT.after(LocalDate.of(1971, 1, 1)));
    }

    @Test
    default void ids_ofNineteenDigits_work() {
        String schema = made(
                "create table $people (id bigint primary key, mail varchar(100))",
                "insert into $people values (1234567890123456789, 'a@example.jp')",
                "insert into $people values (9223372036854775807, 'b@example.jp')",
                "insert into $people values (-9223372036854775808, 'c@example.jp')",
                "insert into $people values (5, 'd@example.jp')");
        JdbcStores stores =
                stores(schema, ContactTable.named("people", "id", "mail").writable());
        ContactId snowflake = ContactId.of(1234567890123456789L);
        assertThat(stores.contacts().page(ContactId.of(5), 10))
                .extracting(Contact::id)
                .containsExactly(snowflake, ContactId.of(Long.MAX_VALUE));
        assertThat(stores.contacts().page(null, 1))
                .extracting(Contact::id)
                .containsExactly(ContactId.of(Long.MIN_VALUE));
        assertThat(stores.contacts().find(snowflake)).isPresent();
        EvaluationContext context = EvaluationContext.at(NOW, TOKYO);
        assertThat(stores.selector().select(Conditions.allOf(), context, snowflake, 9))
                .containsExactly(ContactId.of(Long.MAX_VALUE));
        for (String none : List.of("9223372036854775808", "-9223372036854775809", "05", "-0")) {
            assertThat(stores.contacts().find(ContactId.of(none))).as(none).isEmpty();
            assertThat(editable(stores).remove(ContactId.of(none))).as(none).isFalse();
        }
        assertThat(stores.eraser().erase(snowflake)).isTrue();
        assertThat(stores.contacts().find(snowflake)).isEmpty();
    }

    @Test
    @Tag("R1.1")
    default void addresses_spelledInAnyWay_areFoundByThemselves() {
        String[] spellings = {
            "ｔａｒｏ＠example.jp",
            "  pad@example.jp ",
            "jiro@日本語.jp",
            "\"saburo\"@Example.JP",
            "SHIRO@ＥＸＡＭＰＬＥ.jp",
            "\"a b\"@example.jp",
            "a..b@docomo.ne.jp",
            "o''hara@example.jp"
        };
        List<String> statements = new ArrayList<>(List.of(
                "create table $people (id integer primary key, mail varchar(100) character set utf8mb4)",
                "insert into $people values (90, 'no address')",
                "insert into $people values (91, '@example.jp')",
                "insert into $people values (92, '')",
                "insert into $people values (93, null)",
                "insert into $people values (94, 'PAD@example.jp')"));
        for (int i = 0; i < spellings.length; i++) {
            statements.add("insert into $people values (" + (i + 1) + ", '" + spellings[i] + "')");
        }
        statements.replaceAll(this::inItsWords);
        List<UnreadableContact> told = new ArrayList<>();
        JdbcStores stores = stores(
                made(statements.toArray(String[]::new)),
                ContactTable.named("people", "id", "mail").unreadable(told::add).writable());
        ContactStore contacts = stores.contacts();
        List<Contact> all = contacts.page(null, 100);
        assertThat(all).hasSize(spellings.length + 1);
        assertThat(contacts.count()).isEqualTo(spellings.length + 1);
        assertThat(told).extracting(UnreadableContact::id).containsExactly("90", "91");
        for (Contact contact : all) {
            Contact found = contacts.findByAddress(contact.address()).orElseThrow();
            assertThat(found.address()).isEqualTo(contact.address());
        }
        Set<EmailAddress> addresses =
                Set.copyOf(all.stream().map(Contact::address).toList());
        assertThat(contacts.findAllByAddress(addresses)).containsOnlyKeys(addresses);
        assertThat(contacts.findByAddress(EmailAddress.of("nobody@example.jp"))).isEmpty();
        EmailAddress taro = EmailAddress.of("taro@example.jp");
        assertThatThrownBy(() -> editable(stores).save(Contact.of(ContactId.of(50), taro)))
                .isInstanceOf(DuplicateAddressException.class);
        editable(stores)
                .saveAll(List.of(
                        Contact.of(ContactId.of(1), EmailAddress.of("new@example.jp")),
                        Contact.of(ContactId.of(50), taro)));
        assertThat(contacts.findByAddress(taro).orElseThrow().id()).isEqualTo(ContactId.of(50));
    }

    /** Returns the statement as this database has it. */
    default String inItsWords(String statement) {
        return statement.replace(" character set utf8mb4", "");
    }

    @Test
    @Tag("R1.1")
    default void rows_withOneAddress_areReportedWhereItIsLookedFor() {
        String schema = made(
                "create table $people (id integer primary key, mail varchar(100))",
                "insert into $people values (1, 'Dup@example.jp')",
                "insert into $people values (2, 'dup@example.jp')");
        List<UnreadableContact> told = new ArrayList<>();
        ContactStore contacts = stores(
                        schema, ContactTable.named("people", "id", "mail").unreadable(told::add))
                .contacts();
        assertThat(contacts.findByAddress(EmailAddress.of("dup@example.jp"))
                        .orElseThrow()
                        .id())
                .isEqualTo(ContactId.of(1));
        assertThat(told).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo("2");
            assertThat(row.reason()).contains("contact 1");
        });
    }

    @Test
    default void time_farAway_isRefusedByName() {
        String schema = made("create table $people (id integer primary key, mail varchar(100), d date, t timestamp)");
        JdbcStores stores = stores(
                schema,
                ContactTable.named("people", "id", "mail")
                        .attribute("d", DAY)
                        .attribute("t", MOMENT)
                        .writable());
        JdbcStores own = JdbcStores.builder(database())
                .schema(TestDatabases.newSchema(database()))
                .build();
        own.schema().migrate();
        Contact contact = Contact.of(ContactId.of(1), EmailAddress.of("a@example.jp"));
        for (JdbcStores each : List.of(stores, own)) {
            for (Instant moment : List.of(Instant.MAX, Instant.MIN, Instant.parse("+10000-01-01T00:00:00Z"))) {
                assertThatThrownBy(() -> editable(each).save(contact.with(MOMENT, moment)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("'t'", moment.toString());
            }
            assertThatThrownBy(() -> editable(each).save(contact.with(DAY, LocalDate.MAX)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'d'", LocalDate.MAX.toString());
            Instant seen = LocalDate.of(2024, 2, 29).atStartOfDay().toInstant(ZoneOffset.UTC);
            Contact kept = contact.with(MOMENT, seen).with(DAY, LocalDate.of(2024, 2, 29));
            editable(each).save(kept);
            assertThat(each.contacts().find(kept.id())).contains(kept);
        }
    }
}
