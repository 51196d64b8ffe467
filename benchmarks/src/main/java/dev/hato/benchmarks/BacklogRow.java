package dev.hato.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** A row in things done a second, from the beginning with all of them due to the last one. */
final class BacklogRow implements Benchmark.Row {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String name;
    private final boolean peer;
    private final int count;
    private final Backlog backlog;
    private final Runnable before;
    private final Benchmark.Progress progress;

    /**
     * A row.
     *
     * @param count how many are due
     * @param before runs when they are due and before the clock starts
     */
    BacklogRow(String name, boolean peer, int count, Backlog backlog, Runnable before, Benchmark.Progress progress) {
        this.name = name;
        this.peer = peer;
        this.count = count;
        this.backlog = backlog;
        this.before = before;
        this.progress = progress;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isPeer() {
        return peer;
    }

    @Override
    public String unit() {
        return "1/s";
    }

    @Override
    public void warmUp() {
        measure(count);
    }

    @Override
    public double measure() {
        return measure(count);
    }

    private double measure(int due) {
        try {
            backlog.fill(due);
            before.run();
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            long done = backlog.work(due);
            double seconds = (System.nanoTime() - start) / 1e9;
            double busy = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
            backlog.clear();
            if (done != due) {
                throw new IllegalStateException(done + " of " + due + " were done.");
            }
            progress.say(String.format(
                    Locale.ROOT,
                    "%-16s %,9.0f/s: %,d in %.2f s, of which this process was busy %.2f s",
                    name,
                    due / seconds,
                    due,
                    seconds,
                    busy));
            return due / seconds;
        } catch (Exception e) {
            throw new IllegalStateException("Row '" + name + "' failed: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            backlog.close();
        } catch (Exception e) {
            progress.say("Row '" + name + "' did not close well: " + e);
        }
    }
}
