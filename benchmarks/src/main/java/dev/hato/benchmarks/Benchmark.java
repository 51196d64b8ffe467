package dev.hato.benchmarks;

import java.util.List;

/** One comparison: several rows, ours first, that do the same job. */
interface Benchmark {
    /** Returns the name on the command line. */
    String name();

    /** Returns what is measured, in a line. */
    String description();

    /**
     * Prepares the rows, all of them before any is measured.
     *
     * @param settings how much data to make
     * @param progress where to say what takes so long
     */
    List<Row> prepare(Settings settings, Progress progress);

    /** A thing to measure. */
    interface Row {
        /** Returns the name in the table. */
        String name();

        /** Does the work once and returns the figure, in the row's unit. */
        double measure();

        /** Returns the unit of the figure. */
        default String unit() {
            return "ms";
        }
    }

    /** How much to do: {@code quick} ends within three minutes on two cores. */
    record Settings(boolean quick) {
        int warmUpRounds() {
            return quick ? 5 : 15;
        }

        int rounds() {
            return quick ? 9 : 31;
        }
    }

    /** Takes a line at a time. */
    @FunctionalInterface
    interface Progress {
        /** Shows the line. */
        void say(String line);
    }
}
