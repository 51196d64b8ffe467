package dev.hato.jdbc;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;
import static dev.hato.segment.Conditions.subscribedTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.ConsentResult;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.SegmentSelector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Customers in a table that knows nothing of this library. */
public interface HostContactsContract {
    TextAttribute PREFECTURE = Attribute.text("prefecture");
    TextAttribute RANK = Attribute.text("rank");
    NumberAttribute POINTS = Attribute.number("points");
    NumberAttribute SCORE = Attribute.number("score");
    BooleanAttribute MEMBER = Attribute.bool("member");
    DateAttribute BIRTHDAY = Attribute.date("birthday");
    InstantAttribute SEEN = Attribute.instant("seen");
    InstantAttribute CREATED = Attribute.instant("created");
    NumberAttribute AMOUNT = Attribute.number("amount");
    Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    /** Returns a database. */
    DataSource database();

    /** Returns the name of a type of points in time. */
    default String zonedType() {
        return "timestamp(6) with time zone";
    }

    /** Returns the first microsecond of April in Tokyo, in that type. */
    default String moment() {
        return "timestamp with time zone '2026-03-31 15:00:00+00'";
    }

    /** Makes the host's table, with a row that no mail can go to. */
    default String customers(String idType, String... ids) {
        String schema = TestDatabases.newSchema(database());
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + schema + ".customers (customer_id " + idType + " not null primary key, "
                    + "email varchar(200), pref varchar(20), customer_rank char(3), points decimal(20, 4), "
                    + "score double precision, member boolean, birth_date date, last_seen " + zonedType()
                    + ", created timestamp(6) null)");
            statement.execute(
                    "insert into " + schema + ".customers values (" + ids[0] + ", 'Hanako@example.jp', '東京都', "
                            + "'A', 100.5, 0.1, true, date '2000-02-29', " + moment() + ", timestamp "
                            + "'2026-03-31 23:59:59.999999')");
            statement.execute("insert into " + schema + ".customers values (" + ids[1] + ", 'taro@example.jp', '東京都 ', "
                    + "'ab', -1, 1e300, false, date '1999-12-31', null, null)");
            statement.execute("insert into " + schema + ".customers (customer_id, email, pref) values (" + ids[2]
                    + ", 'no address', '東京都')");
            statement.execute("insert into " + schema + ".customers (customer_id, email, pref) values (" + ids[3]
                    + ", 'two@at@signs', '東京都')");
            statement.execute("insert into " + schema + ".customers (customer_id, email) values (" + ids[4]
                    + ", 'jiro@example.jp')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return schema;
    }

    private static ContactTable.Builder mapping(String schema) {
        return ContactTable.named("customers", "customer_id", "email")
                .schema(schema)
                .attribute("pref", PREFECTURE)
                .attribute("customer_rank", RANK)
                .attribute("points", POINTS)
                .attribute("score", SCORE)
                .attribute("member", MEMBER)
                .attribute("birth_date", BIRTHDAY)
                .attribute("last_seen", SEEN)
                .attribute("created", CREATED)
                .zone(ZoneId.of("Asia/Tokyo"));
    }

    private JdbcStores stores(String schema, ContactTable table) {
        JdbcStores stores = JdbcStores.builder(database())
                .schema(schema)
                .erasureKey("a secret for tests that is long enough".getBytes(StandardCharsets.UTF_8))
                .eventProperties(AMOUNT)
                .contacts(table)
                .build();
        stores.schema().migrate();
        return stores;
    }

