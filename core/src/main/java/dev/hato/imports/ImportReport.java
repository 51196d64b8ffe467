package dev.hato.imports;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an import did.
 *
 * @param counts rows by class
 * @param addressesNormalised rows that were taken and whose address was written in another form:
 *     full-width, with spaces around it, with capitals in the domain
 * @param encoding the charset the file was read in; {@code US-ASCII} where nothing else was in it
 * @param problems the first rows that failed or were there already, in the order of the file
 * @param startedAt when the import began
 * @param duration how long it took
 */
public record ImportReport(
        ImportCounts counts,
        long addressesNormalised,
        Charset encoding,
        List<RowProblem> problems,
        Instant startedAt,
        Duration duration) {
    /** Copies the list. */
    public ImportReport {
        problems = List.copyOf(problems);
    }

    /** Returns the number of rows that ended in this class. */
    public long count(RowClass rowClass) {
        return counts.of(rowClass);
    }

    /** Returns the numbers on one line, without data of the file. */
    @Override
    public String toString() {
        return "ImportReport[" + counts + ", encoding=" + encoding + ", duration=" + duration + "]";
    }
}
