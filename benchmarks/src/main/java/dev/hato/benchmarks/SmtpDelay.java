package dev.hato.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mails a second to a fast server that is 5 ms away. */
final class SmtpDelay implements Benchmark {
    private static final int MAILS = 20_000;
    private static final int CONNECTIONS = 8;
    private static final Duration ONE_WAY = Duration.ofNanos(2_500_000);

    /** Spring's sender opens a connection for each mail; nobody sends so over a long way. */
    private static final Set<String> LEFT_OUT = Set.of("spring", "spring-tuned", "limit-angus");

    private @Nullable SinkProcess sink;

    @Override
    public String name() {
        return "smtp-delay";
    }

    @Override
    public String description() {
        return "the same over 8 connections with a round trip of 5 ms";
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 1;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 3 : 7;
    }

    @Override
    public @Nullable Surroundings surroundings(Progress progress) {
        try {
            return DelayedLink.open(ONE_WAY);
        } catch (IOException e) {
            progress.say("No network namespaces with a delay on this machine: " + e.getMessage());
            return null;
        }
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        Lanes lanes = new Lanes(new Newsletter(MAILS));
        lanes.explainAbsent(progress);
        try {
            SinkProcess started = DelayedLink.isHere()
                    ? DelayedLink.startSink()
                    : SinkProcess.start(List.of(), "127.0.0.1", (int) (ONE_WAY.toNanos() / 1000));
            sink = started;
            progress.say(String.format(
                    Locale.ROOT,
                    "%d mails, the first of %d octets; %.2f ms for a command and its reply, %s",
                    MAILS,
                    lanes.mailSize(),
                    roundTripMillis(started.destination()),
                    DelayedLink.isHere()
                            ? "between two network namespaces with netem"
                            : "over a relay on loopback that holds octets for 2.5 ms each way"));
            LaneRow.Load load =
                    settings.quick() ? new LaneRow.Load(MAILS, 1_000, 1_000) : new LaneRow.Load(MAILS, 3_000, 3_000);
            List<Row> rows = new ArrayList<>();
            lanes.all().forEach((name, opener) -> {
                if (!LEFT_OUT.contains(name)) {
                    rows.add(new LaneRow(name, CONNECTIONS, opener, load, started, progress));
                }
            });
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Returns the median of some NOOPs. */
    private static double roundTripMillis(Lane.Destination to) throws IOException {
        try (Socket socket = new Socket(to.host(), to.port())) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            in.readLine();
            double[] millis = new double[21];
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                out.write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
                in.readLine();
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            return millis[millis.length / 2];
        }
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(0.8, "hato-pipelined", "limit-pipelined")
                .atLeast(4, "hato-pipelined", "angus", "angus-tuned")
                .atLeast(1, "hato-pipelined", "simple-java-mail", "simple-java-mail-tuned")
                .atLeast(1, "hato-pipelined", "vertx")
                .atLeast(1, "hato-pipelined", "smtp-source")
                .toString();
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