    @Test
    default void rows_areContacts_unreadableOnesAreReported() {
        String schema = customers("bigint", "7", "12", "13", "14", "9007199254740993");
        List<UnreadableContact> unreadable = new ArrayList<>();
        JdbcStores stores =
                stores(schema, mapping(schema).unreadable(unreadable::add).build());
        ContactStore contacts = stores.contacts();
        assertThat(contacts.page(null, 10))
                .extracting(contact -> contact.id().value())
                .containsExactly("7", "12", "9007199254740993");
        assertThat(unreadable).extracting(UnreadableContact::id).containsExactly("13", "14");
        Contact hanako = contacts.find(ContactId.of(7)).orElseThrow();
        assertThat(hanako.address().value()).isEqualTo("Hanako@example.jp");
        assertThat(hanako.get(PREFECTURE)).isEqualTo("東京都");
        assertThat(hanako.get(RANK)).isEqualTo("A");
        assertThat(hanako.get(POINTS)).isEqualByComparingTo("100.5");
        assertThat(hanako.get(SCORE)).isEqualTo(new BigDecimal("0.1"));
        assertThat(hanako.get(MEMBER)).isTrue();
        assertThat(hanako.get(BIRTHDAY)).isEqualTo(LocalDate.of(2000, 2, 29));
        assertThat(hanako.get(CREATED)).isEqualTo(Instant.parse("2026-03-31T14:59:59.999999Z"));
        assertThat(contacts.find(ContactId.of("07"))).isEmpty();
        assertThat(contacts.find(ContactId.of("x' or '1'='1"))).isEmpty();
        assertThat(contacts.findAll(Set.of(ContactId.of(7), ContactId.of(8), ContactId.of(14))))
                .containsOnlyKeys(ContactId.of(7));
        assertThat(contacts.findByAddress(EmailAddress.of("HANAKO@EXAMPLE.JP"))).contains(hanako);
        assertThat(contacts.page(ContactId.of(12), 1)).hasSize(1);
        assertThat(contacts.page(ContactId.of("9007199254740993"), 1)).isEmpty();
    }

    @Test
    default void segments_areAskedOfTheHostsTable_withTheAnswersOfTheSlowWay() {
        String schema = customers("bigint", "7", "12", "13", "14", "15");
        JdbcStores stores =
                stores(schema, mapping(schema).unreadable(contact -> {}).build());
        ContactId hanako = ContactId.of(7);
        stores.consents()
                .save(
                        new Subscription(hanako, "news", SubscriptionStatus.ACTIVE, NOW, Evidence.byData("t", "t")),
                        null);
        stores.events()
                .add(ContactEvent.of(hanako, "purchase", NOW.minusSeconds(86_400L * 100))
                        .with(AMOUNT, 60_000));
        stores.events().add(ContactEvent.of(ContactId.of(12), "purchase", NOW).with(AMOUNT, 60_000));
        SegmentSelector slow = SegmentSelector.scanning(stores.contacts(), stores.consents(), stores.events());
        EvaluationContext context = EvaluationContext.at(NOW, ZoneId.of("Asia/Tokyo"));
        Condition lapsed = allOf(
                PREFECTURE.in("東京都", "大阪府"),
                event("purchase").sum(AMOUNT).atLeast(50_000),
                event("purchase").last().before(daysAgo(90)));
        List<Condition> conditions = List.of(
                lapsed,
                PREFECTURE.is("東京都"),
                PREFECTURE.is("東京都 "),
                PREFECTURE.isMissing(),
                RANK.is("A"),
                RANK.is("a"),
                RANK.startsWith("AB"),
                RANK.endsWith("b"),
                POINTS.is(new BigDecimal("100.5")),
                POINTS.lessThan(0),
                SCORE.is(new BigDecimal("0.1")),
                SCORE.moreThan(1),
                not(MEMBER.is(true)),
                MEMBER.is(false),
                BIRTHDAY.before(LocalDate.of(2000, 1, 1)),
                CREATED.on(LocalDate.of(2026, 3, 31)),
                SEEN.isPresent(),
                SEEN.on(LocalDate.of(2026, 4, 1)),
                Attribute.text("nowhere").isMissing(),
                Attribute.textSet("tags").containsAll(),
                subscribedTo("news"),
                not(subscribedTo("news")));
        for (Condition condition : conditions) {
            assertThat(stores.selector().select(condition, context, null, 10))
                    .as(condition.toString())
                    .containsExactlyElementsOf(slow.select(condition, context, null, 10));
        }
        assertThat(stores.selector().select(lapsed, context, null, 10)).containsExactly(hanako);
        assertThat(stores.selector().count(lapsed, context)).isEqualTo(1);
        assertThat(stores.selector().select(allOf(), context, hanako, 1)).containsExactly(ContactId.of(12));
    }

