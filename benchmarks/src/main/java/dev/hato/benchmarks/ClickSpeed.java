package dev.hato.benchmarks;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.memory.MemoryStores;
import dev.hato.tracking.JdkHttp;
import dev.hato.tracking.Purpose;
import dev.hato.tracking.TrackedMail;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingHandler;
import dev.hato.tracking.TrackingKeys;
import dev.hato.tracking.TrackingRequest;
import dev.hato.tracking.TrackingResponse;
import dev.hato.tracking.hit.HitLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answering clicks: by the handler alone, and over the JDK's HTTP server, against one that does nothing but redirect. */
final class ClickSpeed implements Benchmark {
    private static final int LINKS = 20_000;
    private static final int WAITING = 2_000_000;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final String TARGET = "https://shop.example/items/1042?utm_source=mail&utm_campaign=spring-sale";
    private static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";

    @Override
    public String name() {
        return "click";
    }

    @Override
    public String description() {
        return "answer clicks: verify, redirect, take the hit; on one thread, and over the JDK's server on loopback";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        // Read once, when the first server is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
                .signedWith(TrackingKeys.of(1, TrackingKeys.newSecret()))
                .build();
        String[] paths = new String[LINKS];
        for (int i = 0; i < LINKS; i++) {
            TrackedMail mail = new TrackedMail("delivery:spring-sale", "mail", "", ContactId.of(i));
            paths[i] = tracking.link(Purpose.CLICK, mail, TARGET).getRawPath();
        }
        progress.say(LINKS + " links, such as " + paths[0]);
        return List.of(
                new Handling(tracking, paths),
                new Serving("hato-jdk-http", tracking, paths),
                new Serving("bare-jdk-http", null, paths));
    }

    /** A log that takes hits and drops them when they would be written, since their contacts are not in the stores. */
    private static HitLog log() {
        Stores stores = MemoryStores.create();
        return HitLog.into(stores).capacity(WAITING).build();
    }

    /** The handler on one thread. */
    private static final class Handling implements Row {
        private final String[] paths;
        private final HitLog hits = log();
        private final TrackingHandler handler;
        private int next;

        Handling(Tracking tracking, String[] paths) {
            this.paths = paths;
            this.handler = tracking.endpoints().hits(hits).build();
        }

        @Override
        public String name() {
            return "hato-handler";
        }

        @Override
        public String unit() {
            return "clicks/s";
        }

        @Override
        public double measure() {
            long start = System.nanoTime();
            int count = 0;
            do {
                for (int i = 0; i < 100; i++) {
                    click();
                }
                count += 100;
            } while (System.nanoTime() - start < ROUND_NANOS);
            long nanos = System.nanoTime() - start;
            hits.flush();
            if (hits.dropped() > 0) {
                throw new IllegalStateException("The row '" + name() + "' has lost hits.");
            }
            return count * 1e9 / nanos;
        }

        private void click() {
            TrackingRequest request = TrackingRequest.of("GET", paths[next])
                    .header("User-Agent", AGENT)
                    .from("203.0.113.77");
            next = next + 1 == paths.length ? 0 : next + 1;
            TrackingResponse response = handler.handle(request);
            if (response.status() != 302 || !TARGET.equals(response.headers().get("Location"))) {
                throw new IllegalStateException("A click was not redirected but answered with " + response.status());
            }
        }
    }

    /** The handler over the JDK's server, or the server with an answer that is ready. */
    private static final class Serving implements Row {
        private static final int CONNECTIONS = 8;

        private final String name;
        private final HttpServer server;
        private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        private final ClickLoad load;

        Serving(String name, @Nullable Tracking tracking, String[] paths) {
            this.name = name;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.setExecutor(threads);
                server.createContext("/", tracking == null ? bare() : JdkHttp.handler(handler(tracking)));
                server.start();
                load = new ClickLoad(server.getAddress(), CONNECTIONS, paths, AGENT, TARGET);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private TrackingHandler handler(Tracking tracking) {
            return tracking.endpoints().hits(log()).build();
        }

        private static HttpHandler bare() {
            return exchange -> {
                exchange.getResponseHeaders().set("Location", TARGET);
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            };
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String unit() {
            return "clicks/s";
        }

        @Override
        public double measure() {
            return load.run(ROUND_NANOS);
        }

        @Override
        public void close() {
            load.close();
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
