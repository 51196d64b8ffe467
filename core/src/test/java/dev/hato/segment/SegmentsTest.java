package dev.hato.segment;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.anyOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.inSegment;
import static dev.hato.segment.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    private static final TextSetAttribute TAGS = Attribute.textSet("tags");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant NOW = Instant.parse("2026-06-01T03:00:00Z");

    private static final Segment LAPSED_REGULARS = Segment.of(
            "lapsed-regulars",
            allOf(
                    PREFECTURE.in("東京都", "大阪府"),
                    event("purchase").sum(AMOUNT).atLeast(50_000),
                    event("purchase").last().before(daysAgo(90)),
                    not(TAGS.contains("staff"))));

    private final MemoryStores stores = MemoryStores.create();
    private final Segments segments = new Segments(stores.selector(), InstantSource.fixed(NOW), TOKYO);

    private void contact(String id, String prefecture, Set<String> tags, int daysAgo, long... amounts) {
        ContactId contact = ContactId.of(id);
        stores.contacts()
                .save(Contact.of(contact, EmailAddress.of(id + "@example.jp"))
                        .with(PREFECTURE, prefecture)
                        .with(TAGS, tags));
        for (long amount : amounts) {
            stores.events()
                    .add(ContactEvent.of(contact, "purchase", NOW.minus(Duration.ofDays(daysAgo)))
                            .with(AMOUNT, amount));
        }
    }

    @BeforeEach
    void fill() {
        contact("lapsed", "東京都", Set.of(), 100, 30_000, 20_000);
        contact("recent", "東京都", Set.of(), 89, 30_000, 20_000);
        contact("poor", "大阪府", Set.of(), 100, 49_999);
        contact("staff", "大阪府", Set.of("staff"), 100, 50_000);
        contact("far", "北海道", Set.of(), 100, 50_000);
        contact("silent", "大阪府", Set.of(), 0);
    }

    @Test
    @Tag("R4.1")
    void count_ofTheFlagshipSegment_isThoseWhoMeetAllFour() {
        assertThat(segments.count(LAPSED_REGULARS)).isEqualTo(1);
        assertThat(segments.contains(LAPSED_REGULARS, ContactId.of("lapsed"))).isTrue();
        assertThat(segments.contains(LAPSED_REGULARS, ContactId.of("staff"))).isFalse();
        assertThat(segments.contains(LAPSED_REGULARS, ContactId.of("unknown"))).isFalse();
        assertThat(LAPSED_REGULARS.condition())
                .hasToString("prefecture is one of [東京都, 大阪府] and sum of amount of \"purchase\" is at least 50000"
                        + " and last \"purchase\" is before 90 days ago and not (tags contains \"staff\")");
    }

    @Test
    @Tag("R4.4")
    void explain_ofAContactThatFails_showsValueBoundAndVerdictOfEveryLeaf() {
        assertThat(segments.explain(LAPSED_REGULARS, ContactId.of("staff"))).hasToString("""
                ✗ all of
                  ✓ prefecture is one of [東京都, 大阪府] — seen: 大阪府, bound: [東京都, 大阪府]
                  ✓ sum of amount of "purchase" is at least 50000 — seen: 50000, bound: 50000
                  ✓ last "purchase" is before 90 days ago — seen: 2026-02-21T03:00:00Z, bound: 2026-03-03T03:00:00Z
                  ✗ not
                    ✓ tags contains "staff" — seen: [staff], bound: staff
                """);
        assertThatThrownBy(() -> segments.explain(LAPSED_REGULARS, ContactId.of("nobody")))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("'nobody'");
    }

    @Test
    @Tag("R4.4")
    void explain_withoutEvents_saysMissing() {
        assertThat(segments.explain(LAPSED_REGULARS, ContactId.of("silent")).toString())
                .contains("✗ sum of amount of \"purchase\" is at least 50000 — seen: 0, bound: 50000")
                .contains("✗ last \"purchase\" is before 90 days ago — seen: missing");
    }

    @Test
    @Tag("R4.2")
    void inSegment_ofADefinedSegment_isItsContacts() {
        segments.define(LAPSED_REGULARS);
        Segment others = Segment.of("others", not(inSegment("lapsed-regulars")));
        List<String> ids = new ArrayList<>();
        segments.forEach(others, id -> ids.add(id.value()));

        assertThat(ids).containsExactly("recent", "poor", "staff", "far", "silent");
        assertThat(segments.find("lapsed-regulars")).contains(LAPSED_REGULARS);
        assertThat(segments.all()).containsExactly(LAPSED_REGULARS);
        assertThat(segments.explain(others, ContactId.of("lapsed")).toString())
                .startsWith("✗ not\n  ✓ is in segment \"lapsed-regulars\"\n    ✓ all of\n");
    }

    @Test
    @Tag("R4.2")
    void inSegment_unknownOrCyclic_isRefusedWithTheName() {
        segments.define(Segment.of("a", anyOf(PREFECTURE.is("東京都"), inSegment("b"))));
        segments.define(Segment.of("b", inSegment("a")));

        assertThatThrownBy(() -> segments.count(Segment.of("c", inSegment("none"))))
                .isInstanceOf(SegmentReferenceException.class)
                .hasMessageContaining("no segment 'none'");
        assertThatThrownBy(() -> segments.count(Segment.of("c", inSegment("a"))))
                .isInstanceOf(SegmentReferenceException.class)
                .hasMessageContaining("'a' → 'b' → 'a'");
    }

    @Test
    void forEach_overMoreThanAPage_givesEachOnce() {
        for (int i = 0; i < 2_500; i++) {
            contact("c" + i, "京都府", Set.of(), 0);
        }
        List<ContactId> ids = new ArrayList<>();
        segments.forEach(Segment.of("kyoto", PREFECTURE.is("京都府")), ids::add);

        assertThat(ids).hasSize(2_500).doesNotHaveDuplicates();
    }

    @Test
    @Tag("R4.4")
    void explain_ofAValueOfAnotherType_saysWhichTypeItHas() {
        Segment wrong = Segment.of("wrong", Attribute.number("prefecture").atLeast(1));

        assertThat(segments.explain(wrong, ContactId.of("far")))
                .hasToString(
                        "✗ prefecture is at least 1 — seen: missing as a number; it is kept as a text, bound: 1\n");
    }
}