    @Test
    @Tag("R1.3")
    default void optOut_outlivesErasure_whoeverBringsTheRowBack() throws SQLException {
        String schema = customers("bigint", "7", "12", "13", "14", "15");
        JdbcStores stores =
                stores(schema, mapping(schema).unreadable(contact -> {}).build());
        Consents consents = new Consents(stores.consents(), InstantSource.fixed(NOW));
        MailingList news = MailingList.of("news");
        Evidence byRecipient = Evidence.byRecipient("web form", "signup");
        Evidence byData = Evidence.byData("sync", "customers");
        ContactId hanako = ContactId.of(7);
        consents.stop(hanako, news, byRecipient);
        assertThat(stores.eraser().erase(hanako)).isTrue();
        assertThat(stores.eraser().erase(hanako))
                .as("again: nothing was left of ours")
                .isFalse();
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update " + schema + ".customers set customer_id = 70 where customer_id = 7");
        }
        ContactId again = ContactId.of(70);
        assertThat(consents.subscriptions(again))
                .extracting(Subscription::status)
                .containsExactly(SubscriptionStatus.STOPPED);
        assertThat(consents.subscribe(again, news, byData)).isInstanceOf(ConsentResult.Refused.class);
        Subscription active = new Subscription(again, "news", SubscriptionStatus.ACTIVE, NOW, byData);
        assertThat(stores.consents().save(active, null)).as("past the rules").isFalse();
        assertThat(consents.subscribe(again, news, byRecipient)).isInstanceOf(ConsentResult.Changed.class);
        assertThat(consents.history(again))
                .extracting(Subscription::status)
                .containsExactly(SubscriptionStatus.STOPPED, SubscriptionStatus.ACTIVE);
        assertThat(consents.subscribe(ContactId.of(12), news, byData)).isInstanceOf(ConsentResult.Changed.class);
    }

    @Test
    default void ids_ofTextAndUuid_work() {
        String text = customers("varchar(40)", "'a'", "'A1'", "'c'", "'d'", "'山'");
        ContactStore contacts = stores(text, mapping(text).build()).contacts();
        assertThat(contacts.page(null, 10)).extracting(Contact::id).hasSize(3);
        assertThat(contacts.find(ContactId.of("a"))).isPresent();
        assertThat(contacts.find(ContactId.of("a1"))).isEmpty();
        String one = "00000000-0000-0000-0000-00000000000";
        String uuid = customers(
                "uuid", "'" + one + "1'", "'" + one + "2'", "'" + one + "3'", "'" + one + "4'", "'" + one + "5'");
        JdbcStores stores = stores(uuid, mapping(uuid).build());
        assertThat(stores.contacts().find(ContactId.of(one + "1"))).isPresent();
        EvaluationContext context = EvaluationContext.at(NOW, ZoneId.of("Asia/Tokyo"));
        assertThat(stores.selector().select(MEMBER.is(false), context, ContactId.of(one + "1"), 10))
                .containsExactly(ContactId.of(one + "2"));
    }

    @Test
    default void mapping_thatDoesNotFit_saysWhatIsThere() {
        String schema = customers("bigint", "1", "2", "3", "4", "5");
        assertThatThrownBy(() -> stores(
                        schema,
                        mapping(schema).attribute("mail", Attribute.text("x")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mail'")
                .hasMessageContaining("it has");
        assertThatThrownBy(() -> stores(
                        schema,
                        mapping(schema).attribute("pref", Attribute.number("n")).build()))
                .hasMessageContainingAll("'pref'", "number");
        assertThatThrownBy(() -> stores(
                        schema, ContactTable.named("clients", "id", "email").build()))
                .hasMessageContaining("no table or view 'clients'");
        assertThatThrownBy(() -> stores(
                        schema,
                        ContactTable.named("customers; drop", "id", "email").build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ContactTable.named("customers", "id", "email").attribute("t", Attribute.textSet("t")))
                .hasMessageContaining("set of text");
    }
}
