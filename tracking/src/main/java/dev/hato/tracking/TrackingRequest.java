package dev.hato.tracking;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as {@link TrackingHandler} needs it, whatever server took it. Immutable.
 */
public final class TrackingRequest {
    /** The longest body that is of any use, in bytes; adapters need to read one byte more at most. */
    public static final int LONGEST_BODY = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final String address;

    private TrackingRequest(
            String method, String path, String query, Map<String, String> headers, byte[] body, String address) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.address = address;
    }

    /**
     * Returns a request without headers and body.
     *
     * @param method the method, in capitals
     * @param target the path, and the query if there is one, as they stand in the request: not decoded
     */
    public static TrackingRequest of(String method, String target) {
        Objects.requireNonNull(method, "method");
        int mark = target.indexOf('?');
        return new TrackingRequest(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                Map.of(),
                NOTHING,
                "");
    }

    /** Returns this request with a header; its name may have capitals. Of several of a name the last counts. */
    public TrackingRequest header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, "value"));
        return new TrackingRequest(method, path, query, more, body, address);
    }

    /**
     * Returns this request with these headers alone.
     *
     * @param lowerCase values by names in small letters; not changed after this
     */
    TrackingRequest headers(Map<String, String> lowerCase) {
        return new TrackingRequest(method, path, query, lowerCase, body, address);
    }

    /**
     * Returns this request with a body.
     *
     * @param content not changed after this; more than {@link #LONGEST_BODY} is refused when it is handled
     */
    public TrackingRequest body(byte[] content) {
        return new TrackingRequest(method, path, query, headers, content, address);
    }

    /**
     * Returns this request from a client.
     *
     * @param client the IP address in text form; behind a proxy that of the client, not of the proxy. It is not kept, only its
     *     network is
     */
    public TrackingRequest from(String client) {
        return new TrackingRequest(method, path, query, headers, body, Objects.requireNonNull(client, "client"));
    }

    /**
     * Returns this request from a client behind proxies, which each add the address they were called from to the header {@code
     * X-Forwarded-For}.
     *
     * @param peer the address of the connection, which counts if the header has fewer addresses than there are proxies
     * @param proxies how many proxies of the host's own there are, one after the other; what stands before theirs anybody can
     *     have written, and is not looked at
     * @param forwarded the header's values, separated by commas; empty if there is none
     * @throws IllegalArgumentException if there are no proxies
     */
    public TrackingRequest from(String peer, int proxies, String forwarded) {
        requireProxies(proxies);
        String[] hops = forwarded.split(",", -1);
        int index = hops.length - proxies;
        String hop = index < 0 ? "" : hops[index].strip();
        return from(hop.isEmpty() ? peer : hop);
    }

    static void requireProxies(int proxies) {
        if (proxies < 1) {
            throw new IllegalArgumentException("There are " + proxies + " proxies; there has to be one at least.");
        }
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String query() {
        return query;
    }

    /** Returns the header with this name, in small letters, or null. */
    @Nullable String header(String lowerCase) {
        return headers.get(lowerCase);
    }

    byte[] body() {
        return body;
    }

    String address() {
        return address;
    }

    /** Returns the method only: the path has the token. */
    @Override
    public String toString() {
        return "TrackingRequest[" + method + "]";
    }
}
