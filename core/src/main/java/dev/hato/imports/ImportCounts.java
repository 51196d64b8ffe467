package dev.hato.imports;

/**
 * How many rows ended how.
 *
 * @param succeeded rows of class {@link RowClass#SUCCEEDED}
 * @param failed rows of class {@link RowClass#FAILED}
 * @param other rows of class {@link RowClass#OTHER}
 * @param stopped rows of class {@link RowClass#STOPPED}
 * @param inserted rows, succeeded or stopped, that made a contact or an event
 * @param updated rows, succeeded or stopped, whose contact was there before
 */
public record ImportCounts(long succeeded, long failed, long other, long stopped, long inserted, long updated) {
    /** Returns the number of rows that ended in this class. */
    public long of(RowClass rowClass) {
        return switch (rowClass) {
            case SUCCEEDED -> succeeded;
            case FAILED -> failed;
            case OTHER -> other;
            case STOPPED -> stopped;
        };
    }

    /** Returns the number of rows, the header and blank lines left out. */
    public long rows() {
        return succeeded + failed + other + stopped;
    }
}
