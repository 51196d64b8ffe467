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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Contacts and events by chance: few values, so that they meet, and all the awkward ones. */
final class RandomShop {
    static final TextAttribute CITY = Attribute.text("city");
    static final NumberAttribute POINTS = Attribute.number("points");
    static final BooleanAttribute MEMBER = Attribute.bool("member");
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    static final InstantAttribute SEEN = Attribute.instant("seen");
    static final TextSetAttribute TAGS = Attribute.textSet("tags");
    static final NumberAttribute AMOUNT = Attribute.number("amount");
    static final TextAttribute ITEM = Attribute.text("item");
    static final BooleanAttribute GIFT = Attribute.bool("gift");
    static final InstantAttribute SHIPPED = Attribute.instant("shipped");
    static final TextSetAttribute COLOURS = Attribute.textSet("colours");

    /** The same name as {@link #POINTS} with another type: what a careless source leaves behind. */
    static final TextAttribute POINTS_AS_TEXT = Attribute.text("points");

    /** What looks alike, what means something in SQL, JSON or a pattern, and what a database may trim, fold or cut. */
    private static final String[] TEXTS = {
        "東京都", "大阪府", "Tokyo", "tokyo", "Ｔｏｋｙｏ", "ﾄｳｷｮｳ", "トウキョウ", "", " ", "a", "a ", " a", "A", "%", "_", "a%", "a_b",
        "髙﨑", "高崎", "🕊", "🕊a", "🦅", "'", "''", "\"", "\\", "\\\\", "\\\"", "a\"b", "a\\nb", "a\nb", "a\tb", "\n", "\u0001",
        "\u001f", "\u007f", ",", "\",\"", "[", "]", "{x}", "$1", "?", ":x", "--", ";", "null", "true", "1", "ß", "SS", "é",
        "e\u0301", "İ", "i", "か\u3099", "が", "\uFFFD", "\uFEFF", "葛\uDB40\uDD00", "葛", "x".repeat(300), "x".repeat(299)
    };

    /** Numbers that no rounding survives; the digits are those that every database in use can keep. */
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "1.5",
        "-1.5",
        "0.1",
        "0.2",
        "0.3",
        "200",
        "199.99",
        "1000000000000.01",
        "9007199254740993",
        "-9007199254740993",
        "0.000000000000000000000000000001",
        "-0.000000000000000000000000000001",
        "123456789012345678901234567890.000000000000000000000000000001",
        "123456789012345678901234567890"
    };

    /** Where days are not 24 hours long, begin at one o'clock, or begin twice. */
    private static final Instant[] TRANSITIONS = {
        Instant.parse("2026-03-08T05:00:00Z"),
        Instant.parse("2026-03-08T07:00:00Z"),
        Instant.parse("2026-03-28T22:00:00Z"),
        Instant.parse("2026-04-04T15:00:00Z"),
        Instant.parse("2026-03-31T15:00:00Z"),
        Instant.parse("2026-04-23T22:00:00Z")
    };

    private static final SubscriptionStatus[] STATUSES = SubscriptionStatus.values();

    private final SplittableRandom random;
    private int events;

    RandomShop(SplittableRandom random) {
        this.random = random;
    }

    static ContactEvent purchase(ContactId contact, String id, Instant at, String amount) {
        return ContactEvent.of(contact, "purchase", at).withId(id).with(AMOUNT, new BigDecimal(amount));
    }

    /** Writes contacts with subscriptions and events; the same ones from the same seed. */
    void fill(Stores stores, int contacts) {
        for (int i = 0; i < contacts; i++) {
            Contact contact = contact(ContactId.of("c" + i));
            editable(stores).save(contact);
            for (String list : List.of("news", "sales")) {
                if (chance(list.equals("news") ? 70 : 20)) {
                    stores.consents().save(subscription(contact.id(), list), null);
                }
            }
            for (int e = random.nextInt(6); e > 0; e--) {
                stores.events().add(event(contact.id()));
            }
        }
    }

    private Subscription subscription(ContactId contact, String list) {
        return new Subscription(contact, list, status(), NOW, Evidence.byData("test", "random"));
    }

    private Contact contact(ContactId id) {
        Contact contact = Contact.of(id, EmailAddress.of(id + "@example.jp"));
        contact = chance(80) ? contact.with(CITY, text()) : contact;
        contact = chance(70) ? contact.with(POINTS, number()) : contact;
        contact = chance(10) ? contact.with(POINTS_AS_TEXT, chance(50) ? "many" : "1") : contact;
        contact = chance(60) ? contact.with(MEMBER, random.nextBoolean()) : contact;
        contact = chance(70) ? contact.with(BIRTHDAY, date()) : contact;
        contact = chance(70) ? contact.with(SEEN, moment()) : contact;
        return chance(70) ? contact.with(TAGS, texts()) : contact;
    }

    private ContactEvent event(ContactId contact) {
        ContactEvent event =
                ContactEvent.of(contact, eventType(), moment()).withId("e" + events++);
        event = chance(80) ? event.with(AMOUNT, number()) : event;
        event = chance(20) ? event.with(GIFT, random.nextBoolean()) : event;
        event = chance(20) ? event.with(SHIPPED, moment()) : event;
        event = chance(20) ? event.with(COLOURS, texts()) : event;
        return chance(50) ? event.with(ITEM, text()) : event;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    /** Returns a set in which texts that contain each other's marks stand side by side. */
    Set<String> texts() {
        Set<String> texts = new HashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            texts.add(chance(30) ? "vip" : text());
        }
        return texts;
    }

    BigDecimal number() {
        return new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    String eventType() {
        return chance(75) ? "purchase" : chance(80) ? "visit" : "Purchase";
    }

    SubscriptionStatus status() {
        return STATUSES[random.nextInt(STATUSES.length)];
    }

    LocalDate date() {
        return chance(3)
                ? LocalDate.of(chance(50) ? 1 : 9999, 1, 1)
                : LocalDate.of(2026, 2, 20).plusDays(random.nextInt(50));
    }

    Instant moment() {
        if (chance(20)) {
            // One microsecond is the difference between two days.
            return TRANSITIONS[random.nextInt(TRANSITIONS.length)].plusNanos(1_000L * (random.nextInt(3) - 1));
        }
        return NOW.minus(Duration.ofMinutes(30L * random.nextInt(3_000)))
                .plusNanos(chance(50) ? 0 : 1_000L * random.nextInt(5));
    }
}
