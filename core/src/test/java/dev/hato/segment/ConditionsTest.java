package dev.hato.segment;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.anyOf;
import static dev.hato.segment.Conditions.clicked;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.didAndNotSince;
import static dev.hato.segment.Conditions.dormant;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.hoursAgo;
import static dev.hato.segment.Conditions.lifetimeValue;
import static dev.hato.segment.Conditions.mail;
import static dev.hato.segment.Conditions.monthsAgo;
import static dev.hato.segment.Conditions.not;
import static dev.hato.segment.Conditions.opened;
import static dev.hato.segment.Conditions.subscribedTo;
import static dev.hato.segment.Conditions.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant NOW = Instant.parse("2026-06-01T03:00:00Z");
    private static final ContactId ID = ContactId.of("hanako");
    private static final TextAttribute NAME = Attribute.text("name");
    private static final TextAttribute AGE_AS_TEXT = Attribute.text("age");
    private static final NumberAttribute AGE = Attribute.number("age");
    private static final NumberAttribute MISSING = Attribute.number("missing");
    private static final BooleanAttribute VIP = Attribute.bool("vip");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute SEEN = Attribute.instant("seen");
    private static final TextSetAttribute TAGS = Attribute.textSet("tags");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");

    private final MemoryStores stores = MemoryStores.create();

    ConditionsTest() {
        stores.contacts()
                .save(Contact.of(ID, EmailAddress.of("hanako@example.jp"))
                        .with(NAME, "花子Ａ")
                        .with(AGE, new BigDecimal("34.50"))
                        .with(VIP, false)
                        .with(BIRTHDAY, LocalDate.of(1992, 2, 29))
                        .with(SEEN, Instant.parse("2026-05-31T15:00:00Z"))
                        .with(TAGS, Set.of("a", "b")));
    }

    private boolean is(Condition condition) {
        EvaluationContext context = EvaluationContext.at(NOW, TOKYO);
        Segment read = Segment.fromJson(Segment.of("s", condition).toJson());
        assertThat(read.condition()).isEqualTo(condition);
        return stores.selector().count(condition, context) == 1;
    }

    private void happened(String type, String at, long amount) {
        stores.events().add(ContactEvent.of(ID, type, Instant.parse(at)).with(AMOUNT, amount));
    }

    @Test
    @Tag("R4.1")
    void comparison_withAMissingOrWrongTypedValue_isFalseAndItsNegationTrue() {
        for (Condition condition : new Condition[] {
            MISSING.atLeast(0),
            MISSING.atMost(0),
            MISSING.is(0),
            AGE_AS_TEXT.is("34.5"),
            AGE_AS_TEXT.startsWith(""),
            AGE_AS_TEXT.isPresent(),
            Attribute.bool("none").isFalse(),
            Attribute.date("none").before(daysAgo(0)),
            Attribute.textSet("none").containsAll(),
            subscription("none").exists(),
            event("none").last().before(daysAgo(0)),
            event("none").min(AMOUNT).atMost(0),
        }) {
            assertThat(is(condition)).as("%s", condition).isFalse();
            assertThat(is(not(condition))).as("not %s", condition).isTrue();
        }
    }

    @Test
    @Tag("R4.1")
    void nodes_ofNothing_areEveryoneAndNoOne() {
        assertThat(is(allOf())).isTrue();
        assertThat(is(anyOf())).isFalse();
        assertThat(allOf()).hasToString("everyone");
        assertThat(anyOf(not(anyOf()), allOf(allOf(), allOf()))).hasToString("not (no one) or (everyone and everyone)");
    }

    @Test
    @Tag("R4.2")
    void attributes_compareByTheirType() {
        assertThat(is(NAME.is("花子Ａ"))).isTrue();
        assertThat(is(NAME.is("花子A"))).isFalse();
        assertThat(is(NAME.isNot("花子A"))).isTrue();
        assertThat(is(NAME.startsWith("花"))).isTrue();
        assertThat(is(NAME.endsWith("ａ"))).isFalse();
        assertThat(is(NAME.contains("子"))).isTrue();
        assertThat(is(AGE.is(new BigDecimal("34.5")))).isTrue();
        assertThat(is(AGE.between(34, 35))).isTrue();
        assertThat(is(AGE.moreThan(new BigDecimal("34.5")))).isFalse();
        assertThat(is(AGE.in(1, 34))).isFalse();
        assertThat(is(VIP.isFalse())).isTrue();
        assertThat(is(TAGS.containsAll("a", "b"))).isTrue();
        assertThat(is(TAGS.containsAny("c", "b"))).isTrue();
        assertThat(is(TAGS.containsAll("a", "c"))).isFalse();
        assertThat(is(TAGS.isMissing())).isFalse();
    }

    @Test
    @Tag("R4.2")
    void dates_compareWithTheLocalDateInTheZone() {
        // 15:00 UTC on 31 May is midnight of 1 June in Tokyo.
        assertThat(is(SEEN.on(LocalDate.of(2026, 6, 1)))).isTrue();
        assertThat(is(SEEN.before(LocalDate.of(2026, 6, 1)))).isFalse();
        assertThat(is(SEEN.after(LocalDate.of(2026, 5, 31)))).isTrue();
        assertThat(is(SEEN.notAfter(hoursAgo(12)))).isTrue();
        assertThat(is(SEEN.before(hoursAgo(12)))).isFalse();
        assertThat(is(BIRTHDAY.before(LocalDate.of(1992, 3, 1)))).isTrue();
        assertThat(is(BIRTHDAY.between(LocalDate.of(1992, 2, 29), LocalDate.of(1992, 2, 29))))
                .isTrue();
    }

    @Test
    @Tag("R4.2")
    void subscriptions_compareByStatus() {
        Subscription stopped =
                new Subscription(ID, "news", SubscriptionStatus.STOPPED, NOW, Evidence.byRecipient("link", "mail"));
        stores.consents().save(stopped, null);

        assertThat(is(subscribedTo("news"))).isFalse();
        assertThat(is(subscription("news").is(SubscriptionStatus.STOPPED))).isTrue();
        assertThat(is(subscription("news").in(SubscriptionStatus.BANNED, SubscriptionStatus.STOPPED)))
                .isTrue();
        assertThat(is(subscription("news").exists())).isTrue();
        assertThat(subscribedTo("news")).hasToString("subscription to \"news\" is ACTIVE");
    }

    @Test
    @Tag("R4.2")
    void eventAggregates_withoutEvents_areZeroForCountAndSumAndMissingElse() {
        assertThat(is(event("buy").count().atMost(0))).isTrue();
        assertThat(is(event("buy").sum(AMOUNT).is(0))).isTrue();
        assertThat(is(event("buy").max(AMOUNT).atMost(0))).isFalse();
        assertThat(is(event("buy").average(AMOUNT).atMost(0))).isFalse();
        assertThat(is(event("buy").neverHappened())).isTrue();
    }

    @Test
    @Tag("R4.2")
    void eventWindows_includeTheirStartAndExcludeTheirEnd() {
        happened("buy", "2026-05-01T00:00:00Z", 100);
        happened("buy", "2026-05-10T00:00:00Z", 250);
        happened("buy", "2026-05-20T00:00:00Z", 1);
        EventQuery buys = event("buy");
        Moment first = Moment.at(Instant.parse("2026-05-01T00:00:00Z"));
        Moment third = Moment.at(Instant.parse("2026-05-20T00:00:00Z"));

        assertThat(is(buys.between(first, third).count().is(2))).isTrue();
        assertThat(is(buys.between(third, first).count().is(0))).isTrue();
        assertThat(is(buys.between(third, first).sum(AMOUNT).is(0))).isTrue();
        assertThat(is(buys.since(LocalDate.of(2026, 5, 10)).sum(AMOUNT).is(251)))
                .isTrue();
        assertThat(is(buys.where(AMOUNT.atLeast(100)).last().on(LocalDate.of(2026, 5, 10))))
                .isTrue();
        assertThat(is(buys.within(Period.ofDays(13)).happened())).isTrue();
        assertThat(is(buys.within(Duration.ofDays(12)).happened())).isFalse();
        assertThat(is(buys.average(AMOUNT).is(117))).isTrue();
        assertThat(is(buys.min(AMOUNT).is(1))).isTrue();
        assertThat(buys.since(LocalDate.of(2026, 5, 10))
                        .where(AMOUNT.atLeast(5))
                        .sum(AMOUNT)
                        .lessThan(9))
                .hasToString("sum of amount of \"buy\" since 2026-05-10 where (amount is at least 5) is less than 9");
    }

    @Test
    @Tag("R4.2")
    void mail_isAskedByItsName() {
        stores.events().add(ContactEvent.of(ID, MailEvents.OPENED, NOW).with(MailEvents.MAIL, "spring-sale"));

        assertThat(is(mail("spring-sale").opened())).isTrue();
        assertThat(is(opened("summer-sale"))).isFalse();
        assertThat(is(clicked("spring-sale"))).isFalse();
        assertThat(is(mail("spring-sale").sent())).isFalse();
    }

    @Test
    @Tag("R4.3")
    void readyMade_lifetimeValueAndDormant() {
        happened("buy", "2026-02-28T03:00:00Z", 300);
        happened("buy", "2026-03-03T02:59:59.999999Z", 200);

        assertThat(is(lifetimeValue("buy", AMOUNT).atLeast(500))).isTrue();
        assertThat(is(dormant("buy", Period.ofDays(90)))).isTrue();
        assertThat(is(dormant("buy", Period.ofDays(91)))).isFalse();
        assertThat(is(dormant("never", Period.ofDays(90)))).isFalse();
        assertThat(is(event("buy").last().before(monthsAgo(2)))).isTrue();
    }

    @Test
    @Tag("R4.3")
    void readyMade_didAndNotSince() {
        Condition abandoned = didAndNotSince(event("cart"), event("buy"));
        assertThat(is(abandoned)).isFalse();
        happened("buy", "2026-05-01T00:00:00Z", 1);
        happened("cart", "2026-05-02T00:00:00Z", 1);
        assertThat(is(abandoned)).isTrue();
        happened("buy", "2026-05-02T00:00:00Z", 1);
        assertThat(is(abandoned)).isFalse();
        happened("cart", "2026-05-02T00:00:00.000001Z", 1);
        assertThat(is(abandoned)).isTrue();
    }

    @Test
    void conditions_thatMakeNoSense_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event("buy").where(subscribedTo("news")))
                .withMessageContaining("only properties");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event("buy").count().is(new BigDecimal("1.5")))
                .withMessageContaining("whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AGE.is(new BigDecimal("1e999999999")))
                .withMessageContaining("digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition.TimeIs(AGE, TimeComparison.ON, Conditions.now()))
                .withMessageContaining("'age' is a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moment.at(Instant.MAX))
                .withMessageContaining("9999");
    }
}
