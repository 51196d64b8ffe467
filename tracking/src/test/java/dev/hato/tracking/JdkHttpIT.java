package dev.hato.tracking;

import static dev.hato.tracking.TrackingFixture.BROWSER;
import static dev.hato.tracking.TrackingFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.event.MailEvents;
import dev.hato.tracking.hit.HitEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JdkHttpIT {
    private final TrackingFixture fixture = new TrackingFixture();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", JdkHttp.handler(fixture.handler));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        InetSocketAddress address = server.getAddress();
        return HttpRequest.newBuilder(URI.create("http://" + address.getHostString() + ":" + address.getPort() + path))
                .header("User-Agent", BROWSER)
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void click_isRedirectedAndRecorded() throws Exception {
        HttpResponse<String> response = send(request(fixture.path(Purpose.CLICK, TARGET)));

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains(TARGET);
        fixture.settle();
        assertThat(fixture.events(MailEvents.CLICKED)).hasSize(1);
        assertThat(fixture.events(HitEvents.HIT).get(0).properties().toMap().values())
                .contains("127.0.0.0/24", BROWSER);
    }

    @Test
    void click_isRedirectedWhileTheStoreIsDown() throws Exception {
        fixture.stores.down(true);
        for (int i = 0; i < 20; i++) {
            assertThat(send(request(fixture.path(Purpose.CLICK, TARGET)))
                            .headers()
                            .firstValue("Location"))
                    .contains(TARGET);
            fixture.clock.advance(Duration.ofMinutes(1));
        }
        fixture.stores.down(false);
        fixture.settle();

        assertThat(fixture.events(MailEvents.CLICKED)).hasSize(20);
    }

    @Test
    void open_isAnImage() throws Exception {
        HttpResponse<byte[]> response =
                client.send(request(fixture.path(Purpose.OPEN, null)).build(), BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Type")).contains("image/gif");
        assertThat(ImageIO.read(new ByteArrayInputStream(response.body()))).satisfies(image -> {
            assertThat(image.getWidth()).isEqualTo(1);
            assertThat(image.getHeight()).isEqualTo(1);
            assertThat(image.getRGB(0, 0) >>> 24).as("alpha").isZero();
        });
    }

    @Test
    @Tag("R2.7")
    void oneClick_stopsInOneRequest() throws Exception {
        HttpResponse<String> response = send(request(fixture.path(Purpose.UNSUBSCRIBE, "news"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void head_isGetWithoutBody() throws Exception {
        String path = fixture.path(Purpose.UNSUBSCRIBE, "news");
        HttpResponse<String> get = send(request(path));
        HttpResponse<String> head = send(request(path).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
    }

    @Test
    void bodyWithoutEnd_isNotRead() throws Exception {
        InetSocketAddress address = server.getAddress();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + fixture.path(Purpose.UNSUBSCRIBE, "news")
                            + " HTTP/1.1\r\nHost: t\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(20_000))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
        assertThat(fixture.status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void addressBehindProxies_isTheOneThatTheOutermostSaw() {
        assertThat(client("198.51.100.7", 1)).isEqualTo("198.51.100.7");
        assertThat(client("6.6.6.6, 198.51.100.7, 10.0.0.2", 2)).isEqualTo("198.51.100.7");
        assertThat(client("", 1)).isEqualTo("10.0.0.1");
        assertThat(client("198.51.100.7", 3)).isEqualTo("10.0.0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> client("198.51.100.7", 0));
    }

    private static String client(String forwarded, int proxies) {
        return TrackingRequest.of("GET", "/")
                .from("10.0.0.1", proxies, forwarded)
                .address();
    }
}
