package dev.hato.tracking;

import static dev.hato.tracking.Engagement.clickedLink;
import static dev.hato.tracking.Engagement.clickedMail;
import static dev.hato.tracking.Engagement.clickedRegistered;
import static dev.hato.tracking.Engagement.notOpenedLast;
import static dev.hato.tracking.Engagement.openedMail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.SendKey;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import dev.hato.step.Steps;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import dev.hato.tracking.hit.Hit;
import dev.hato.tracking.hit.HitEvents;
import dev.hato.tracking.hit.HitKind;
import dev.hato.tracking.hit.HitLog;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EngagementTest {
    private static final MailingList NEWS = MailingList.of("news");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final Stores stores = MemoryStores.create();
    private final Hato hato = Hato.builder(stores, new RecordingTransport())
            .sender(Mailbox.of("鳩の店", "news@shop.example"))
            .legalNotices(LegalNotices.NOT_CHECKED)
            .clock(clock)
            .zone(ZoneId.of("Asia/Tokyo"))
            .build();
    private final HitLog hits = HitLog.into(stores).clock(clock).build();

    EngagementTest() {
        for (int i = 0; i < 4; i++) {
            Contact contact = Contact.of(contact(i), EmailAddress.of("c" + i + "@example.jp"));
            hato.contacts().save(contact);
            hato.consents().subscribe(contact.id(), NEWS, Evidence.byRecipient("web form", "signup"));
        }
    }

    private static ContactId contact(int number) {
        return ContactId.of("c" + number);
    }

    private DeliveryId send(String name, boolean html) {
        MessageTemplate.Builder template = MessageTemplate.named(name).subject("セール");
        DeliveryId id = hato.deliveries()
                .group(name, NEWS, (html ? template.html("<p>こんにちは</p>") : template.text("こんにちは")).build())
                .submit()
                .id();
        hato.dispatcher().drain();
        clock.advance(Duration.ofHours(1));
        return id;
    }

    private void hit(HitKind kind, DeliveryId delivery, int contact, Hit.Link link, String agent) {
        hits.add(kind, SendKey.ofDelivery(delivery, contact(contact)), link, new Hit.Client("GET", agent, ""));
        clock.advance(Duration.ofMinutes(1));
        hits.flush();
    }

    private boolean is(Condition condition, int contact) {
        Segment segment = Segment.of("s", condition);
        assertThat(Segment.fromJson(segment.toJson())).isEqualTo(segment);
        return hato.segments().contains(segment, contact(contact));
    }

    @Test
    @Tag("R9.5")
    @Tag("R11.1")
    void reactions_countEachContactOnceAndPeopleOnly() {
        DeliveryId sale = send("sale", true);
        for (int i = 0; i < 3; i++) {
            hit(HitKind.OPEN, sale, 0, Hit.Link.NONE, BROWSER);
            hit(HitKind.CLICK, sale, 0, new Hit.Link(i, false, "https://shop.example/" + i), BROWSER);
        }
        hit(HitKind.OPEN, sale, 1, Hit.Link.NONE, BROWSER);
        hit(HitKind.OPEN, sale, 2, Hit.Link.NONE, "curl/8.5.0");
        hit(HitKind.CLICK, sale, 2, new Hit.Link(0, false, "https://shop.example/0"), "curl/8.5.0");
        Reactions.Count count = new Reactions(stores, clock).of(hato.history().row(sale));

        assertThat(count.handedOver()).isEqualTo(4);
        assertThat(count.opens()).hasValue(2);
        assertThat(count.clicks()).isEqualTo(1);
        assertThat(count.openRate()).hasValue(0.5);
        assertThat(count.clickRate()).hasValue(0.25);
        assertThat(stores.events().count(HitEvents.HIT)).isEqualTo(9);
    }

    @Test
    @Tag("R11.1")
    void ratesOfNothing_areAbsent() {
        Reactions.Count nothing = new Reactions.Count(0, OptionalLong.of(0), 0, 0);
        assertThat(nothing.openRate()).isEmpty();
        assertThat(nothing.clickRate()).isEmpty();
        Reactions.Count unnoticed = new Reactions.Count(3, OptionalLong.of(0), 0, 0);
        assertThat(unnoticed.openRate()).hasValue(0);
        assertThat(unnoticed.clickRate()).hasValue(0);
    }

    @Test
    @Tag("R9.5")
    void opensOfAPlainTextMail_areNotMeasurable() {
        DeliveryId text = send("text", false);
        Reactions.Count count = new Reactions(stores, clock).of(hato.history().row(text));

        assertThat(count.opens()).isEmpty();
        assertThat(count.openRate()).isEmpty();
        assertThat(count.clickRate()).hasValue(0);
    }

    @Test
    void deliveriesOfTheSameName_areCountedApart() {
        DeliveryId first = send("weekly", true);
        DeliveryId second = send("weekly", true);
        hit(HitKind.OPEN, second, 0, Hit.Link.NONE, BROWSER);
        Reactions reactions = new Reactions(stores, clock);

        assertThat(reactions.of(hato.history().row(first)).opens()).hasValue(0);
        assertThat(reactions.of(hato.history().row(second)).opens()).hasValue(1);
    }

    @Test
    void openedAndClicked_areConditions() {
        DeliveryId sale = send("sale", true);
        hit(HitKind.OPEN, sale, 0, Hit.Link.NONE, BROWSER);
        hit(HitKind.CLICK, sale, 1, new Hit.Link(0, false, "https://shop.example/a"), BROWSER);
        hit(HitKind.CLICK, sale, 2, new Hit.Link(7, true, "https://shop.example/b"), BROWSER);
        clock.advance(Duration.ofDays(10));

        assertThat(is(openedMail("sale").within(Period.ofDays(11)), 0)).isTrue();
        assertThat(is(openedMail("sale").within(Period.ofDays(9)), 0)).isFalse();
        assertThat(is(openedMail("other").ever(), 0)).isFalse();
        assertThat(is(clickedMail("sale").ever(), 1)).isTrue();
        assertThat(is(clickedMail("sale").atLeast(2), 1)).isFalse();
        assertThat(is(clickedLink("https://shop.example/a").ever(), 1)).isTrue();
        assertThat(is(clickedLink("https://shop.example/a").ever(), 2)).isFalse();
        assertThat(is(clickedRegistered(7).within(Duration.ofDays(11)), 2)).isTrue();
        assertThat(is(clickedRegistered(0).ever(), 1)).isFalse();
        assertThat(is(clickedMail("sale").never(), 3)).isTrue();
    }

    @Test
    void notOpenedLast_isForThoseWhoGotThemAllAndOpenedNone() {
        DeliveryId first = send("first", true);
        DeliveryId second = send("second", true);
        send("plain", false);
        DeliveryId third = send("third", true);
        hit(HitKind.OPEN, first, 0, Hit.Link.NONE, BROWSER);
        hit(HitKind.OPEN, second, 1, Hit.Link.NONE, BROWSER);
        hit(HitKind.OPEN, third, 2, Hit.Link.NONE, BROWSER);

        Condition two = notOpenedLast(2, hato.history());
        assertThat(is(two, 0)).isTrue();
        assertThat(is(two, 1)).isFalse();
        assertThat(is(two, 2)).isFalse();
        assertThat(is(two, 3)).isTrue();
        assertThat(is(notOpenedLast(3, hato.history()), 0)).isFalse();
        assertThat(is(notOpenedLast(3, hato.history()), 3)).isTrue();
        assertThat(is(notOpenedLast(4, hato.history()), 3)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> notOpenedLast(0, hato.history()));
    }

    @Test
    void notOpenedLast_tellsDeliveriesOfTheSameNameApart() {
        DeliveryId first = send("weekly", true);
        send("weekly", true);
        hato.contacts().save(Contact.of(contact(9), EmailAddress.of("c9@example.jp")));
        hato.consents().subscribe(contact(9), NEWS, Evidence.byRecipient("web form", "signup"));
        send("weekly", true);
        hit(HitKind.OPEN, first, 0, Hit.Link.NONE, BROWSER);

        assertThat(is(notOpenedLast(2, hato.history()), 0)).isTrue();
        assertThat(is(notOpenedLast(3, hato.history()), 0)).isFalse();
        assertThat(is(notOpenedLast(3, hato.history()), 1)).isTrue();
        assertThat(is(notOpenedLast(1, hato.history()), 9)).isTrue();
        assertThat(is(notOpenedLast(2, hato.history()), 9)).isFalse();
    }

    @Test
    void clickedLink_findsUrlsLongerThanWhatIsKept() {
        DeliveryId sale = send("sale", true);
        String url = "https://shop.example/" + "x".repeat(2 * Hit.Link.LONGEST_TARGET);
        hit(HitKind.CLICK, sale, 0, new Hit.Link(0, false, url), BROWSER);

        assertThat(is(clickedLink(url).ever(), 0)).isTrue();
        assertThat(is(clickedLink("https://shop.example/").ever(), 0)).isFalse();
    }

    /** Whoever imports all words of conditions, reactions and steps can use each of them. */
    @Test
    void words_doNotClashWithThoseOfConditionsAndSteps() {
        List<String> words = Stream.of(Engagement.class, Conditions.class, Steps.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
        assertThat(words).doesNotHaveDuplicates();
    }
}
