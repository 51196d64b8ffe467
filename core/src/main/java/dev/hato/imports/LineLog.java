package dev.hato.imports;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Remembers the text from the beginning of the current row on, so that reading can go back to the line
 * after it. A line ends with CR, LF or CRLF.
 */
final class LineLog extends Reader {
    private static final int CHUNK = 1 << 14;

    private final Reader in;
    private final int limit;
    private char[] text = new char[CHUNK * 4];
    private int start;
    private int position;
    private int end;
    private long line = 1;
    private boolean afterCr;

    LineLog(Reader in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(text, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (start > 0 && text.length - end < CHUNK) {
            System.arraycopy(text, start, text, 0, end - start);
            position -= start;
            end -= start;
            start = 0;
        }
        if (text.length - end < CHUNK) {
            if (end - start > limit) {
                throw new RowTooLongException();
            }
            text = Arrays.copyOf(text, text.length * 2);
        }
        int count = in.read(text, end, text.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    /** Forgets the text before this line, which has been read already. */
    void forgetBefore(long wanted) {
        while (line < wanted && toNextLine()) {}
    }

    /** Goes on reading at this line; what precedes it is forgotten. */
    void continueAt(long wanted) throws IOException {
        forgetBefore(wanted);
        while (line < wanted) {
            position = end;
            start = end;
            if (!fill()) {
                break;
            }
            forgetBefore(wanted);
        }
        if (afterCr && start == end) {
            position = end;
            fill();
        }
        skipLfAfterCr();
        position = start;
    }

    /** Returns the beginning of the line that is remembered first. */
    String firstLine(int most) {
        skipLfAfterCr();
        int to = start;
        while (to < end && to - start < most && text[to] != '\n' && text[to] != '\r') {
            to++;
        }
        return new String(text, start, to - start);
    }

    private boolean toNextLine() {
        skipLfAfterCr();
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c <= '\r' && (c == '\n' || c == '\r')) {
                start = i + 1;
                afterCr = c == '\r';
                line++;
                return true;
            }
        }
        return false;
    }

    private void skipLfAfterCr() {
        if (afterCr && start < end) {
            start += text[start] == '\n' ? 1 : 0;
            afterCr = false;
        }
    }

    @Override
    public void close() {}

    /** The row is longer than is remembered. */
    static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        RowTooLongException() {
            super("row too long");
        }
    }
}
