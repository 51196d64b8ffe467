package dev.hato.imports;

import dev.hato.Stores;
import java.util.List;

/**
 * Turns rows into changes in the stores.
 *
 * @param <D> a row that has been checked and read
 */
interface RowTaker<D> {
    /**
     * Checks the row and reads it, without changing anything. Called once a row, in the order of the file.
     *
     * @throws CellException if the row is wrong
     */
    D prepare(CsvRow row);

    /**
     * Writes the rows in the caller's transaction and says what became of each. Called again for
     * the same rows when the transaction was taken back.
     *
     * @throws MixedBatchException if the rows have to be taken one by one to know
     */
    List<Outcome> take(Stores tx, List<D> drafts);

    /** Some of the rows are new and some are not, and the store did not say which. */
    final class MixedBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MixedBatchException() {
            super("mixed batch", null, false, false);
        }
    }
}
