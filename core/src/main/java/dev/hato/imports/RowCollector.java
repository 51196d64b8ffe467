package dev.hato.imports;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the cells that the parser finds into rows, and looks for characters that no cell may have. */
final class RowCollector extends CsvCallbackHandler<CsvRow> {
    private static final int MOST_CELLS = 10_000;

    private final long lineOffset;
    private long line;
    private String[] cells = new String[16];
    private int count;
    private boolean empty;
    private @Nullable String defect;

    RowCollector(long lineOffset) {
        this.lineOffset = lineOffset;
    }

    /** Returns the line on which the row being read begins. */
    long line() {
        return line + lineOffset;
    }

    @Override
    protected void beginRecord(long startingLine) {
        line = startingLine;
        count = 0;
        empty = false;
        defect = null;
    }

    @Override
    protected void addField(char[] text, int offset, int length, boolean quoted) {
        if (count == MOST_CELLS) {
            defect = "it has more than " + MOST_CELLS + " cells.";
            return;
        }
        if (count == cells.length) {
            cells = Arrays.copyOf(cells, count * 2);
        }
        String cell = new String(text, offset, length);
        if (cell.indexOf('\0') >= 0) {
            defect = "cell " + (count + 1) + " has a NUL character; remove it.";
        }
        if (TextDecoder.hasUndecodable(cell)) {
            defect = "cell " + (count + 1) + " has bytes that are no text in the file's encoding; save the row again.";
        }
        cells[count++] = cell;
    }

    @Override
    protected void setComment(char[] text, int offset, int length) {
        throw new IllegalStateException("comments are off");
    }

    @Override
    protected void setEmpty() {
        empty = true;
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return count;
    }

    @Override
    protected CsvRow buildRecord() {
        List<String> row = Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(cells, count)));
        return new CsvRow(line(), row, defect);
    }
}
