package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Segment;
import dev.hato.segment.SegmentSelector;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conditions that are deeper, longer or stranger than anybody's. */
public interface SegmentExtremesContract {
    NumberAttribute POINTS = Attribute.number("points");
    TextAttribute CITY = Attribute.text("city");
    ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    /** Returns a database. */
    DataSource database();

    private JdbcStores stores(Attribute<?>... declared) {
        JdbcStores stores = JdbcStores.builder(database())
                .schema(TestDatabases.newSchema(database()))
                .attributes(declared)
                .eventProperties(declared)
                .build();
        stores.schema().migrate();
        return stores;
    }

    private static Contact contact(int number) {
        return Contact.of(ContactId.of(number), EmailAddress.of("c" + number + "@example.jp"));
    }

    private static void sameAsTheSlowWay(JdbcStores stores, Condition condition, EvaluationContext context) {
        SegmentSelector slow = SegmentSelector.scanning(stores.contacts(), stores.consents(), stores.events());
        List<ContactId> expected = slow.select(condition, context, null, 1_000);
        assertThat(stores.selector().select(condition, context, null, 1_000)).containsExactlyElementsOf(expected);
        assertThat(stores.selector().count(condition, context)).isEqualTo(expected.size());
        assertThat(expected).isNotEmpty();
    }

    /** Thirty segments inside each other, each sixty levels deep, with and, or and not by turns. */
    @Test
    @Tag("R4.1")
    default void tree_ofThousandsOfLevels_isAnswered() {
        JdbcStores stores = stores();
        for (int i = 0; i < 20; i++) {
            editable(stores).save(contact(i).with(POINTS, i));
        }
        Map<String, Segment> segments = new HashMap<>();
        for (int s = 0; s < 30; s++) {
            Condition condition = s == 0 ? POINTS.atLeast(3) : Conditions.inSegment("s" + (s - 1));
            for (int level = 0; level < 60; level++) {
                condition = switch (level % 3) {
                    case 0 -> Conditions.anyOf(condition, POINTS.is(1_000 + level));
                    case 1 -> Conditions.allOf(condition, POINTS.lessThan(500 + level + s));
                    default -> Conditions.not(condition);
                };
            }
            segments.put("s" + s, Segment.of("s" + s, condition));
        }
        sameAsTheSlowWay(stores, Conditions.inSegment("s29"), new EvaluationContext(NOW, TOKYO, segments::get));
    }

    /** One segment in another twice, and that in another twice: written out, thousands of conditions. */
    @Test
    default void segments_thatDouble_areAnswered() {
        JdbcStores stores = stores();
        editable(stores).save(contact(1).with(POINTS, 1));
        Map<String, Segment> segments = new HashMap<>();
        segments.put("s0", Segment.of("s0", POINTS.is(1)));
        for (int s = 1; s <= 12; s++) {
            Condition before = Conditions.inSegment("s" + (s - 1));
            segments.put(
                    "s" + s, Segment.of("s" + s, Conditions.allOf(before, Conditions.not(Conditions.not(before)))));
        }
        sameAsTheSlowWay(stores, Conditions.inSegment("s12"), new EvaluationContext(NOW, TOKYO, segments::get));
    }

    @Test
    default void conditions_byTheThousand_areAnswered() {
        JdbcStores stores = stores(CITY);
        for (int i = 0; i < 20; i++) {
            editable(stores).save(contact(i).with(POINTS, i).with(CITY, "city " + i));
        }
        EvaluationContext context = EvaluationContext.at(NOW, TOKYO);
        sameAsTheSlowWay(
                stores,
                Conditions.anyOf(IntStream.range(3, 3_000).mapToObj(POINTS::is).toList()),
                context);
        sameAsTheSlowWay(
                stores,
                Conditions.anyOf(IntStream.range(5, 70_000).mapToObj(POINTS::is).toList()),
                context);
        sameAsTheSlowWay(
                stores,
                CITY.in(IntStream.range(7, 100_000).mapToObj(i -> "city " + i).toList()),
                context);
    }

    /** Returns 742 names that would be code somewhere. */
    private static List<String> names() {
        String[] parts = {
            "'",
            "\"",
            "`",
            ";",
            "--",
            "/*",
            "*/",
            "#",
            "\\",
            "$",
            "$1",
            "$$",
            "?",
            "??",
            ":x",
            "::int",
            "{contact}",
            "{now}",
            "{rows r: a text}",
            "%s",
            "%",
            "_",
            "$.a",
            "$[0]",
            "[*]",
            "->>",
            "@>",
            "a.b",
            "' or '1'='1",
            "\"}",
            "'); drop table hato_contact; --",
            "\\u0041",
            "é",
            "e\u0301",
            "ı",
            "東京",
            "🕊",
            "\u202E",
            "\u200B",
            "\uFEFF",
            "select",
            "null",
            "true",
            "id",
            "attributes",
            "t:x",
            "=",
            "||",
            "0",
            "1e9",
            " x",
            "x ",
            "U&\"",
            "\\+01F54A"
        };
        Set<String> names = new LinkedHashSet<>();
        for (String part : parts) {
            names.add(part);
            for (String other : new String[] {"a", "'", "\"", "\\", "{", "}", "?", "$", ".", "]", ":", "A"}) {
                names.add(part + other);
                names.add(other + part);
            }
            names.add(part.repeat(128 / part.length()));
        }
        return names.stream().limit(742).toList();
    }

    @Test
    default void names_likeCode_findTheirOwnValues() {
        List<String> names = names();
        assertThat(names).hasSize(742);
        List<Attribute<?>> declared = new ArrayList<>();
        for (int i = 0; i < names.size(); i += 25) {
            declared.add(Attribute.text(names.get(i)));
        }
        JdbcStores stores = stores(declared.toArray(Attribute<?>[]::new));
        Contact one = contact(1);
        Contact other = contact(2);
        ContactEvent event = ContactEvent.of(one.id(), "visit", NOW);
        for (String name : names) {
            TextAttribute attribute = Attribute.text(name);
            one = one.with(attribute, "1" + name).with(Attribute.textSet(name), Set.of(name, "x"));
            other = other.with(attribute, "2" + name).with(Attribute.textSet(name), Set.of("x"));
            event = event.with(attribute, name);
        }
        editable(stores).save(one);
        editable(stores).save(other);
        stores.events().add(event);
        EvaluationContext context = EvaluationContext.at(NOW, TOKYO);
        for (String name : names) {
            TextAttribute attribute = Attribute.text(name);
            Condition condition = Conditions.allOf(
                    attribute.is("1" + name),
                    Attribute.textSet(name).contains(name),
                    Attribute.number(name).isMissing(),
                    Conditions.event("visit").where(attribute.endsWith(name)).happened());
            assertThat(stores.selector().select(condition, context, null, 10))
                    .as(name)
                    .containsExactly(one.id());
        }
        assertThat(stores.contacts().find(one.id())).contains(one);
        assertThat(stores.contacts().count()).isEqualTo(2);
    }
}
