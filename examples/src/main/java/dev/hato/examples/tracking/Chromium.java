package dev.hato.examples.tracking;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One tab of a Chromium without a window, driven over the DevTools protocol. It reaches nothing but this machine.
 * Used by one thread.
 */
final class Chromium implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /** Its own name says that there is no window, and whoever counts people would not count it. */
    private static final String AGENT =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

    private final Process process;
    private final WebSocket socket;
    private final Inbox inbox;
    private final AtomicInteger calls = new AtomicInteger();
    private final String session;

    private Chromium(Process process, WebSocket socket, Inbox inbox) throws IOException, InterruptedException {
        this.process = process;
        this.socket = socket;
        this.inbox = inbox;
        String target = send(null, "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asString();
        session = send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asString();
        call("Page.enable", Map.of());
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 720, "height", 960, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Returns where it is installed. */
    static Optional<Path> installed() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it with a profile of its own in the folder.
     *
     * @param port of a server on this machine that it takes for every host's; its certificate is not looked at
     */
    static Chromium start(Path program, Path folder, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--lang=ja",
                        "--accept-lang=ja",
                        "--user-agent=" + AGENT,
                        "--ignore-certificate-errors",
                        "--host-resolver-rules=MAP *:443 127.0.0.1:" + port + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            URI address = address(process);
            Inbox inbox = new Inbox();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, inbox)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Chromium(process, socket, inbox);
        } catch (IOException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("Chromium did not start: " + e.getMessage(), e);
        }
    }

    /** It says on its error stream where it listens. */
    private static URI address(Process process) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null) {
            said.append(line).append('\n');
            int at = line.indexOf("ws://");
            if (at >= 0) {
                Thread rest = new Thread(() -> lines.lines().forEach(more -> {}), "chromium's errors");
                rest.setDaemon(true);
                rest.start();
                return URI.create(line.substring(at).strip());
            }
            line = lines.readLine();
        }
        throw new IOException("it ended and said: " + said);
    }

    /** Opens a page and waits until it has loaded. */
    void open(String url) throws IOException, InterruptedException {
        loads(() -> call("Page.navigate", Map.of("url", url)));
    }

    /** Clicks the first element that the selector finds, with a real mouse event, and waits for the page that follows. */
    void click(String selector) throws IOException, InterruptedException {
        evaluate("document.querySelector(" + quoted(selector)
                + ").scrollIntoView({block: 'center', behavior: 'instant'})");
        JsonNode box = evaluate("(() => { const r = document.querySelector(" + quoted(selector)
                + ").getClientRects()[0]; return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()");
        loads(() -> {
            mouse("mousePressed", box);
            mouse("mouseReleased", box);
        });
    }

    private void mouse(String type, JsonNode at) throws IOException, InterruptedException {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        at.get("x").asDouble(),
                        "y",
                        at.get("y").asDouble(),
                        "button",
                        "left",
                        "clickCount",
                        1));
    }

    /** Returns the address of the page. */
    String url() throws IOException, InterruptedException {
        return evaluate("location.href").asString();
    }

    /** Returns what a reader sees of the page. */
    String text() throws IOException, InterruptedException {
        return evaluate("document.body.innerText").asString();
    }

    /** Writes a picture of the whole page. */
    void screenshot(Path file) throws IOException, InterruptedException {
        JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asString()));
    }

    private JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException("The page says: " + answer.get("exceptionDetails"));
        }
        JsonNode value = answer.get("result").get("value");
        return value == null ? JsonMapper.shared().nullNode() : value;
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** What makes the tab go to another page. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void loads(Step step) throws IOException, InterruptedException {
        inbox.loaded.clear();
        step.run();
        if (inbox.loaded.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
            throw new IOException("No page was loaded in " + PATIENCE_SECONDS + " seconds.");
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return send(session, method, parameters);
    }

    private JsonNode send(@Nullable String to, String method, Map<String, ?> parameters)
            throws IOException, InterruptedException {
        int id = calls.incrementAndGet();
        Map<String, Object> message = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (to != null) {
            message.put("sessionId", to);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        inbox.answers.put(id, answer);
        CompletableFuture<WebSocket> sent = socket.sendText(JsonMapper.shared().writeValueAsString(message), true);
        try {
            JsonNode reply = sent.thenCompose(done -> answer).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (reply.has("error")) {
                throw new IOException(method + " failed: " + reply.get("error"));
            }
            return reply.get("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " was not answered", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What comes from the browser. */
    private static final class Inbox implements WebSocket.Listener {
        private final ConcurrentMap<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
        private final BlockingQueue<JsonNode> loaded = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JsonMapper.shared().readTree(text.toString());
                text.setLength(0);
                if (message.has("id")) {
                    CompletableFuture<JsonNode> answer =
                            answers.remove(message.get("id").asInt());
                    if (answer != null) {
                        answer.complete(message);
                    }
                } else if (message.path("method").asString("").equals("Page.loadEventFired")) {
                    loaded.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
