package dev.hato.smtp;

import dev.hato.message.ComposedMail;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The octets after DATA: dots stuffed, every line ended by CRLF, and the final dot (RFC 5321, 4.1.1.4
 * and 4.5.2).
 *
 * <p>No CR or LF stands alone in it: servers disagree on whether those end a line, and with it on
 * where the mail ends. A mail that was composed elsewhere may have some; they become CRLF.
 */
final class Payload {
    private byte[] wire = new byte[0];
    private int length;
    private boolean headersNeedUtf8;
    private boolean bodyNeeds8Bit;

    private Payload() {}

    static Payload of(ComposedMail mail) {
        Payload payload = new Payload();
        try {
            mail.writeTo(new OutputStream() {
                @Override
                public void write(int octet) {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] source, int from, int count) {
                    payload.encode(source, from, count);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return payload;
    }

    /** Whether a header has octets outside ASCII, which only SMTPUTF8 servers take (RFC 6532). */
    boolean headersNeedUtf8() {
        return headersNeedUtf8;
    }

    /** Whether the body has octets outside ASCII, which only 8BITMIME servers take (RFC 6152). */
    boolean bodyNeeds8Bit() {
        return bodyNeeds8Bit;
    }

    /** The number of octets, the final dot's line included. */
    int length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(wire, 0, length);
        out.flush();
    }

    private void encode(byte[] source, int from, int count) {
        int to = from + count;
        int extra = 5;
        for (int i = from; i < to; i++) {
            byte c = source[i];
            if (c == '\n' || c == '\r' || c == '.') {
                boolean lineStart = i == from || source[i - 1] == '\n' || source[i - 1] == '\r';
                boolean bareLf = c == '\n' && (i == from || source[i - 1] != '\r');
                boolean bareCr = c == '\r' && (i + 1 == to || source[i + 1] != '\n');
                if (bareLf || bareCr || (c == '.' && lineStart)) {
                    extra++;
                }
            }
        }
        byte[] out = new byte[count + extra];
        int o = 0;
        int line = 0;
        boolean inHeaders = true;
        int eight = 0;
        for (int i = from; i < to; i++) {
            byte c = source[i];
            if (c == '\r' || c == '\n') {
                out[o++] = '\r';
                out[o++] = '\n';
                if (c == '\r' && i + 1 < to && source[i + 1] == '\n') {
                    i++;
                }
                if (inHeaders && line == 0) {
                    inHeaders = false;
                    headersNeedUtf8 = eight < 0;
                    eight = 0;
                }
                line = 0;
                continue;
            }
            if (c == '.' && line == 0) {
                out[o++] = '.';
            }
            eight |= c;
            out[o++] = c;
            line++;
        }
        headersNeedUtf8 |= inHeaders && eight < 0;
        bodyNeeds8Bit = !inHeaders && eight < 0;
        if (line > 0) {
            out[o++] = '\r';
            out[o++] = '\n';
        }
        out[o++] = '.';
        out[o++] = '\r';
        out[o++] = '\n';
        wire = out;
        length = o;
    }
}
