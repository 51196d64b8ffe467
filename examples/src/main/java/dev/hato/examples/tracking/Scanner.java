package dev.hato.examples.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What follows the links of a mail before its reader sees it; it says that it is an ordinary browser. */
final class Scanner {
    private static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";

    private final HttpClient client;
    private final Web web;

    Scanner(Web web) throws IOException {
        this.web = web;
        client = HttpClient.newBuilder().sslContext(web.tls()).build();
    }

    /** Returns the status of the answer. */
    int visit(URI link) throws IOException, InterruptedException {
        URI local = URI.create("https://localhost:" + web.port() + link.getRawPath());
        HttpRequest request =
                HttpRequest.newBuilder(local).header("User-Agent", AGENT).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
