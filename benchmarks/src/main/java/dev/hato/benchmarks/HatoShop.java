package dev.hato.benchmarks;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.Segment;
import dev.hato.segment.Segments;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The shop in this library's stores in memory, through the public interface only. */
final class HatoShop {
    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    static final TextAttribute GENDER = Attribute.text("gender");
    static final TextAttribute PLAN = Attribute.text("plan");
    static final TextSetAttribute TAGS = Attribute.textSet("tags");
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    static final NumberAttribute AGE = Attribute.number("age");
    static final NumberAttribute POINTS = Attribute.number("points");
    static final BooleanAttribute MAGAZINE = Attribute.bool("magazine");
    static final DateAttribute MEMBER_SINCE = Attribute.date("member-since");
    static final TextAttribute COMPANY = Attribute.text("company");
    static final TextAttribute RANK = Attribute.text("rank");
    static final NumberAttribute AMOUNT = Attribute.number("amount");

    static final Segment LAPSED_REGULARS = Segment.of(
            "lapsed-regulars",
            allOf(
                    PREFECTURE.in("東京都", "大阪府"),
                    event("purchase").sum(AMOUNT).atLeast(SegmentMemory.LEAST_SUM),
                    event("purchase").last().before(daysAgo(SegmentMemory.DAYS)),
                    not(TAGS.contains("staff"))));

    private static final int BATCH = 10_000;

    final MemoryStores stores = MemoryStores.create();
    final Segments segments =
            new Segments(stores.selector(), InstantSource.fixed(instant(Shop.NOW_MICROS)), ZoneOffset.UTC);

    HatoShop fill(Shop shop, boolean withEvents) {
        List<ContactEvent> batch = new ArrayList<>(BATCH);
        shop.forEach(person -> {
            stores.contacts().save(contact(person));
            if (withEvents) {
                addEvents(person, batch);
            }
        });
        stores.events().addAll(batch);
        return this;
    }

    long lapsedRegulars() {
        return segments.count(LAPSED_REGULARS);
    }

    private void addEvents(Shop.Person person, List<ContactEvent> batch) {
        ContactId contact = ContactId.of(person.number());
        for (int i = 0; i < person.purchases().size(); i++) {
            batch.add(new ContactEvent(
                    "order-" + person.number() + "-" + i,
                    contact,
                    "purchase",
                    instant(person.purchases().get(i).micros()),
                    AttributeMap.of(
                            AMOUNT, BigDecimal.valueOf(person.purchases().get(i).amount()))));
        }
        if (batch.size() >= BATCH) {
            stores.events().addAll(batch);
            batch.clear();
        }
    }

    private static Contact contact(Shop.Person person) {
        return Contact.of(ContactId.of(person.number()), EmailAddress.of("member" + person.number() + "@example.jp"))
                .with(NAME, person.name())
                .with(PREFECTURE, person.prefecture())
                .with(GENDER, person.gender())
                .with(PLAN, person.plan())
                .with(TAGS, Set.copyOf(person.tags()))
                .with(BIRTHDAY, LocalDate.ofEpochDay(person.birthDay()))
                .with(AGE, person.age())
                .with(POINTS, person.points())
                .with(MAGAZINE, person.magazine())
                .with(MEMBER_SINCE, LocalDate.ofEpochDay(person.memberSinceDay()))
                .with(COMPANY, person.company())
                .with(RANK, person.rank());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
