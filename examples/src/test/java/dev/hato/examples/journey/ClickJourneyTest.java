package dev.hato.examples.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingKeys;
import dev.hato.tracking.TrackingRequest;
import dev.hato.tracking.conversion.Conversions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a click begins and a purchase ends. */
@Tag("R9.4")
class ClickJourneyTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final MailingList NEWS = MailingList.of("news");
    private static final Pattern CLICK = Pattern.compile("https://t\\.shop\\.example(/c/[A-Za-z0-9_-]+)");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();
    private final RecordingTransport transport = new RecordingTransport();
    private final ClickJourney journey = new ClickJourney(
            stores,
            transport,
            Tracking.at(URI.create("https://t.shop.example"))
                    .signedWith(TrackingKeys.of(1, TrackingKeys.newSecret()))
                    .parameter("utm_campaign", "{mail}")
                    .recordingIn(stores)
                    .build(),
            clock,
            engine ->
                    engine.sender(Mailbox.of("news@shop.example")).clock(clock).legalNotices(LegalNotices.NOT_CHECKED));

    ClickJourneyTest() {
        journey.hato().contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        journey.hato().consents().subscribe(HANAKO, NEWS, Evidence.byRecipient("web form", "https://shop.example"));
        MessageTemplate sale = MessageTemplate.named("sale")
                .subject("Sale")
                .html("<a href=\"https://shop.example/sale\">Sale</a> <a href=\"{{ unsubscribe.url }}\">Stop</a>")
                .build();
        journey.hato().deliveries().group("spring-sale", NEWS, sale).submit();
        goOn(Duration.ZERO);
    }

    private void goOn(Duration span) {
        clock.advance(span);
        journey.work();
    }

    private String mail(int number) {
        byte[] mail = transport.attempts().get(number).mail().toByteArray();
        return new String(mail, StandardCharsets.UTF_8).replace("=\r\n", "").replace("=3D", "=");
    }

    /** Clicks the first link of the mail, and returns where that leads. */
    private String click(int number, String agent) {
        Matcher link = CLICK.matcher(mail(number));
        assertThat(link.find()).isTrue();
        TrackingRequest request = TrackingRequest.of("GET", link.group(1))
                .header("User-Agent", agent)
                .from("203.0.113.7");
        return Objects.requireNonNull(journey.links().handle(request).headers().get("Location"));
    }

    private List<String> subjects() {
        return transport.attempts().stream()
                .map(sent -> new String(sent.mail().toByteArray(), StandardCharsets.UTF_8))
                .map(mail -> mail.replaceAll("(?s).*Subject: ([^\r\n]*).*", "$1"))
                .toList();
    }

    @Test
    void click_startsTheScenario_andWithoutAnotherTheReminderComes() {
        goOn(Duration.ofHours(1));
        assertThat(subjects()).containsExactly("Sale");

        assertThat(click(0, BROWSER)).isEqualTo("https://shop.example/sale?utm_campaign=spring-sale");
        goOn(Duration.ofMinutes(1));
        assertThat(subjects()).containsExactly("Sale", "offer");
        goOn(Duration.ofDays(3));
        assertThat(subjects()).containsExactly("Sale", "offer", "reminder");
    }

    @Test
    void clickInTheScenariosMail_satisfiesTheWait() {
        goOn(Duration.ofHours(1));
        click(0, BROWSER);
        goOn(Duration.ofMinutes(1));
        goOn(Duration.ofHours(1));
        assertThat(click(1, BROWSER)).isEqualTo("https://shop.example/offer?utm_campaign=offer");
        goOn(Duration.ofMinutes(1));
        goOn(Duration.ofDays(3));

        assertThat(subjects()).containsExactly("Sale", "offer");
    }

    @Test
    void machines_startNothing() {
        goOn(Duration.ofHours(1));
        click(0, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
        goOn(Duration.ofMinutes(1));

        assertThat(subjects()).containsExactly("Sale");
    }

    @Test
    @Tag("R9.6")
    void purchase_endsTheScenario_andIsAConversionOfTheMail() {
        goOn(Duration.ofHours(1));
        click(0, BROWSER);
        goOn(Duration.ofMinutes(1));
        for (int times = 0; times < 2; times++) {
            journey.happened(ContactEvent.of(HANAKO, "purchase", clock.instant())
                    .withId("purchase-" + times)
                    .with(ClickJourney.ORDER, "1042")
                    .with(ClickJourney.AMOUNT, 62_000));
        }
        goOn(Duration.ofDays(3));

        assertThat(subjects()).as("no reminder").containsExactly("Sale", "offer");
        List<ContactEvent> conversions =
                stores.events().find(HANAKO, Conversions.CONVERTED, Instant.EPOCH, clock.instant());
        assertThat(conversions).singleElement().satisfies(conversion -> {
            assertThat(conversion.properties().get(Conversions.ORDER)).isEqualTo("1042");
            assertThat(conversion.properties().get(Conversions.VALUE)).isEqualByComparingTo("62000");
            assertThat(conversion.properties().get(MailEvents.MAIL)).isEqualTo("spring-sale");
        });
    }

    @Test
    void guide_showsTheCompiledCode() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        String source =
                Files.readString(root.resolve("examples/src/main/java/dev/hato/examples/journey/ClickJourney.java"));
        String code = source.substring(
                        source.indexOf("// GUIDE: begin\n") + "// GUIDE: begin\n".length(),
                        source.indexOf("        // GUIDE: end"))
                .replaceAll("\\s", "");
        assertThat(Files.readString(root.resolve("docs/tracking.md")).replaceAll("\\s", ""))
                .contains(code);
    }
}
