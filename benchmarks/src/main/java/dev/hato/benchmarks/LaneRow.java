package dev.hato.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row in mails a second. A mail that the sink did not count fails the run. */
final class LaneRow implements Benchmark.Row {
    private final String name;
    private final int connections;
    private final Lane.Opener opener;
    private final Load load;
    private final SinkProcess sink;
    private final Benchmark.Progress progress;
    private @Nullable Lane lane;

    /**
     * How much is sent.
     *
     * @param mails ends a measurement
     * @param millis ends it too, with the mails that are under way
     * @param warmUpMillis how long to send before, as many mails as that takes
     */
    record Load(int mails, int millis, int warmUpMillis) {}

    LaneRow(
            String name,
            int connections,
            Lane.Opener opener,
            Load load,
            SinkProcess sink,
            Benchmark.Progress progress) {
        this.name = name;
        this.connections = connections;
        this.opener = opener;
        this.load = load;
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isPeer() {
        return !name.startsWith("hato") && !name.startsWith("limit");
    }

    @Override
    public String unit() {
        return "mails/s";
    }

    @Override
    public void warmUp() {
        measure(Integer.MAX_VALUE, load.warmUpMillis());
    }

    @Override
    public double measure() {
        return measure(load.mails(), load.millis());
    }

    private double measure(int mails, int millis) {
        try {
            Lane open = lane;
            if (open == null) {
                open = opener.open(sink.destination(), connections);
                lane = open;
                open.send(new Tickets(2 * connections, Long.MAX_VALUE / 2)); // connects where that was not done
            }
            return measure(open, new Tickets(mails, millis * 1_000_000L));
        } catch (Exception e) {
            throw new IllegalStateException("Row '" + name + "' failed: " + e, e);
        }
    }

    private double measure(Lane open, Tickets tickets) throws Exception {
        SinkProcess.Count before = sink.count();
        long start = System.nanoTime();
        int sent = open.send(tickets);
        double seconds = (System.nanoTime() - start) / 1e9;
        SinkProcess.Count after = sink.count();
        long accepted = after.mails() - before.mails();
        if (accepted != sent) {
            throw new IllegalStateException(sent + " mails were sent, but the sink accepted " + accepted + ".");
        }
        progress.say(String.format(
                Locale.ROOT,
                "%-24s %,9.0f mails/s: %,d mails of %,d octets in %.2f s",
                name,
                sent / seconds,
                sent,
                (after.octets() - before.octets()) / Math.max(1, sent),
                seconds));
        return sent / seconds;
    }

    @Override
    public void close() {
        if (lane == null) {
            return;
        }
        try {
            lane.close();
        } catch (Exception e) {
            progress.say("Row '" + name + "' did not close well: " + e);
        }
    }
}
