package dev.hato.tracking;

import static dev.hato.segment.Conditions.clicked;
import static dev.hato.segment.Conditions.opened;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.LegalNotices;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import dev.hato.tracking.conversion.Conversion;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.hit.HitEvents;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the delivery to the reactions to it: the links are those that stand in the mails. */
class TrackedReactionsTest {
    private static final MailingList NEWS = MailingList.of("news");
    private static final MessageTemplate SALE = MessageTemplate.named("sale")
            .subject("セール")
            .html(
                    "<html><body><a href=\"https://shop.example/sale\">会場</a> <a href=\"https://shop.example/shop\">店</a> "
                            + "<a href=\"https://shop.example/map\">地図</a></body></html>")
            .build();

    private final MemoryStores stores = MemoryStores.create();
    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final RecordingTransport transport = new RecordingTransport();
    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .recordingIn(stores)
            .build();
    private final TrackingHandler handler = tracking.endpoints().clock(clock).build();
    private final Hato hato = Hato.builder(stores, transport)
            .sender(Mailbox.of("news@shop.example"))
            .clock(clock)
            .legalNotices(LegalNotices.NOT_CHECKED)
            .transformer(tracking.transformer())
            .unsubscribe(tracking.unsubscribe())
            .build();

    private Delivery deliver(int contacts) {
        for (int i = 0; i < contacts; i++) {
            ContactId id = ContactId.of("c" + i);
            hato.contacts().save(Contact.of(id, EmailAddress.of("c" + i + "@example.jp")));
            hato.consents().subscribe(id, NEWS, Evidence.byRecipient("web form", "signup"));
        }
        Delivery delivery = hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        return delivery;
    }

    /** Returns the paths of this purpose in the mail to the contact. */
    private List<String> paths(int contact, Purpose purpose) {
        String mail = transport.attempts().stream()
                .filter(attempt -> attempt.recipient().value().equals("c" + contact + "@example.jp"))
                .map(attempt -> new String(attempt.mail().toByteArray(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow()
                .replace("=\r\n", "");
        Matcher link = Pattern.compile("https://t\\.shop\\.example(/" + purpose.path() + "/[A-Za-z0-9_-]+)")
                .matcher(mail);
        List<String> paths = new ArrayList<>();
        while (link.find()) {
            paths.add(link.group(1));
        }
        return paths;
    }

    private TrackingResponse get(String path) {
        return handler.handle(TrackingRequest.of("GET", path)
                .header("User-Agent", TrackingFixture.BROWSER)
                .from("203.0.113.77"));
    }

    @Test
    @Tag("R11.2")
    void clicksAndOpens_areThoseOfTheStep_alsoWhereTwoSendOneTemplate() {
        StepScheduler steps = StepScheduler.builder(hato, stores.steps())
                .scenario(Scenario.named("course")
                        .step("first", Steps.immediately(), Steps.mail(SALE))
                        .step("second", Steps.days(1), Steps.mail(SALE))
                        .build())
                .build();
        for (int i = 0; i < 3; i++) {
            ContactId id = ContactId.of("c" + i);
            hato.contacts().save(Contact.of(id, EmailAddress.of("c" + i + "@example.jp")));
            steps.enrol(id);
        }
        steps.drain();
        hato.dispatcher().drain();
        clock.advance(Duration.ofMinutes(10));
        get(paths(0, Purpose.CLICK).get(0));
        get(paths(1, Purpose.OPEN).get(0));
        clock.advance(Duration.ofSeconds(10));
        handler.tend();
        Conversions.over(stores).record(Conversion.of("order-1", ContactId.of("c0"), clock.instant()));
        clock.advance(Duration.ofDays(1));
        steps.drain();
        hato.dispatcher().drain();

        Reactions reactions = new Reactions(stores, clock);
        assertThat(steps.history())
                .extracting(row -> reactions.of(row).toString())
                .containsExactly(
                        "Count[handedOver=3, opens=OptionalLong[1], clicks=1, conversions=1]",
                        "Count[handedOver=3, opens=OptionalLong[0], clicks=0, conversions=0]");
    }

    @Test
    @Tag("R9.5")
    void clicksAndOpens_areThoseOfTheDelivery() {
        Delivery delivery = deliver(4);
        clock.advance(Duration.ofMinutes(10));
        assertThat(get(paths(0, Purpose.CLICK).get(1)).headers())
                .containsEntry("Location", "https://shop.example/shop");
        get(paths(0, Purpose.OPEN).get(0));
        get(paths(1, Purpose.OPEN).get(0));
        clock.advance(Duration.ofSeconds(10));
        handler.tend();
        Reactions.Count count = new Reactions(stores, clock).of(hato.history().row(delivery.id()));

        assertThat(count.handedOver()).isEqualTo(4);
        assertThat(count.opens()).hasValue(2);
        assertThat(count.clicks()).isEqualTo(1);
        assertThat(hato.segments().count(Segment.of("s", clicked("spring-sale"))))
                .isEqualTo(1);
        assertThat(hato.segments().count(Segment.of("s", opened("spring-sale"))))
                .isEqualTo(2);
    }

    @Test
    @Tag("R9.4")
    void scannerThatFollowsAllLinksAtOnce_isNobody() {
        Delivery delivery = deliver(2);
        clock.advance(Duration.ofSeconds(30));
        List<String> links = paths(0, Purpose.CLICK);
        links.forEach(this::get);
        paths(0, Purpose.UNSUBSCRIBE).forEach(this::get);
        clock.advance(Duration.ofSeconds(10));
        handler.tend();

        assertThat(links).hasSizeGreaterThanOrEqualTo(3);
        assertThat(stores.events().count(HitEvents.CLICKED_BY_MACHINE)).isEqualTo(links.size());
        assertThat(new Reactions(stores, clock)
                        .of(hato.history().row(delivery.id()))
                        .clicks())
                .isZero();
        assertThat(hato.consents().subscriptions(ContactId.of("c0")).get(0).status())
                .isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    @Tag("R9.4")
    void clickRightAfterTheHandOver_isAMachines() {
        deliver(1);
        clock.advance(Duration.ofSeconds(2));
        get(paths(0, Purpose.CLICK).get(0));
        handler.close();

        assertThat(stores.events().count(HitEvents.CLICKED_BY_MACHINE)).isEqualTo(1);
    }

    @Test
    @Tag("R2.7")
    void headersOfTheMail_unsubscribeInOnePost() {
        deliver(1);
        handler.handle(TrackingRequest.of("POST", paths(0, Purpose.UNSUBSCRIBE).get(0))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("List-Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII)));

        assertThat(hato.consents().subscriptions(ContactId.of("c0")).get(0).status())
                .isEqualTo(SubscriptionStatus.STOPPED);
    }
}
