package dev.hato.examples.shop;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.dormant;
import static dev.hato.segment.Conditions.event;

import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.Unsubscribe;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.segment.Segment;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;

/** The words of the shop: its attributes, its list, its segments. */
final class Shop {
    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    static final TextAttribute RANK = Attribute.text("rank");

    static final NumberAttribute AMOUNT = Attribute.number("amount");
    static final NumberAttribute QUANTITY = Attribute.number("quantity");

    static final MailingList NEWSLETTER = MailingList.of("newsletter").titled("鳩のレコード便り");
    static final Mailbox SENDER = Mailbox.of("鳩の店", "news@shop.example");
    static final Imprint IMPRINT = Imprint.of("鳩の店", "東京都千代田区鳩町1-2-3", "help@shop.example");
    static final Unsubscribe UNSUBSCRIBE = Unsubscribe.byLink(target -> URI.create(
                    "https://shop.example/stop?id=" + target.contact().id()))
            .orByMail("stop@shop.example");

    /** Bought for at least 200 in all, lives in Tokyo or Osaka, and has not bought for 90 days. */
    static final Segment LAPSED_REGULARS = Segment.of(
            "lapsed-regulars",
            allOf(
                    PREFECTURE.in("東京都", "大阪府"),
                    event("purchase").sum(AMOUNT).atLeast(200),
                    event("purchase").last().before(daysAgo(90))));

    static final Segment DORMANT = Segment.of("dormant", dormant("purchase", Period.ofDays(90)));

    static final Segment BIG_SPENDERS =
            Segment.of("big-spenders", event("purchase").sum(AMOUNT).atLeast(1_000));

    /** Bought three times or more in the last quarter of 1997, and never since. */
    static final Segment AUTUMN_REGULARS = Segment.of(
            "autumn-regulars",
            allOf(
                    event("purchase")
                            .between(LocalDate.of(1997, 10, 1), LocalDate.of(1998, 1, 1))
                            .count()
                            .atLeast(3),
                    event("purchase").since(LocalDate.of(1998, 1, 1)).count().is(0)));

    static final List<Segment> SEGMENTS = List.of(LAPSED_REGULARS, DORMANT, BIG_SPENDERS, AUTUMN_REGULARS);

    private Shop() {}
}
