package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DeliveryStore;
import dev.hato.message.Attachment;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What deliveries in a database do beyond their contract. */
public interface DeliveryCases {
    Instant AT = Instant.parse("2026-04-01T00:00:00.123456Z");

    /** Returns a pool over the database. */
    DataSource dataSource();

    @Test
    default void find_afterARestart_hasAllOfIt() throws Exception {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        JdbcStores before = TestStores.in(source, schema).build();
        before.schema().migrate();
        MessageTemplate template = MessageTemplate.named("春の😀セール")
                .subject("{{ contact.name | default: \"お客様\" }} 様")
                .html("<p>春のセール <img src=\"cid:logo\"></p>")
                .attach(Attachment.inline("logo", "logo.png", "image/png", new byte[] {0, 1, -1}))
                .build();
        Segment segment = Segment.of("tokyo", Attribute.text("prefecture").is("東京都 'quoted' \\ \u0001"));
        MailingList list = MailingList.of("news").titled("お知らせ");
        Delivery group = delivery("group", new Audience.Subscribers(list, segment), template, Stage.FAILED);
        Delivery spot = delivery("spot", new Audience.Anyone("リコール", null), template, Stage.NEW);
        before.deliveries().insert(group);
        before.deliveries().insert(spot);

        DeliveryStore after = TestStores.in(source, schema).build().deliveries();
        for (Delivery written : new Delivery[] {group, spot}) {
            Delivery read = after.find(written.id()).orElseThrow();
            assertThat(read.plan().template().fingerprint()).isEqualTo(template.fingerprint());
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("plan.template")
                    .isEqualTo(written);
            assertThat(read.plan().template().attachments().get(0).bytes()).containsExactly(0, 1, -1);
            assertThat(after.find(written.id()).orElseThrow().plan().template())
                    .as("compiled once")
                    .isSameAs(read.plan().template());
        }
        Delivery read = after.find(group.id()).orElseThrow();
        assertThat(((Audience.Subscribers) read.plan().audience()).list().title())
                .isEqualTo("お知らせ");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from " + schema + ".hato_template")) {
            count.next();
            assertThat(count.getLong(1)).as("templates").isEqualTo(1);
        }
    }

    @Test
    default void replace_withAnotherPlan_keepsIt() {
        DeliveryStore store = TestStores.empty(dataSource()).deliveries();
        MessageTemplate one = MessageTemplate.named("one").text("one").build();
        MessageTemplate two = one.newBuilder().text("two").build();
        Delivery draft = delivery("d", new Audience.Anyone("test", null), one, Stage.NEW);
        store.insert(draft);
        Segment all = Segment.of("all", Conditions.allOf());
        Delivery edited = delivery("d", new Audience.Subscribers(MailingList.of("l"), all), two, Stage.EDITED);
        assertThat(store.replace(edited)).isTrue();
        Delivery read = store.find(draft.id()).orElseThrow();
        assertThat(read.plan().template().textSource()).isEqualTo("two");
        assertThat(read.plan().audience()).isEqualTo(edited.plan().audience());
        assertThat(store.inStates(EnumSet.allOf(DeliveryState.class))).hasSize(1);
    }

    @Test
    default void replace_byManyAtOnce_letsOneThrough() {
        JdbcStores stores = TestStores.empty(dataSource());
        MessageTemplate template = MessageTemplate.named("t").text("t").build();
        stores.deliveries().insert(delivery("d", new Audience.Anyone("test", null), template, Stage.NEW));
        Delivery next = delivery("d", new Audience.Anyone("test", null), template, Stage.EDITED);
        long winners = Stream.generate(() -> next)
                .limit(16)
                .parallel()
                .filter(stores.deliveries()::replace)
                .count();
        assertThat(winners).isEqualTo(1);
    }

    /** How far a delivery has come. */
    enum Stage {
        NEW,
        EDITED,
        FAILED
    }

    private static Delivery delivery(String id, Audience audience, MessageTemplate template, Stage stage) {
        Delivery.Plan plan = new Delivery.Plan("spring-sale", audience, template, AT, AT.minusSeconds(5));
        Delivery.Milestones milestones = stage == Stage.FAILED
                ? new Delivery.Milestones(AT.plusSeconds(1), AT.plusSeconds(2), AT.plusSeconds(3), "なぜか")
                : new Delivery.Milestones(null, null, null, null);
        return new Delivery(
                new DeliveryId(id),
                plan,
                stage == Stage.FAILED ? DeliveryState.FAILED : DeliveryState.DRAFT,
                milestones,
                stage == Stage.EDITED ? 1 : 0);
    }
}
