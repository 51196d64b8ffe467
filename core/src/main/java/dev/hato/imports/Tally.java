package dev.hato.imports;

import dev.hato.imports.Outcome.Effect;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counts outcomes and keeps the first problems. */
final class Tally {
    private final int problemLimit;
    private final List<RowProblem> problems = new ArrayList<>();
    private long succeeded;
    private long failed;
    private long other;
    private long stopped;
    private long inserted;
    private long updated;
    private long normalised;

    Tally(int problemLimit) {
        this.problemLimit = problemLimit;
    }

    void add(long row, long line, Outcome outcome) {
        RowClass rowClass = outcome.rowClass();
        switch (rowClass) {
            case SUCCEEDED -> succeeded++;
            case FAILED -> failed++;
            case OTHER -> other++;
            case STOPPED -> stopped++;
        }
        inserted += outcome.effect() == Effect.INSERTED ? 1 : 0;
        updated += outcome.effect() == Effect.UPDATED ? 1 : 0;
        normalised += outcome.normalised() ? 1 : 0;
        boolean problem = rowClass == RowClass.FAILED || rowClass == RowClass.OTHER;
        if (problem && problems.size() < problemLimit) {
            problems.add(new RowProblem(row, line, rowClass, outcome.reason()));
        }
    }

    long rows() {
        return succeeded + failed + other + stopped;
    }

    ImportCounts counts() {
        return new ImportCounts(succeeded, failed, other, stopped, inserted, updated);
    }

    ImportReport report(Charset encoding, Instant startedAt, Duration duration) {
        return new ImportReport(counts(), normalised, encoding, problems, startedAt, duration);
    }
}
