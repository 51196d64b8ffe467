package dev.hato.tracking;

import static dev.hato.tracking.TrackingFixture.HANAKO;
import static dev.hato.tracking.TrackingFixture.NEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.tracking.hit.AgentCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientPagesTest {
    private static final MailingList CLUB = MailingList.of("club").titled("会員<クラブ>");

    private final TrackingFixture fixture = new TrackingFixture();
    private final String leave = fixture.path(Purpose.UNSUBSCRIBE, "news");
    private final String preferences = fixture.path(Purpose.PREFERENCES, null);

    private static String text(TrackingResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private Subscription club() {
        return Objects.requireNonNull(fixture.consents.subscription(HANAKO, CLUB));
    }

    private List<Subscription> history() {
        return fixture.consents.history(HANAKO);
    }

    @Test
    @Tag("R2.7")
    void oneClick_stopsAtOnceWithoutCookieLoginOrRedirect() {
        TrackingResponse response = fixture.handler.handle(TrackingRequest.of("POST", leave)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("List-Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII)));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKeys("Location", "Set-Cookie", "WWW-Authenticate");
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(history().get(1).evidence())
                .isEqualTo(Evidence.byRecipient("one-click unsubscribe", "mail mail/spring-sale"));
    }

    @Test
    @Tag("R2.7")
    void oneClickAsMultipart_stops() {
        String body =
                "--x1\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x1--\r\n";
        fixture.handler.handle(TrackingRequest.of("POST", leave)
                .header("Content-Type", "multipart/form-data; boundary=x1")
                .body(body.getBytes(StandardCharsets.US_ASCII)));

        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List-Unsubscribe=One-Click",
                "List-Unsubscribe=One-Click\r\n",
                "list-unsubscribe=one-click",
                "a=b&List%2DUnsubscribe=One%2DClick",
                "confirm=yes"
            })
    @Tag("R2.7")
    void repeatedPosts_areHarmless(String body) {
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.post(leave, body).status()).isEqualTo(200);
        }

        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(history()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "confirm=no", "%%%=&&&", "List-Unsubscribe", "=One-Click"})
    void postsThatSayNothing_changeNothing(String body) {
        assertThat(fixture.post(leave, body).status()).isEqualTo(400);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void bodiesThatAreTooLong_areRefused() {
        String body = "confirm=yes&x=" + "x".repeat(TrackingRequest.LONGEST_BODY);

        assertThat(fixture.post(leave, body).status()).isEqualTo(413);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    @Tag("R2.7")
    @Tag("R9.4")
    void getAndHeadByAnyAgent_changeNothing() throws IOException {
        List<String> agents = new ArrayList<>(AgentCorpus.crawlers());
        agents.addAll(AgentCorpus.browsers());
        List<String> paths = List.of(leave, preferences, fixture.path(Purpose.CONFIRM, "news"));
        int requests = 0;
        for (String agent : agents) {
            for (String method : List.of("GET", "HEAD")) {
                for (String path : paths) {
                    TrackingRequest request = TrackingRequest.of(
                                    method, path + "?confirm=yes&List-Unsubscribe=One-Click")
                            .header("User-Agent", agent)
                            .from("198.51.100.7");
                    assertThat(fixture.handler.handle(request).status()).isEqualTo(200);
                    requests++;
                }
            }
        }
        fixture.settle();

        System.out.println("[FIGURE] requests to pages that change subscriptions: " + requests + ", changes: "
                + (history().size() - 1));
        assertThat(requests).isGreaterThan(18_000);
        assertThat(history()).hasSize(1);
    }

    @Test
    void page_isPlainHtmlThatRunsNothing() {
        TrackingResponse page = fixture.get(leave);
        String html = text(page);

        assertThat(page.headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("X-Robots-Tag", "noindex")
                .containsEntry("Cache-Control", "no-store");
        assertThat(page.headers().get("Content-Security-Policy")).startsWith("default-src 'none';");
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("「鳩の店だより」の配信を停止します", "<form method=\"post\">", "</html>")
                .doesNotContain("<script", "http:", "action=");
    }

    @Test
    void storeThatIsDown_isNotTakenForDone() {
        fixture.stores.down(true);
        TrackingResponse response = fixture.post(leave, "List-Unsubscribe=One-Click");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "60");
        fixture.stores.down(false);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(fixture.post(leave, "List-Unsubscribe=One-Click").status()).isEqualTo(200);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void linkWithoutAList_leavesAll() {
        fixture.consents.subscribe(HANAKO, CLUB, Evidence.byRecipient("web form", "club page"));
        fixture.consents.request(HANAKO, MailingList.of("other"), Evidence.byRecipient("web form", "other page"));
        fixture.post(fixture.path(Purpose.UNSUBSCRIBE, null), "List-Unsubscribe=One-Click");

        assertThat(fixture.consents.subscriptions(HANAKO))
                .extracting(Subscription::status)
                .containsOnly(SubscriptionStatus.STOPPED)
                .hasSize(3);
    }

    @Test
    void leavingWhatOneIsBannedFrom_changesNothing() {
        fixture.consents.ban(HANAKO, NEWS, Evidence.byOperator("suzuki", "abuse"));

        assertThat(fixture.post(leave, "confirm=yes").status()).isEqualTo(200);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.BANNED);
    }

    @Test
    void leavingAfterErasure_writesNothing() {
        fixture.stores.memory().eraser().erase(HANAKO);

        assertThat(fixture.post(leave, "List-Unsubscribe=One-Click").status()).isEqualTo(200);
        assertThat(fixture.consents.subscriptions(HANAKO)).isEmpty();
        assertThat(fixture.get(preferences).status()).isEqualTo(404);
    }

    @Test
    void preferences_showAndChangeWhatIsOffered() {
        fixture.consents.subscribe(HANAKO, CLUB, Evidence.byRecipient("web form", "club page"));
        TrackingHandler handler = fixture.tracking
                .endpoints()
                .clock(fixture.clock)
                .lists(NEWS, CLUB, MailingList.of("events"))
                .build();
        String html = text(handler.handle(fixture.request("GET", preferences)));

        assertThat(html)
                .contains(
                        "value=\"news\" checked> 鳩の店だより",
                        "value=\"club\" checked> 会員&lt;クラブ&gt;",
                        "value=\"events\"> events");
        TrackingResponse kept = handler.handle(fixture.request("POST", preferences)
                .body("shown=news&shown=club&shown=events&list=club&list=events&list=secret&confirm=yes"
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(text(kept)).contains("配信設定を保存しました", "value=\"news\"> 鳩の店だより", "value=\"events\" checked");
        assertThat(fixture.consents.subscriptions(HANAKO))
                .extracting(Subscription::list, Subscription::status)
                .containsExactly(
                        tuple("club", SubscriptionStatus.ACTIVE),
                        tuple("events", SubscriptionStatus.ACTIVE),
                        tuple("news", SubscriptionStatus.STOPPED));
    }

    @Test
    void preferencesThatWereNotShown_stayAsTheyAre() {
        fixture.post(preferences, "confirm=yes");

        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    /** A list that is not offered to everybody, once left, can be chosen again; one that was left elsewhere is not shown. */
    @Test
    void listThatIsNotOffered_canBeChosenAgainAfterItWasLeft() {
        MailingList inner = MailingList.of("follow-up");
        fixture.consents.subscribe(HANAKO, inner, Evidence.byRecipient("web form", "request"));
        fixture.consents.subscribe(HANAKO, CLUB, Evidence.byRecipient("web form", "request"));
        fixture.consents.stop(HANAKO, CLUB, Evidence.byRecipient("unsubscribe page", "mail"));
        assertThat(text(fixture.get(preferences))).contains("value=\"follow-up\" checked");

        TrackingResponse left = fixture.post(preferences, "shown=follow-up&confirm=yes");
        assertThat(text(left)).contains("value=\"follow-up\"> follow-up").doesNotContain("club");
        assertThat(text(fixture.get(preferences))).contains("value=\"follow-up\"> follow-up");
        fixture.post(preferences, "shown=follow-up&list=follow-up&shown=club&list=club&confirm=yes");
        assertThat(fixture.consents.subscriptions(HANAKO))
                .extracting(Subscription::list, Subscription::status)
                .contains(tuple("follow-up", SubscriptionStatus.ACTIVE), tuple("club", SubscriptionStatus.STOPPED));
    }

    /** A title cannot make the page say something else; the list's name comes back to the character. */
    @Test
    void namesThatTurnTheDirectionOfText_areShownWithoutThat() {
        MailingList turning = MailingList.of("abc\u202Edef\u2067<");
        fixture.consents.subscribe(HANAKO, turning, Evidence.byRecipient("web form", "request"));
        String html = text(fixture.get(preferences));
        assertThat(html)
                .contains("value=\"abc&#8238;def&#8295;&lt;\" checked> abcdef&lt;")
                .doesNotContain("\u202E", "\u2067");
        fixture.post(preferences, "shown=abc%E2%80%AEdef%E2%81%A7%3C&confirm=yes");
        assertThat(Objects.requireNonNull(fixture.consents.subscription(HANAKO, turning))
                        .status())
                .isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void bannedLists_areNotOffered() {
        fixture.consents.ban(HANAKO, NEWS, Evidence.byOperator("suzuki", "abuse"));

        assertThat(text(fixture.get(preferences))).doesNotContain("value=\"news\"");
        fixture.post(preferences, "shown=news&list=news&confirm=yes");
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.BANNED);
    }

    @Test
    void confirmation_takesAPost() {
        fixture.consents.request(HANAKO, CLUB, Evidence.byRecipient("web form", "club page"));
        String confirm = fixture.path(Purpose.CONFIRM, "club");

        assertThat(text(fixture.get(confirm))).contains("購読を開始するにはボタンを押してください");
        assertThat(club().status()).isEqualTo(SubscriptionStatus.PENDING);
        assertThat(fixture.post(confirm, "").status()).isEqualTo(400);
        assertThat(fixture.post(confirm, "confirm=yes").status()).isEqualTo(200);
        assertThat(fixture.post(confirm, "confirm=yes").status()).isEqualTo(200);
        assertThat(club().status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(club().evidence().method()).isEqualTo("double opt-in");
    }

    @Test
    void oldConfirmation_doesNotBringBackWhoHasLeft() {
        String confirm = fixture.path(Purpose.CONFIRM, "news");
        fixture.post(leave, "confirm=yes");

        assertThat(fixture.post(confirm, "confirm=yes").status()).isEqualTo(410);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void hostsPages_standInPlaceOfTheStandardOnes() {
        Map<TrackingPage.Kind, String> own = Map.of(TrackingPage.Kind.UNSUBSCRIBED, "<p>さようなら</p>");
        TrackingHandler handler = fixture.tracking
                .endpoints()
                .pages(page -> Optional.ofNullable(own.get(page.kind())).orElseThrow())
                .build();

        assertThat(text(handler.handle(fixture.request("GET", leave)))).contains("メールの配信停止");
        assertThat(text(handler.handle(
                        fixture.request("POST", leave).body("confirm=yes".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("<p>さようなら</p>");
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
    }
}
