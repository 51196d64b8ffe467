package dev.hato.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines and data from a buffer that grows with the longest of them. */
final class SinkInput {
    private static final int FIRST_SIZE = 64 * 1024;
    private static final int MAX_SIZE = 256 * 1024 * 1024;

    /** Is told, while data is read, how many octets of it have come. */
    interface Progress {
        void received(long octets) throws IOException;
    }

    private final InputStream in;
    private final Flushable replies;
    private final boolean lenient;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int from;
    private int to;
    private boolean waited;

    /**
     * Reads from a client.
     *
     * @param replies is flushed before waiting for the client, which may be waiting for replies
     */
    SinkInput(InputStream in, Flushable replies, boolean lenient) {
        this.in = in;
        this.replies = replies;
        this.lenient = lenient;
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == buffer.length && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            if (buffer.length >= MAX_SIZE) {
                throw new IOException("line or mail too long");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        waited = true;
        replies.flush();
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    /** Returns the next line without its end, or null at the end of the stream. */
    byte @Nullable [] line() throws IOException {
        int scanned = 0;
        waited = false;
        while (true) {
            for (int i = from + scanned; i < to; i++) {
                boolean crlf = buffer[i] == '\n' && i > from && buffer[i - 1] == '\r';
                if (crlf || (lenient && buffer[i] == '\n')) {
                    byte[] line = Arrays.copyOfRange(buffer, from, crlf ? i - 1 : i);
                    from = i + 1;
                    return line;
                }
            }
            scanned = to - from;
            if (!fill()) {
                return null;
            }
        }
    }

    /** Returns whether the last line had not come yet when the replies to all before it went out. */
    boolean waitedForLine() {
        return waited;
    }

    /** Returns the data up to the final dot, without it and with stuffed dots removed, or null at the stream's end. */
    byte @Nullable [] data(Progress progress) throws IOException {
        return lenient ? lenientData(progress) : strictData(progress);
    }

    private byte @Nullable [] strictData(Progress progress) throws IOException {
        ByteArrayOutputStream unstuffed = null;
        long passed = 0;
        while (to - from < 3) {
            if (!fill()) {
                return null;
            }
        }
        progress.received(to - from);
        if (buffer[from] == '.') {
            if (buffer[from + 1] == '\r' && buffer[from + 2] == '\n') {
                from += 3;
                return new byte[0];
            }
            from++;
        }
        int scanned = 0;
        while (true) {
            int dot = dotAtLineStart(from + scanned);
            if (dot < 0 || dot + 5 > to) {
                scanned = dot < 0 ? Math.max(scanned, to - from - 2) : dot - from;
                if (!fill()) {
                    return null;
                }
                progress.received(passed + to - from);
                continue;
            }
            int length = dot + 2 - from;
            if (buffer[dot + 3] == '\r' && buffer[dot + 4] == '\n') {
                byte[] data;
                if (unstuffed == null) {
                    data = Arrays.copyOfRange(buffer, from, from + length);
                } else {
                    unstuffed.write(buffer, from, length);
                    data = unstuffed.toByteArray();
                }
                from = dot + 5;
                return data;
            }
            if (unstuffed == null) {
                unstuffed = new ByteArrayOutputStream(FIRST_SIZE);
            }
            unstuffed.write(buffer, from, length);
            passed += length + 1;
            from = dot + 3;
            scanned = 0;
        }
    }

    /** Returns where CR LF dot begins, or -1, looking at every third octet only where nothing matches. */
    private int dotAtLineStart(int start) {
        int i = start + 2;
        while (i < to) {
            byte c = buffer[i];
            if (c == '.') {
                if (buffer[i - 1] == '\n' && buffer[i - 2] == '\r') {
                    return i - 2;
                }
                i += 3;
            } else if (c == '\n') {
                i += 1;
            } else if (c == '\r') {
                i += 2;
            } else {
                i += 3;
            }
        }
        return -1;
    }

    /** Reads as careless servers do: CR, LF and CRLF all end a line. */
    private byte @Nullable [] lenientData(Progress progress) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long received = 0;
        boolean afterCr = false;
        while (true) {
            if (from == to) {
                if (!fill()) {
                    return null;
                }
                progress.received(received + to - from);
            }
            byte c = buffer[from++];
            received++;
            if (c == '\n' && afterCr) {
                afterCr = false;
                continue;
            }
            afterCr = c == '\r';
            if (c != '\r' && c != '\n') {
                line.write(c);
                continue;
            }
            byte[] content = line.toByteArray();
            line.reset();
            if (content.length == 1 && content[0] == '.') {
                if (afterCr && from < to && buffer[from] == '\n') {
                    from++;
                }
                return data.toByteArray();
            }
            int skip = content.length > 0 && content[0] == '.' ? 1 : 0;
            data.write(content, skip, content.length - skip);
            data.write('\r');
            data.write('\n');
        }
    }
}
