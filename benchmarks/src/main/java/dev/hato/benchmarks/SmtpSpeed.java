package dev.hato.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mails a second to a fast server on the same machine. */
final class SmtpSpeed implements Benchmark {
    private static final int MAILS = 20_000;
    private static final String LOOPBACK = "127.0.0.1";

    private @Nullable SinkProcess sink;

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public String description() {
        return "mails of 25 KB a second over 1, 4 and 8 connections to a fast server on loopback";
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 1;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 3 : 5;
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        Lanes lanes = new Lanes(new Newsletter(MAILS));
        lanes.explainAbsent(progress);
        progress.say(MAILS + " mails, the first of " + lanes.mailSize() + " octets");
        progress.say("Without TCP_NODELAY a client that writes a mail in pieces waits for acknowledgements that the"
                + " loopback interface delays; the rows -tuned have it, and whatever else helps them.");
        try {
            SinkProcess started = SinkProcess.start(List.of(), LOOPBACK, 0);
            sink = started;
            List<Row> rows = new ArrayList<>();
            LaneRow.Load main =
                    settings.quick() ? new LaneRow.Load(MAILS, 600, 1_000) : new LaneRow.Load(MAILS, 3_000, 5_000);
            lanes.all().forEach((name, opener) -> rows.add(new LaneRow(name, 8, opener, main, started, progress)));
            LaneRow.Load side = new LaneRow.Load(MAILS, settings.quick() ? 120 : 1_200, 50);
            for (int connections : new int[] {4, 1}) {
                for (Map.Entry<String, Lane.Opener> lane : lanes.all().entrySet()) {
                    String row = lane.getKey() + "@" + connections;
                    rows.add(new LaneRow(row, connections, lane.getValue(), side, started, progress));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot be started: " + e.getMessage(), e);
        }
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(6, "hato-angus", "simple-java-mail")
                .atLeast(6, "hato-angus", "simple-java-mail", "simple-java-mail-tuned")
                .atLeast(3, "hato-angus", "angus", "angus-tuned")
                .atLeast(0.9, "hato-angus", "limit-angus")
                .atLeast(30, "hato-pipelined", "simple-java-mail")
                .atLeast(30, "hato-pipelined", "simple-java-mail", "simple-java-mail-tuned")
                .atLeast(0.8, "hato-pipelined", "limit-pipelined")
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
