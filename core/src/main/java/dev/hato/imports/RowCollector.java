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

    private long line;
    private long nextLine;
    private String[] cells = new String[16];
    private int count;
    private boolean empty;
    private @Nullable String defect;

    RowCollector(long firstLine) {
        nextLine = firstLine;
    }

    /** Returns the line on which the row being read begins. */
    long line() {
        return line;
    }

    /** Counts lines itself: the parser takes a CR and a later LF in one cell for one line end. */
    @Override
    protected void beginRecord(long startingLine) {
        line = nextLine;
        nextLine++;
        count = 0;
        empty = false;
        defect = null;
    }

    @Override
    protected void addField(char[] text, int offset, int length, boolean quoted) {
        nextLine += quoted ? lineEnds(text, offset, offset + length) : 0;
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

    private static int lineEnds(char[] text, int from, int to) {
        int ends = 0;
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c == '\r' || (c == '\n' && (i == from || text[i - 1] != '\r'))) {
                ends++;
            }
        }
        return ends;
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
        return new CsvRow(line, row, defect);
    }
}
