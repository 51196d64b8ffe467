package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.editable;

import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Moment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Contacts, events and conditions by chance: few values, so that they meet, and all the awkward ones. */
final class RandomShop {
    static final TextAttribute CITY = Attribute.text("city");
    static final NumberAttribute POINTS = Attribute.number("points");
    static final BooleanAttribute MEMBER = Attribute.bool("member");
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    static final InstantAttribute SEEN = Attribute.instant("seen");
    static final TextSetAttribute TAGS = Attribute.textSet("tags");
    static final NumberAttribute AMOUNT = Attribute.number("amount");
    static final TextAttribute ITEM = Attribute.text("item");

    /** The same name as {@link #POINTS} with another type: what a careless source leaves behind. */
    private static final TextAttribute POINTS_AS_TEXT = Attribute.text("points");

    private static final String[] TEXTS = {"東京都", "大阪府", "Tokyo", "tokyo", "Ｔｏｋｙｏ", "", "%", "_", "髙﨑", "🕊"};
    private static final String[] NUMBERS = {"0", "-1", "1", "1.5", "0.1", "200", "199.99", "1000000000000.01"};
    private static final SubscriptionStatus[] STATUSES = SubscriptionStatus.values();

    private final SplittableRandom random;
    private int events;

    RandomShop(SplittableRandom random) {
        this.random = random;
    }

    static ContactEvent purchase(ContactId contact, String id, Instant at, String amount) {
        return ContactEvent.of(contact, "purchase", at).withId(id).with(AMOUNT, new BigDecimal(amount));
    }

    void fill(Stores stores, int contacts) {
        for (int i = 0; i < contacts; i++) {
            Contact contact = contact(ContactId.of("c" + i));
            editable(stores).save(contact);
            if (chance(70)) {
                stores.consents()
                        .save(
                                new Subscription(
                                        contact.id(),
                                        "news",
                                        STATUSES[random.nextInt(STATUSES.length)],
                                        NOW,
                                        Evidence.byData("test", "random")),
                                null);
            }
            for (int e = random.nextInt(6); e > 0; e--) {
                stores.events().add(event(contact.id()));
            }
        }
    }

    private Contact contact(ContactId id) {
        Contact contact = Contact.of(id, EmailAddress.of(id + "@example.jp"));
        contact = chance(80) ? contact.with(CITY, text()) : contact;
        contact = chance(70) ? contact.with(POINTS, number()) : contact;
        contact = chance(10) ? contact.with(POINTS_AS_TEXT, "many") : contact;
        contact = chance(60) ? contact.with(MEMBER, random.nextBoolean()) : contact;
        contact = chance(70) ? contact.with(BIRTHDAY, date()) : contact;
        contact = chance(70) ? contact.with(SEEN, moment()) : contact;
        return chance(70) ? contact.with(TAGS, chance(20) ? Set.of() : Set.copyOf(List.of(text(), "vip"))) : contact;
    }

    private ContactEvent event(ContactId contact) {
        ContactEvent event = ContactEvent.of(contact, chance(70) ? "purchase" : "visit", moment())
                .withId("e" + events++);
        event = chance(80) ? event.with(AMOUNT, number()) : event;
        return chance(50) ? event.with(ITEM, text()) : event;
    }

    /** Returns a condition whose nodes are at most so deep. */
    Condition condition(int depth) {
        if (depth == 0 || chance(35)) {
            return chance(50) ? attribute() : event();
        }
        return switch (random.nextInt(4)) {
            case 0 -> Conditions.not(condition(depth - 1));
            case 1 -> Conditions.allOf(condition(depth - 1), condition(depth - 1));
            case 2 -> Conditions.anyOf(condition(depth - 1), condition(depth - 1));
            default -> chance(50) ? Conditions.allOf() : Conditions.anyOf();
        };
    }

    private Condition attribute() {
        return switch (random.nextInt(14)) {
            case 0 -> CITY.is(text());
            case 1 -> CITY.in(text(), text());
            case 2 -> CITY.isNot(text());
            case 3 -> CITY.startsWith(text());
            case 4 -> CITY.contains(text());
            case 5 -> POINTS.atLeast(number());
            case 6 -> POINTS.lessThan(number());
            case 7 -> POINTS.is(number());
            case 8 -> MEMBER.is(random.nextBoolean());
            case 9 -> chance(50) ? BIRTHDAY.before(date()) : BIRTHDAY.notBefore(Conditions.daysAgo(random.nextInt(40)));
            case 10 -> chance(50) ? SEEN.after(date()) : SEEN.before(Conditions.daysAgo(random.nextInt(40)));
            case 11 -> chance(50) ? TAGS.contains(text()) : TAGS.containsAny(text(), "vip");
            case 12 -> chance(50) ? POINTS.isMissing() : TAGS.isPresent();
            default ->
                chance(50)
                        ? Conditions.subscription("news").is(STATUSES[random.nextInt(STATUSES.length)])
                        : Conditions.subscription("news").exists();
        };
    }

    private Condition event() {
        EventQuery query = Conditions.event(chance(80) ? "purchase" : "visit");
        query = chance(30) ? query.since(date()) : query;
        query = chance(30) ? query.until(Conditions.daysAgo(random.nextInt(30))) : query;
        query = chance(20) ? query.within(Period.ofDays(1 + random.nextInt(60))) : query;
        query = chance(20) ? query.where(AMOUNT.moreThan(number())) : query;
        query = chance(10) ? query.where(Conditions.not(ITEM.is(text()))) : query;
        return switch (random.nextInt(8)) {
            case 0 -> query.happened();
            case 1 -> query.neverHappened();
            case 2 -> query.count().atLeast(random.nextInt(4));
            case 3 -> query.count().is(random.nextInt(3));
            case 4 -> query.sum(AMOUNT).atLeast(number());
            case 5 -> query.sum(AMOUNT).lessThan(number());
            case 6 -> query.last().before(Conditions.daysAgo(random.nextInt(60)));
            default -> query.first().notBefore(Moment.on(date()));
        };
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private BigDecimal number() {
        return new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    private LocalDate date() {
        return LocalDate.of(2026, 2, 20).plusDays(random.nextInt(50));
    }

    private Instant moment() {
        return NOW.minus(Duration.ofMinutes(30L * random.nextInt(3_000)))
                .plusNanos(chance(50) ? 0 : 1_000L * random.nextInt(5));
    }
}
