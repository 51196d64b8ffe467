package dev.hato.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What to answer. Immutable. */
public final class TrackingResponse {
    private static final byte[] NOTHING = {};

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private TrackingResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static TrackingResponse empty(int status, Map<String, String> headers) {
        return new TrackingResponse(status, headers, NOTHING);
    }

    static TrackingResponse of(int status, Map<String, String> headers, byte[] body) {
        return new TrackingResponse(status, headers, body);
    }

    static TrackingResponse html(int status, Map<String, String> headers, String html) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "text/html; charset=utf-8");
        return new TrackingResponse(status, all, html.getBytes(StandardCharsets.UTF_8));
    }

    TrackingResponse with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new TrackingResponse(status, more, body);
    }

    /** Returns the answer to HEAD: the same without the body, whose length is told (RFC 9110, 9.3.2). */
    TrackingResponse withoutBody() {
        TrackingResponse headed = body.length == 0 ? this : with("Content-Length", Integer.toString(body.length));
        return new TrackingResponse(status, headed.headers, NOTHING);
    }

    /** Returns the status code. */
    public int status() {
        return status;
    }

    /** Returns the headers, each name once. There is a Content-Length only in answers to HEAD; servers add it to others. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** Returns a copy of the body, which may be empty. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body itself. */
    byte[] bytes() {
        return body;
    }

    /** Returns the headers themselves. */
    Map<String, String> fields() {
        return headers;
    }

    /** Returns the status only: a Location may tell where somebody went. */
    @Override
    public String toString() {
        return "TrackingResponse[" + status + "]";
    }
}
