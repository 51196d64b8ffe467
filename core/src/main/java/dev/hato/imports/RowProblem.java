package dev.hato.imports;

/**
 * A row that was not taken, and why.
 *
 * @param row the number of the row; the first below the header is 1
 * @param line the line in the file on which it begins; the first is 1
 * @param rowClass {@link RowClass#FAILED} or {@link RowClass#OTHER}
 * @param reason what is wrong, and what to do
 */
public record RowProblem(long row, long line, RowClass rowClass, String reason) {}
