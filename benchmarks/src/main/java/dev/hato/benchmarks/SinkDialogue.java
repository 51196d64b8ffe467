package dev.hato.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One connection to a {@link FastSink}: what was said so far and is not yet understood. */
final class SinkDialogue {
    private static final byte[] GREETING = ascii("220 sink ESMTP");
    private static final byte[] EHLO =
            ascii("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 104857600");
    private static final byte[] OK = ascii("250 2.0.0 OK");
    private static final byte[] ACCEPTED = ascii("250 2.0.0 Accepted");
    private static final byte[] GO_AHEAD = ascii("354 Go ahead");
    private static final byte[] OUT_OF_ORDER = ascii("503 5.5.1 MAIL, RCPT and DATA in this order");
    private static final byte[] UNKNOWN = ascii("500 5.5.2 Unknown command");
    private static final byte[] BYE = ascii("221 2.0.0 Bye");
    private static final int LONGEST_LINE = 4096;

    private final AtomicLong accepted;
    private final byte[] kept = new byte[LONGEST_LINE];
    private int keptLength;
    private boolean inData;
    private boolean hasSender;
    private boolean hasRecipient;
    private boolean open = true;

    SinkDialogue(AtomicLong accepted) {
        this.accepted = accepted;
    }

    ByteBuffer greeting(ByteBuffer output) {
        reply(output.clear(), GREETING);
        return output.flip();
    }

    /** Puts back what was not understood last time and returns its length; further octets follow it. */
    int restore(ByteBuffer input) {
        input.clear();
        input.put(kept, 0, keptLength);
        return keptLength;
    }

    /** Takes octets from the start of the buffer to its position, and returns whether the client goes on. */
    boolean take(ByteBuffer input, int old, ByteBuffer output) {
        int end = input.position();
        int at = 0;
        int searched = inData ? 0 : old;
        while (open) {
            if (inData) {
                int final5 = endOfData(input, at, end);
                if (final5 < 0) {
                    at = Math.max(at, end - 4);
                    break;
                }
                inData = false;
                accepted.incrementAndGet();
                reply(output, ACCEPTED);
                at = final5;
            } else {
                int lineEnd = lineEnd(input, Math.max(at, searched), end);
                if (lineEnd < 0) {
                    break;
                }
                command(input, at, lineEnd, output);
                // The line end before the data is the one before a dot that ends them at once.
                at = inData ? Math.max(at, lineEnd - 2) : lineEnd;
            }
            searched = at;
        }
        keep(input, at, end);
        return open;
    }

    private void keep(ByteBuffer input, int from, int end) {
        keptLength = end - from;
        if (keptLength > kept.length) {
            open = false;
            keptLength = 0;
            return;
        }
        input.get(from, kept, 0, keptLength);
    }

    private void command(ByteBuffer input, int from, int end, ByteBuffer output) {
        int verb = end - from < 4
                ? 0
                : upper(input.get(from)) << 24
                        | upper(input.get(from + 1)) << 16
                        | upper(input.get(from + 2)) << 8
                        | upper(input.get(from + 3));
        switch (verb) {
            case 'M' << 24 | 'A' << 16 | 'I' << 8 | 'L' -> {
                hasSender = true;
                hasRecipient = false;
                reply(output, OK);
            }
            case 'R' << 24 | 'C' << 16 | 'P' << 8 | 'T' -> {
                hasRecipient = hasSender;
                reply(output, hasSender ? OK : OUT_OF_ORDER);
            }
            case 'D' << 24 | 'A' << 16 | 'T' << 8 | 'A' -> {
                inData = hasRecipient;
                reply(output, hasRecipient ? GO_AHEAD : OUT_OF_ORDER);
                hasSender = false;
                hasRecipient = false;
            }
            case 'E' << 24 | 'H' << 16 | 'L' << 8 | 'O' -> reply(output, EHLO);
            case 'H' << 24 | 'E' << 16 | 'L' << 8 | 'O', 'N' << 24 | 'O' << 16 | 'O' << 8 | 'P' -> reply(output, OK);
            case 'R' << 24 | 'S' << 16 | 'E' << 8 | 'T' -> {
                hasSender = false;
                hasRecipient = false;
                reply(output, OK);
            }
            case 'Q' << 24 | 'U' << 16 | 'I' << 8 | 'T' -> {
                open = false;
                reply(output, BYE);
            }
            default -> reply(output, UNKNOWN);
        }
    }

    private static int upper(byte letter) {
        return letter & 0xDF;
    }

    /** Returns where the line after {@code from} has ended, or -1. */
    private static int lineEnd(ByteBuffer input, int from, int end) {
        for (int i = from; i < end; i++) {
            if (input.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Returns where CRLF.CRLF has ended, or -1. Looks at every fifth octet only, as long as none of them is of it. */
    private static int endOfData(ByteBuffer input, int from, int end) {
        int i = from + 4;
        while (i < end) {
            byte c = input.get(i);
            if (c > '.') {
                i += 5;
            } else if (c == '\n') {
                if (input.get(i - 1) == '\r'
                        && input.get(i - 2) == '.'
                        && input.get(i - 3) == '\n'
                        && input.get(i - 4) == '\r') {
                    return i + 1;
                }
                i += 3;
            } else if (c == '\r') {
                i++;
            } else {
                i += c == '.' ? 2 : 5;
            }
        }
        return -1;
    }

    private static void reply(ByteBuffer output, byte[] line) {
        output.put(line);
    }

    private static byte[] ascii(String lines) {
        return (lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
