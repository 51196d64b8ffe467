package dev.hato.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Returns how often all rows are measured before it counts. */
    default int warmUpRounds(Settings settings) {
        return settings.warmUpRounds();
    }

    /** Returns how often all rows are measured. */
    default int rounds(Settings settings) {
        return settings.rounds();
    }

    /** Returns what is to be read from the results, in lines, or an empty text. */
    default String summary(List<Result> results) {
        return "";
    }

    /**
     * Makes the surroundings in which the benchmark has to run in a JVM of its own, or returns null if it
     * can run in this one. Not asked in that JVM.
     */
    default @Nullable Surroundings surroundings(Progress progress) {
        return null;
    }

    /** Ends what {@link #prepare} began, if it did, after the rows were closed. */
    default void close() {}

    /** A thing to measure. */
    interface Row {
        /** Returns the name in the table. */
        String name();

        /** Does the work once and returns the figure, in the row's unit. */
        double measure();

        /** Does the work so that its code gets compiled; the figure does not count. */
        default void warmUp() {
            measure();
        }

        /** Returns the unit of the figure; of one that ends in {@code /s} more is better, else less. */
        default String unit() {
            return "ms";
        }

        /** Returns whether the row is somebody else's, who may break down without failing the run. */
        default boolean isPeer() {
            return false;
        }

        /** Ends what the row has opened. */
        default void close() {}
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

    /** Where a benchmark runs. */
    interface Surroundings extends AutoCloseable {
        /** Returns what stands before {@code java} on the command line. */
        List<String> command();

        /** Returns what stands behind it. */
        List<String> options();

        @Override
        void close();
    }

    /** Takes a line at a time. */
    @FunctionalInterface
    interface Progress {
        /** Shows the line. */
        void say(String line);
    }
}
