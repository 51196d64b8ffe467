package dev.hato.servlet;

import dev.hato.tracking.TrackingHandler;
import dev.hato.tracking.TrackingRequest;
import dev.hato.tracking.TrackingResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers links in a servlet container (Jakarta Servlet 6).
 *
 * <pre>{@code
 * ServletRegistration.Dynamic links = context.addServlet("links", TrackingServlet.of(tracking.handler()));
 * links.addMapping("/t/*");
 * }</pre>
 *
 * <p>The tracking's address may be that of the mapping, {@code https://shop.example/app/t}, or that of a proxy which puts the
 * application's path before the link's: what stands behind the mapping is the link. It makes no session and sets no cookie, and
 * answers every method by itself. Leave it out of filters that ask for a login or a token against forged forms: mail servers
 * post to the way out, and they have neither (RFC 8058, 3.1).
 *
 * <p>When the container takes it out of service, the hits that wait are written; the handler stays usable. Thread-safe.
 */
public final class TrackingServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final List<String> HEADERS = List.of("User-Agent", "Accept-Language", "Content-Type");
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Stands where octets are no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private final transient TrackingHandler tracking;
    private final int proxies;

    private TrackingServlet(TrackingHandler tracking, int proxies) {
        this.tracking = Objects.requireNonNull(tracking, "tracking");
        this.proxies = proxies;
    }

    /**
     * Returns a servlet that takes the address that the container tells for the client's. Where the container itself reads the
     * headers of proxies, as with Tomcat's {@code RemoteIpValve}, this is the one to use.
     */
    public static TrackingServlet of(TrackingHandler tracking) {
        return new TrackingServlet(tracking, 0);
    }

    /**
     * Returns a servlet behind proxies, which each add the address they were called from to the header {@code X-Forwarded-For}.
     *
     * @param proxies how many proxies of the host's own there are, one after the other; what stands before theirs anybody can
     *     have written, and is not looked at
     * @throws IllegalArgumentException if there are none
     */
    public static TrackingServlet behindProxies(int proxies, TrackingHandler tracking) {
        if (proxies < 1) {
            throw new IllegalArgumentException("There are " + proxies + " proxies; use of(…) if there is none.");
        }
        return new TrackingServlet(tracking, proxies);
    }

    /** Answers, sends the answer, and then writes the hits that are due. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            send(tracking.handle(read(request)), request.getMethod().equals("HEAD"), response);
        } finally {
            tracking.tend();
        }
    }

    /** Writes the hits that wait. */
    @Override
    public void destroy() {
        tracking.close();
    }

    private static void send(TrackingResponse answer, boolean head, HttpServletResponse response) throws IOException {
        byte[] body = answer.body();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        boolean counted = !head && answer.status() != HttpServletResponse.SC_NO_CONTENT;
        if (counted) {
            response.setContentLength(body.length);
        }
        if (body.length > 0) {
            ServletOutputStream out = response.getOutputStream();
            out.write(body);
        }
        // the client does not wait for what comes behind it
        response.flushBuffer();
    }

    private TrackingRequest read(HttpServletRequest request) throws IOException {
        TrackingRequest read = TrackingRequest.of(request.getMethod(), target(request));
        for (String name : HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                read = read.header(name, value);
            }
        }
        String peer = Objects.requireNonNullElse(request.getRemoteAddr(), "");
        read = proxies == 0
                ? read.from(peer)
                : read.from(peer, proxies, String.join(",", Collections.list(request.getHeaders("X-Forwarded-For"))));
        return request.getMethod().equals("POST") ? withBody(read, request) : read;
    }

    /**
     * Reads no more than is of use. A filter that has asked for parameters has read the body already; what it said is put together
     * again then.
     */
    private static TrackingRequest withBody(TrackingRequest read, HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(TrackingRequest.LONGEST_BODY + 1);
        if (body.length > 0 || request.getContentLengthLong() == 0 || !isForm(request.getContentType())) {
            return read.body(body);
        }
        List<String> fields = new ArrayList<>();
        UnaryOperator<String> sent = request.getCharacterEncoding() == null ? TrackingServlet::sent : text -> text;
        Map<String, Integer> inQuery = inQuery(request.getQueryString());
        for (Map.Entry<String, String[]> field : request.getParameterMap().entrySet()) {
            String name = sent.apply(field.getKey());
            String[] values = field.getValue();
            // Those of the address come first (Jakarta Servlet 6, 3.1), and are not what somebody has posted.
            for (int i = inQuery.getOrDefault(name, 0); i < values.length; i++) {
                fields.add(encoded(name) + '=' + encoded(sent.apply(values[i])));
            }
        }
        byte[] again = String.join("&", fields).getBytes(StandardCharsets.UTF_8);
        return read.header("Content-Type", FORM).body(again);
    }

    /** Returns how many values of each name the address has. */
    private static Map<String, Integer> inQuery(@Nullable String query) {
        Map<String, Integer> counts = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            counts.merge(decoded(pair.split("=", 2)[0]), 1, Integer::sum);
        }
        return counts;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean isForm(@Nullable String type) {
        String lower = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith(FORM) || lower.startsWith("multipart/form-data");
    }

    /**
     * Returns the text as it was sent. Pages are in UTF-8, but browsers do not say so: where nobody told the container either, it
     * may have taken each octet for a character of ISO 8859-1 (Jakarta Servlet 6, 3.12).
     */
    private static String sent(String text) {
        if (text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        String read = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return read.indexOf(UNREADABLE) < 0 ? read : text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns path and query under the tracking's own address, not decoded, as the tokens are checked to the character. */
    private String target(HttpServletRequest request) {
        String path = path(request.getRequestURI(), request.getContextPath() + request.getServletPath());
        String query = request.getQueryString();
        return query == null ? path : path + '?' + query;
    }

    /**
     * Returns the path that the handler knows.
     *
     * @param mapped what led to this servlet; of a mapping to {@code /} that is the whole path
     */
    private String path(String whole, String mapped) {
        String behind = whole.startsWith(mapped) ? whole.substring(mapped.length()) : whole;
        return isLink(behind) ? tracking.root() + behind.substring(1) : whole;
    }

    /** Tells whether it is a letter and a token, each behind a slash, and nothing else. */
    private static boolean isLink(String path) {
        return path.length() > 3 && path.charAt(0) == '/' && path.charAt(2) == '/' && path.indexOf('/', 3) < 0;
    }
}
