package dev.hato.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.testkit.MovableClock;
import dev.hato.tracking.Purpose;
import dev.hato.tracking.TrackedMail;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingHandler;
import dev.hato.tracking.TrackingKeys;
import dev.hato.tracking.hit.HitEvents;
import jakarta.servlet.Filter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrackingServletIT {
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";
    private static final String TARGET = "https://shop.example/sale?item=%E9%B3%A9&x=1#top";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final MailingList NEWS = MailingList.of("news");
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final TrackedMail MAIL = new TrackedMail("delivery:1", "spring-sale", "", HANAKO);

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();
    private final Consents consents = new Consents(stores.consents(), clock);
    private final HttpClient client = HttpClient.newHttpClient();
    private Tracking tracking = at("https://t.shop.example");
    private TrackingHandler handler =
            tracking.endpoints().clock(clock).lists(NEWS).build();

    @TempDir
    private Path directory;

    private @Nullable WebApplication application;

    private Tracking at(String base) {
        byte[] secret = new byte[TrackingKeys.SECRET_LENGTH];
        secret[0] = 7;
        return Tracking.at(URI.create(base))
                .signedWith(TrackingKeys.of(1, secret))
                .recordingIn(stores)
                .build();
    }

    @BeforeEach
    void fill() {
        stores.contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        consents.subscribe(HANAKO, NEWS, Evidence.byRecipient("web form", "https://shop.example/signup"));
        stores.events()
                .add(ContactEvent.of(HANAKO, MailEvents.SENT, clock.instant()).with(MailEvents.MAIL, MAIL.step()));
        clock.advance(Duration.ofHours(1));
    }

    @AfterEach
    void stop() throws Exception {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    private WebApplication start(String context, String mapping, @Nullable Filter filter) throws Exception {
        return start(context, mapping, filter, TrackingServlet.of(handler));
    }

    private WebApplication start(String context, String mapping, @Nullable Filter filter, TrackingServlet servlet)
            throws Exception {
        WebApplication started = new WebApplication(directory, context, mapping, servlet, filter);
        application = started;
        return started;
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("User-Agent", BROWSER).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(WebApplication at, String path) throws Exception {
        return client.send(request(at.at(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(WebApplication at, String path, String type, String body) throws Exception {
        return client.send(
                request(at.at(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String path(Purpose purpose, @Nullable String detail) {
        return tracking.link(purpose, MAIL, detail).getRawPath();
    }

    private List<ContactEvent> events(String type) {
        clock.advance(Duration.ofMinutes(1));
        handler.close();
        return stores.events().find(HANAKO, type, Instant.EPOCH, clock.instant());
    }

    private @Nullable SubscriptionStatus status() {
        Subscription subscription = consents.subscription(HANAKO, NEWS);
        return subscription == null ? null : subscription.status();
    }

    @Test
    @Tag("R9.2")
    void click_isRedirectedAndRecorded() throws Exception {
        HttpResponse<String> response = get(start("", "/*", null), path(Purpose.CLICK, TARGET));

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains(TARGET);
        assertThat(response.headers().firstValue("Content-Length")).contains("0");
        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
        assertThat(events(MailEvents.CLICKED)).hasSize(1);
        assertThat(events(HitEvents.HIT).get(0).properties().toMap().values()).contains("127.0.0.0/24", BROWSER);
    }

    @Test
    void open_isAnImage() throws Exception {
        WebApplication at = start("", "/", null);
        HttpResponse<byte[]> response =
                client.send(request(at.at(path(Purpose.OPEN, null))).build(), BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Type")).contains("image/gif");
        assertThat(ImageIO.read(new ByteArrayInputStream(response.body())).getWidth())
                .isEqualTo(1);
        assertThat(events(HitEvents.HIT)).hasSize(1);
    }

    @Test
    @Tag("R2.7")
    void oneClick_stopsInOneRequest_andGetDoesNot() throws Exception {
        WebApplication at = start("", "/*", null);
        String path = path(Purpose.UNSUBSCRIBE, "news");
        HttpResponse<String> page = get(at, path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).containsIgnoringCase("charset=utf-8");
        assertThat(page.body()).contains("<form");
        assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(post(at, path, FORM, "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(200);
        assertThat(status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void postOfThePage_andOfAMultipartForm_stop() throws Exception {
        WebApplication at = start("", "/*", null);
        String path = path(Purpose.UNSUBSCRIBE, "news");
        assertThat(post(at, path, FORM, "").statusCode()).isEqualTo(400);
        assertThat(post(at, path, FORM, "confirm=yes").statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo(SubscriptionStatus.STOPPED);

        consents.subscribe(HANAKO, NEWS, Evidence.byRecipient("web form", "https://shop.example/signup"));
        assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
        String multipart =
                "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assertThat(post(at, path, "multipart/form-data; boundary=x", multipart).statusCode())
                .isEqualTo(200);
        assertThat(status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    /** What stands in the address nobody has posted, whether the length of the body is known or not. */
    @Test
    @Tag("R9.4")
    void emptyFormWithTheAnswerInTheAddress_changesNothing() throws Exception {
        Filter reading = (request, response, chain) -> {
            request.getParameter("anything");
            chain.doFilter(request, response);
        };
        for (Filter filter : new Filter[] {null, reading}) {
            WebApplication at = start("", "/*", filter);
            String path = path(Purpose.UNSUBSCRIBE, "news") + "?confirm=yes&List%2DUnsubscribe=One-Click";
            HttpRequest chunked = request(at.at(path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", FORM)
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0])))
                    .build();
            assertThat(client.send(chunked, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(400);
            assertThat(post(at, path, FORM, "").statusCode()).isEqualTo(400);
            assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
            assertThat(post(at, path, FORM, "confirm=yes").statusCode()).isEqualTo(200);
            assertThat(status()).isEqualTo(SubscriptionStatus.STOPPED);
            consents.subscribe(HANAKO, NEWS, Evidence.byRecipient("web form", "https://shop.example/signup"));
            stop();
        }
    }

    @Test
    void formThatAFilterHasRead_isUnderstood() throws Exception {
        WebApplication at = start("", "/*", (request, response, chain) -> {
            request.getParameter("anything");
            chain.doFilter(request, response);
        });
        assertThat(post(at, path(Purpose.UNSUBSCRIBE, "news"), FORM, "List-Unsubscribe=One-Click")
                        .statusCode())
                .isEqualTo(200);
        assertThat(status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"新着のお知らせ", "café", "Ã©"})
    @Tag("R2.7")
    void listNamedInOtherLetters_isLeftThoughAFilterHasReadTheForm(String name) throws Exception {
        MailingList list = MailingList.of(name);
        for (String encoding : new String[] {"", "UTF-8"}) {
            consents.subscribe(HANAKO, list, Evidence.byRecipient("web form", "https://shop.example/signup"));
            try (WebApplication at =
                    new WebApplication(directory, "", "/*", TrackingServlet.of(handler), (request, response, chain) -> {
                        if (!encoding.isEmpty()) {
                            request.setCharacterEncoding(encoding);
                        }
                        request.getParameter("anything");
                        chain.doFilter(request, response);
                    })) {
                String form = "confirm=yes&shown=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
                assertThat(post(at, path(Purpose.PREFERENCES, null), FORM, form).statusCode())
                        .isEqualTo(200);
            }
            assertThat(consents.subscription(HANAKO, list))
                    .extracting(Subscription::status)
                    .isEqualTo(SubscriptionStatus.STOPPED);
        }
        assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void head_isGetWithoutBody_andNeverCounts() throws Exception {
        WebApplication at = start("", "/*", null);
        String path = path(Purpose.UNSUBSCRIBE, "news");
        HttpResponse<String> head = client.send(
                request(at.at(path)).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get(at, path).headers().firstValue("Content-Length"));
        HttpResponse<String> click = client.send(
                request(at.at(path(Purpose.CLICK, TARGET)))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(click.headers().firstValue("Location")).contains(TARGET);
        assertThat(events(MailEvents.CLICKED)).isEmpty();
    }

    @Test
    void otherMethods_areRefusedWithThoseAllowed() throws Exception {
        WebApplication at = start("", "/*", null);
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND")) {
            HttpResponse<String> response = client.send(
                    request(at.at(path(Purpose.UNSUBSCRIBE, "news")))
                            .method(method, BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).as(method).contains("GET, HEAD, POST");
        }
        assertThat(post(at, path(Purpose.CLICK, TARGET), FORM, "x=y").statusCode())
                .isEqualTo(405);
        assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    @Tag("R9.2")
    void brokenTokens_leadNowhere() throws Exception {
        WebApplication at = start("", "/*", null);
        String path = path(Purpose.CLICK, TARGET);
        char first = path.charAt(path.length() - 20);
        String other = first == 'A' ? "B" : "A";
        String escaped = path.substring(0, 3) + String.format("%%%02X", (int) path.charAt(3)) + path.substring(4);
        for (String broken : List.of(
                path.substring(0, path.length() - 1),
                path.substring(0, path.length() - 20) + other + path.substring(path.length() - 19),
                path.replace("/c/", "/u/"),
                path + ";jsessionid=1",
                path + "/",
                escaped,
                "/c/",
                "/",
                "/index.html")) {
            HttpResponse<String> response = get(at, broken);
            assertThat(response.statusCode()).as(broken).isEqualTo(404);
            assertThat(response.headers().firstValue("Location")).as(broken).isEmpty();
        }
        assertThat(get(at, path).statusCode()).isEqualTo(302);
    }

    @Test
    void bodyThatIsTooLong_isNotRead() throws Exception {
        WebApplication at = start("", "/*", null);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path(Purpose.UNSUBSCRIBE, "news")
                            + " HTTP/1.1\r\nHost: t\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(20_000))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
        assertThat(status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void contextAndMapping_areNoPartOfTheLink() throws Exception {
        WebApplication at = start("/app", "/t/*", null);
        assertThat(get(at, "/app/t" + path(Purpose.CLICK, TARGET)).statusCode())
                .as("a proxy puts the application's path before the link")
                .isEqualTo(302);
        assertThat(get(at, "/app/t/more" + path(Purpose.CLICK, TARGET)).statusCode())
                .isEqualTo(404);
        assertThat(get(at, "/app/t").statusCode()).isEqualTo(404);
    }

    @Test
    void addressWithAPath_isThatOfTheMapping_orOfTheWholePath() throws Exception {
        tracking = at("https://shop.example/a/t");
        handler = tracking.endpoints().clock(clock).build();
        String path = path(Purpose.CLICK, TARGET);
        assertThat(path).startsWith("/a/t/c/");
        assertThat(get(start("/a", "/t/*", null), path).statusCode()).isEqualTo(302);
        stop();
        assertThat(get(start("", "/*", null), path).statusCode()).isEqualTo(302);
        stop();
        assertThat(get(start("/a", "/", null), path).statusCode()).isEqualTo(302);
    }

    @Test
    void clientBehindProxies_isTheOneThatTheOutermostSaw() throws Exception {
        WebApplication at = start("", "/*", null, TrackingServlet.behindProxies(2, handler));
        HttpRequest forged = request(at.at(path(Purpose.CLICK, TARGET)))
                .header("X-Forwarded-For", "6.6.6.6, 198.51.100.7")
                .header("X-Forwarded-For", "10.0.0.2")
                .build();
        assertThat(client.send(forged, BodyHandlers.ofString()).statusCode()).isEqualTo(302);
        assertThat(events(HitEvents.HIT).get(0).properties().toMap().values())
                .contains("198.51.100.0/24")
                .noneMatch(value -> value.toString().startsWith("6.6"));
        assertThatIllegalArgumentException().isThrownBy(() -> TrackingServlet.behindProxies(0, handler));
    }

    @Test
    void hitsThatWait_areWrittenWhenTheApplicationStops() throws Exception {
        get(start("", "/*", null), path(Purpose.CLICK, TARGET));
        assertThat(stores.events().count(HitEvents.HIT)).isZero();
        stop();
        assertThat(stores.events().count(HitEvents.HIT)).isEqualTo(1);
    }
}
