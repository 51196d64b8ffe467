package dev.hato.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads replies one after the other, however they are cut into packets (RFC 5321, 4.2).
 *
 * <p>How much it buffers is bounded by what the stream lets through between two writes. Used by one
 * thread at a time.
 */
final class ReplyReader {
    private static final int FIRST_SIZE = 8 * 1024;

    private final Map<Phase, Usual> usual = new EnumMap<>(Phase.class);
    private InputStream in;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int from;
    private int to;

    /** A reply of one line that is likely to come again. */
    private static final class Usual {
        final byte[] octets;
        final Reply reply;

        Usual(byte[] octets, Reply reply) {
            this.octets = octets;
            this.reply = reply;
        }
    }

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Goes on with another stream; what the old one had sent ahead is forgotten. */
    void readFrom(InputStream other) {
        in = other;
        from = 0;
        to = 0;
    }

    /** Returns whether octets came behind the last reply. */
    boolean hasMore() {
        return from < to;
    }

    /**
     * Returns the next reply.
     *
     * @throws IOException if the stream ends or breaks, or brings something else
     */
    Reply read(Phase phase) throws IOException {
        int start = 0; // of the line, counted from the reply's begin
        while (true) {
            int feed = feed(start);
            if (feed < 0) {
                return last(start, phase);
            }
            boolean goesOn = feed >= 4 + start && buffer[from + start + 3] == '-';
            if (!goesOn) {
                Reply reply = start == 0 ? single(feed, phase) : several(feed);
                from += feed + 1;
                return reply;
            }
            start = feed + 1;
        }
    }

    /** Returns where the LF at or behind this place stands, or -1 at the end of the stream; from the reply's begin. */
    private int feed(int start) throws IOException {
        int at = start;
        while (true) {
            for (int i = from + at; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i - from;
                }
            }
            at = to - from;
            if (!fill()) {
                return -1;
            }
        }
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    /** The stream has ended: what it left may be a last line without its end, which counts. */
    private Reply last(int start, Phase phase) throws IOException {
        int length = to - from;
        if (length == start) {
            throw noReply();
        }
        Reply reply = start == 0 ? single(length, phase) : several(length);
        from = to;
        return reply;
    }

    private Reply single(int length, Phase phase) throws IOException {
        int end = from + length;
        Usual known = usual.get(phase);
        if (known != null && Arrays.equals(known.octets, 0, known.octets.length, buffer, from, end)) {
            return known.reply;
        }
        Reply reply = several(length);
        usual.put(phase, new Usual(Arrays.copyOfRange(buffer, from, end), reply));
        return reply;
    }

    private Reply several(int length) throws IOException {
        String text = new String(buffer, from, length, StandardCharsets.UTF_8);
        Reply reply = Reply.parse(text.indexOf('\r') < 0 ? text : withoutCarriageReturns(text));
        if (reply == null) {
            throw noReply();
        }
        return reply;
    }

    private static String withoutCarriageReturns(String text) {
        String lines = text.replace("\r\n", "\n");
        return lines.endsWith("\r") ? lines.substring(0, lines.length() - 1) : lines;
    }

    private static IOException noReply() {
        return new IOException("the server closed the connection or sent no reply code");
    }
}
