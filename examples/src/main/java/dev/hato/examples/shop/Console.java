package dev.hato.examples.shop;

import dev.hato.HatoListener;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.imports.ImportProgress;
import java.io.PrintStream;
import java.util.Locale;

/** Prints the account, and progress that does not flood a log. */
final class Console implements HatoListener {
    private static final int STEPS = 5;

    private final PrintStream out;
    private String last = "";

    Console(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void line(String format, Object... arguments) {
        out.println("  " + String.format(Locale.ROOT, format, arguments));
    }

    void text(String block) {
        block.lines().forEach(line -> out.println("    " + line));
    }

    void importProgress(String what, ImportProgress progress) {
        long total = progress.totalBytes().orElse(0);
        int percent = total == 0 ? 0 : (int) (progress.bytesRead() * 100 / total);
        step(
                what,
                percent,
                String.format(
                        Locale.ROOT, "%,d rows, %,.0f rows/s", progress.counts().rows(), progress.rowsPerSecond()));
    }

    @Override
    public void deliveryProgressed(DeliveryProgress progress) {
        if (progress.delivery().milestones().plannedAt() == null) {
            return;
        }
        int percent = progress.target() == 0 ? 100 : (int) (progress.done() * 100 / progress.target());
        step(
                progress.delivery().name(),
                percent,
                String.format(Locale.ROOT, "%,d of %,d mails", progress.done(), progress.target()));
    }

    /** Prints how far something is, once for each fifth. */
    void progress(String what, int percent, String detail) {
        step(what, percent, detail);
    }

    private synchronized void step(String what, int percent, String detail) {
        String step = what + percent * STEPS / 100;
        if (!step.equals(last)) {
            last = step;
            out.println(String.format(Locale.ROOT, "    %-22s %3d %%  %s", what, percent, detail));
        }
    }
}
