package dev.hato.tracking;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers links over the JDK's own HTTP server.
 *
 * <pre>{@code
 * HttpServer http = HttpServer.create(new InetSocketAddress(8080), 0);
 * http.setExecutor(Executors.newFixedThreadPool(8));
 * http.createContext("/", JdkHttp.handler(tracking.handler()));
 * }</pre>
 *
 * <p>Give the server an executor: without one it answers one request after the other. Start the JVM with {@code
 * -Dsun.net.httpserver.nodelay=true}, or answers may wait 40 ms for the client's acknowledgement, and with {@code
 * -Dsun.net.httpserver.maxReqTime=10} (seconds), which frees threads that clients keep waiting.
 */
public final class JdkHttp {
    private static final Map<String, String> HEADERS =
            Map.of("User-Agent", "user-agent", "Accept-Language", "accept-language", "Content-Type", "content-type");

    private JdkHttp() {}

    /** Returns a handler for the server, which takes the address of the connection for the client's. */
    public static HttpHandler handler(TrackingHandler tracking) {
        return exchange -> handle(tracking, exchange, 0);
    }

    /**
     * Returns a handler for a server behind proxies, which each add the address they were called from to the header {@code
     * X-Forwarded-For}.
     *
     * @param proxies how many proxies of the host's own there are, one after the other; what stands before theirs anybody can
     *     have written, and is not looked at
     * @throws IllegalArgumentException if there are none
     */
    public static HttpHandler behindProxies(int proxies, TrackingHandler tracking) {
        TrackingRequest.requireProxies(proxies);
        return exchange -> handle(tracking, exchange, proxies);
    }

    private static void handle(TrackingHandler tracking, HttpExchange exchange, int proxies) throws IOException {
        try (exchange) {
            TrackingResponse response = tracking.handle(from(exchange, proxies, request(exchange)));
            Headers headers = exchange.getResponseHeaders();
            response.fields().forEach(headers::set);
            byte[] body = response.bytes();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                OutputStream out = exchange.getResponseBody();
                out.write(body);
                out.flush();
            }
        } finally {
            tracking.tend();
        }
    }

    private static TrackingRequest request(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        Headers headers = exchange.getRequestHeaders();
        Map<String, String> wanted = new HashMap<>();
        HEADERS.forEach((name, lowerCase) -> {
            String value = headers.getFirst(name);
            if (value != null) {
                wanted.put(lowerCase, value);
            }
        });
        TrackingRequest request =
                TrackingRequest.of(exchange.getRequestMethod(), target).headers(wanted);
        if (!exchange.getRequestMethod().equals("POST")) {
            return request;
        }
        // Not closed here: that would wait for the rest of a body that is too long, before the answer.
        InputStream body = exchange.getRequestBody();
        return request.body(body.readNBytes(TrackingRequest.LONGEST_BODY + 1));
    }

    private static String peer(HttpExchange exchange) {
        InetAddress address = exchange.getRemoteAddress().getAddress();
        return address == null ? "" : address.getHostAddress();
    }

    private static TrackingRequest from(HttpExchange exchange, int proxies, TrackingRequest request) {
        List<String> hops = exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
        return proxies == 0
                ? request.from(peer(exchange))
                : request.from(peer(exchange), proxies, String.join(",", hops));
    }
}
