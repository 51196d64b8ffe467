package dev.hato.tracking;

import static dev.hato.tracking.TrackingFixture.HANAKO;
import static dev.hato.tracking.TrackingFixture.MAIL;
import static dev.hato.tracking.TrackingFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.tracking.hit.HitEvents;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingHandlerTest {
    private final TrackingFixture fixture = new TrackingFixture();

    private static String text(TrackingResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void click_redirectsToTheExactDestinationAndIsRecorded() {
        TrackingResponse response = fixture.get(fixture.path(Purpose.CLICK, TARGET));

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.headers())
                .containsEntry("Location", TARGET)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer");
        assertThat(response.body()).isEmpty();
        fixture.settle();
        ContactEvent click = fixture.events(MailEvents.CLICKED).get(0);
        assertThat(click.properties().get(MailEvents.MAIL)).isEqualTo("spring-sale");
        assertThat(click.properties().get(HitEvents.LINK)).isEqualTo(TARGET);
        assertThat(fixture.events(HitEvents.HIT)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/商品?色=青#先頭, https://shop.example/%E5%95%86%E5%93%81?%E8%89%B2=%E9%9D%92#%E5%85%88%E9%A0%AD",
        "https://鳩.example/a%2Fb, https://xn--by6a.example/a%2Fb",
        "https://鳩.example:8443/, https://xn--by6a.example:8443/",
        "HTTP://Shop.Example/A?b=%zz&&c, HTTP://Shop.Example/A?b=%zz&&c",
        "https://shop.example/a b, https://shop.example/a%20b"
    })
    void clickOnWhatIsNotAscii_leadsWhereABrowserWouldGo(String target, String location) {
        assertThat(fixture.get(fixture.path(Purpose.CLICK, target)).headers()).containsEntry("Location", location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "//evil.example/", "ftp://shop.example/", "https://", "mailto:a@b.example"
            })
    void clickOnWhatIsNoPage_leadsNowhere(String target) {
        TrackingResponse response = fixture.get(fixture.path(Purpose.CLICK, target));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).doesNotContainKey("Location");
    }

    @Test
    void destinationWithLineBreaks_cannotSplitTheAnswer() {
        String path = fixture.path(Purpose.CLICK, "https://shop.example/\r\nSet-Cookie: a=b");

        assertThat(fixture.get(path).headers())
                .containsEntry("Location", "https://shop.example/%0D%0ASet-Cookie:%20a=b");
    }

    @Test
    void click_redirectsWhileTheStoreIsDownAndIsWrittenAfterwards() {
        fixture.stores.down(true);
        for (int i = 0; i < 50; i++) {
            assertThat(fixture.get(fixture.path(Purpose.CLICK, TARGET)).headers())
                    .containsEntry("Location", TARGET);
            fixture.settle();
        }

        assertThat(fixture.events(HitEvents.HIT)).isEmpty();
        fixture.stores.down(false);
        fixture.settle();
        assertThat(fixture.events(HitEvents.HIT)).hasSize(50);
        assertThat(fixture.events(MailEvents.CLICKED)).hasSize(50);
    }

    @Test
    void open_answersAnImageThatNobodyKeeps() {
        TrackingResponse response = fixture.get(fixture.path(Purpose.OPEN, null));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("Content-Type", "image/gif");
        assertThat(response.headers().get("Cache-Control")).contains("no-store", "no-cache");
        assertThat(response.body()).startsWith('G', 'I', 'F', '8', '9', 'a');
        fixture.settle();
        assertThat(fixture.events(MailEvents.OPENED)).hasSize(1);
    }

    @Test
    void head_answersAsGetWithoutBodyAndNeverCounts() {
        for (Purpose purpose : List.of(Purpose.CLICK, Purpose.OPEN, Purpose.UNSUBSCRIBE, Purpose.CONFIRM)) {
            String path = fixture.path(purpose, purpose == Purpose.OPEN ? null : TARGET);
            TrackingResponse get = fixture.get(path);
            fixture.clock.advance(Duration.ofHours(1));
            TrackingResponse head = fixture.handler.handle(fixture.request("HEAD", path));

            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.body()).isEmpty();
            assertThat(head.headers()).containsAllEntriesOf(get.headers());
            if (get.body().length > 0) {
                assertThat(head.headers()).containsEntry("Content-Length", "" + get.body().length);
            }
        }
        fixture.settle();
        assertThat(fixture.events(MailEvents.CLICKED)).hasSize(1);
        assertThat(fixture.events(MailEvents.OPENED)).hasSize(1);
        assertThat(fixture.events(HitEvents.CLICKED_BY_MACHINE)).hasSize(1);
        assertThat(fixture.events(HitEvents.OPENED_BY_MACHINE)).hasSize(1);
    }

    @Test
    @Tag("R9.2")
    void alteredTokens_getNotFoundWithoutRedirect() {
        String path = fixture.path(Purpose.CLICK, TARGET);
        for (int i = 3; i < path.length(); i++) {
            char other = path.charAt(i) == 'A' ? 'B' : 'A';
            for (String altered : List.of(path.substring(0, i), path.substring(0, i) + other + path.substring(i + 1))) {
                TrackingResponse response = fixture.get(altered);
                assertThat(response.status()).isEqualTo(404);
                assertThat(response.headers()).doesNotContainKey("Location");
            }
        }
        fixture.settle();
        assertThat(fixture.events(HitEvents.HIT)).isEmpty();
    }

    @Test
    @Tag("R9.2")
    void tokenOfAnotherPurpose_getsNotFound() {
        String click = fixture.path(Purpose.CLICK, TARGET);
        for (Purpose purpose : Purpose.values()) {
            if (purpose != Purpose.CLICK) {
                assertThat(fixture.get("/" + purpose.path() + click.substring(2))
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/c",
                "/c/",
                "/x/abc",
                "/c//abc",
                "/c/../o/a",
                "/favicon.ico",
                "/C/abc",
                "c/abc",
                "/c/%41"
            })
    void unknownPaths_getNotFound(String path) {
        assertThat(fixture.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "CONNECT"})
    void otherMethods_areNotAllowed(String method) {
        TrackingResponse click = fixture.handler.handle(fixture.request(method, fixture.path(Purpose.CLICK, TARGET)));
        TrackingResponse leave =
                fixture.handler.handle(fixture.request(method, fixture.path(Purpose.UNSUBSCRIBE, "news")));

        assertThat(click.status()).isEqualTo(405);
        assertThat(click.headers()).containsEntry("Allow", "GET, HEAD");
        assertThat(leave.status()).isEqualTo(405);
        assertThat(leave.headers()).containsEntry("Allow", "GET, HEAD, POST");
        assertThat(fixture.post(fixture.path(Purpose.CLICK, TARGET), "").status())
                .isEqualTo(405);
    }

    @Test
    void linksOfTestMails_doNothingAndSaySo() {
        TrackedMail test = new TrackedMail("mail", "spring-sale", "", HANAKO, true);
        String click = fixture.tracking
                .link(Purpose.CLICK, test, "https://shop.example/?a=<b>")
                .getRawPath();
        String leave = fixture.tracking.link(Purpose.UNSUBSCRIBE, test, "news").getRawPath();

        TrackingResponse shown = fixture.get(click);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(text(shown)).contains("テストメール", "https://shop.example/?a=&lt;b&gt;");
        assertThat(text(fixture.get(leave))).contains("テストメール");
        assertThat(text(fixture.post(leave, "List-Unsubscribe=One-Click"))).contains("テストメール");
        assertThat(fixture.status()).hasToString("ACTIVE");
        fixture.settle();
        assertThat(fixture.events(HitEvents.HIT)).isEmpty();
    }

    @Test
    void viewInTheBrowser_showsWhatTheHostRenders() {
        TrackingHandler handler = fixture.tracking
                .endpoints()
                .view(mail -> mail.equals(MAIL) ? Optional.of("<p>春のセール</p>") : Optional.empty())
                .build();
        TrackingResponse shown = handler.handle(fixture.request("GET", fixture.path(Purpose.VIEW, null)));

        assertThat(text(shown)).isEqualTo("<p>春のセール</p>");
        assertThat(shown.headers().get("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(fixture.get(fixture.path(Purpose.VIEW, null)).status()).isEqualTo(404);
    }

    @Test
    void addressesOfClients_areNotKept() {
        fixture.get(fixture.path(Purpose.CLICK, TARGET));
        fixture.settle();

        for (String type : List.of(HitEvents.HIT, MailEvents.CLICKED)) {
            for (ContactEvent event : fixture.events(type)) {
                event.properties()
                        .forEach((property, value) -> assertThat(value.toString())
                                .doesNotContain("203.0.113.77")
                                .doesNotContain("hanako@"));
            }
        }
        assertThat(fixture.events(HitEvents.HIT).get(0).properties().toMap().values())
                .contains("203.0.113.0/24");
    }

    @Test
    void sameRequestTwiceWithinASecond_isOneHit() {
        String path = fixture.path(Purpose.CLICK, TARGET);
        fixture.get(path);
        fixture.clock.advance(Duration.ofMillis(400));
        fixture.get(path);
        fixture.clock.advance(Duration.ofSeconds(30));
        fixture.get(path);
        fixture.settle();

        assertThat(fixture.events(HitEvents.HIT)).hasSize(2);
        assertThat(fixture.events(MailEvents.CLICKED)).hasSize(2);
    }

    @Test
    void withoutStores_linksRedirectAndNothingElseWorks() {
        Tracking bare = Tracking.at(URI.create("https://shop.example/t"))
                .signedWith(TrackingKeys.of(1, TrackingKeys.newSecret()))
                .build();
        TrackingHandler handler = bare.handler();
        String click = bare.link(Purpose.CLICK, MAIL, TARGET).getRawPath();
        String leave = bare.link(Purpose.UNSUBSCRIBE, MAIL, "news").getRawPath();

        assertThat(click).startsWith("/t/c/");
        assertThat(handler.handle(fixture.request("GET", click)).headers()).containsEntry("Location", TARGET);
        assertThat(handler.handle(fixture.request("GET", click.substring(2))).status())
                .isEqualTo(404);
        assertThat(handler.handle(fixture.request("POST", leave).body("confirm=yes".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void erasedContacts_getNoEvents() {
        fixture.get(fixture.path(Purpose.CLICK, TARGET));
        fixture.stores.memory().eraser().erase(HANAKO);
        fixture.settle();

        assertThat(fixture.events(HitEvents.HIT)).isEmpty();
        assertThat(fixture.stores.memory().events().count(MailEvents.CLICKED)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ja,en;q=0.8|ja", "en-US,en;q=0.9,ja;q=0.8|en", "fr-FR|en", "''|ja", "ja-JP|ja", "*|ja", "%%%|ja"})
    void pages_areInTheLanguageThatTheBrowserAsksFor(String header, String language) {
        TrackingResponse page = fixture.handler.handle(fixture.request("GET", fixture.path(Purpose.UNSUBSCRIBE, "news"))
                .header("Accept-Language", header));

        assertThat(text(page)).contains("<html lang=\"" + language + "\">");
    }
}
