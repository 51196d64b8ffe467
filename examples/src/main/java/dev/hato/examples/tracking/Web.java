package dev.hato.examples.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The web as far as the demo needs it, on one port of this machine: the host of the tracked links, and the shop they lead to. Its
 * certificate is made for the occasion.
 */
final class Web implements AutoCloseable {
    private static final char[] PASSWORD = "only for this demo".toCharArray();

    private final HttpsServer server;
    private final KeyStore keys;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Queue<String> visits = new ConcurrentLinkedQueue<>();

    private Web(HttpsServer server, KeyStore keys) {
        this.server = server;
        this.keys = keys;
    }

    /**
     * Starts it.
     *
     * @param host of the tracked links, which the handler answers
     */
    static Web start(Path folder, String host, HttpHandler handler) throws IOException, InterruptedException {
        Web web = new Web(
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                certificate(folder, host));
        web.server.setHttpsConfigurator(new HttpsConfigurator(web.tls()));
        web.server.createContext("/", exchange -> {
            if ("shop.example".equals(exchange.getRequestHeaders().getFirst("Host"))) {
                web.shop(exchange);
            } else {
                handler.handle(exchange);
            }
        });
        web.server.setExecutor(web.threads);
        web.server.start();
        return web;
    }

    /** The JDK's own tool makes the certificate. */
    private static KeyStore certificate(Path folder, String host) throws IOException, InterruptedException {
        Path store = folder.resolve("web.p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "web",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host + ",dns:shop.example,dns:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns what shows the certificate, and trusts it. */
    SSLContext tls() throws IOException {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("web", keys.getCertificate("web"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate cannot be used: " + e.getMessage(), e);
        }
    }

    private void shop(HttpExchange exchange) throws IOException {
        try (exchange) {
            String address = exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
            if (!address.endsWith("/favicon.ico")) {
                visits.add("https://" + address);
            }
            byte[] page = """
                    <!DOCTYPE html>
                    <html lang="ja"><head><meta charset="UTF-8"><title>鳩の店</title></head>
                    <body style="font-family:sans-serif;text-align:center;padding:80px 20px;background:#f4f1ea">
                    <h1>鳩の店へようこそ</h1><p>セール会場です。</p>
                    </body></html>
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
            exchange.sendResponseHeaders(200, page.length);
            Objects.requireNonNull(exchange.getResponseBody()).write(page);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns where visitors of the shop arrived, in order. */
    Queue<String> visits() {
        return visits;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
