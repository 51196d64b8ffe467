package dev.hato.imports;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far an import has come.
 *
 * @param counts the rows taken so far
 * @param bytesRead bytes of the file taken so far; a little ahead of the rows
 * @param totalBytes the size of the file, or empty for a stream
 * @param elapsed time since the import began
 */
public record ImportProgress(ImportCounts counts, long bytesRead, OptionalLong totalBytes, Duration elapsed) {
    /** Returns the rows per second since the import began, or 0 while no time has passed. */
    public double rowsPerSecond() {
        long nanos = elapsed.toNanos();
        return nanos <= 0 ? 0 : counts.rows() * 1e9 / nanos;
    }
}
