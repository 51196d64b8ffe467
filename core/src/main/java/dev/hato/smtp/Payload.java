package dev.hato.smtp;

import dev.hato.message.ComposedMail;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The octets after DATA: dots stuffed, every line ended by CRLF, and the final dot (RFC 5321, 4.1.1.4
 * and 4.5.2).
 *
 * <p>No CR or LF stands alone in it: servers disagree on whether those end a line, and with it on
 * where the mail ends. A mail that was composed elsewhere may have some; they become CRLF. One that
 * is known to be ready goes out as it is, without a copy.
 */
final class Payload {
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private final ComposedMail mail;
    private final @Nullable Encoder encoder;

    private Payload(ComposedMail mail, @Nullable Encoder encoder) {
        this.mail = mail;
        this.encoder = encoder;
    }

    static Payload of(ComposedMail mail) {
        if (mail.isSmtpReady()) {
            return new Payload(mail, null);
        }
        Encoder encoder = new Encoder(mail.size());
        try {
            mail.writeTo(encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        encoder.end();
        return new Payload(mail, encoder);
    }

    /** Whether a header has octets outside ASCII, which only SMTPUTF8 servers take (RFC 6532). */
    boolean headersNeedUtf8() {
        return encoder != null && encoder.headersNeedUtf8;
    }

    /** Whether the body has octets outside ASCII, which only 8BITMIME servers take (RFC 6152). */
    boolean bodyNeeds8Bit() {
        return encoder != null && encoder.bodyNeeds8Bit;
    }

    /** The number of octets without stuffed dots and the final dot, as SIZE counts (RFC 1870, 5). */
    int size() {
        return encoder == null ? mail.size() : encoder.size;
    }

    /** Writes all of it, in many small pieces perhaps, without a flush. */
    void writeTo(OutputStream out) throws IOException {
        if (encoder == null) {
            mail.writeTo(out);
        } else {
            out.write(encoder.wire, 0, encoder.length);
        }
        out.write(FINAL_DOT, 0, FINAL_DOT.length);
    }

    /** Makes ready octets of any, in whatever pieces they come. */
    private static final class Encoder extends OutputStream {
        private byte[] wire;
        private int length;
        private int size;
        private int line;
        private boolean afterCr;
        private boolean inHeaders = true;
        private int eight;
        private boolean headersNeedUtf8;
        private boolean bodyNeeds8Bit;

        Encoder(int expected) {
            wire = new byte[expected + expected / 64 + 64];
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) {
            for (int i = from; i < from + count; i++) {
                byte c = source[i];
                if (length + 2 > wire.length) {
                    wire = Arrays.copyOf(wire, wire.length + wire.length / 2);
                }
                if (c == '\r') {
                    endLine();
                    afterCr = true;
                } else if (c == '\n') {
                    if (!afterCr) {
                        endLine();
                    }
                    afterCr = false;
                } else {
                    afterCr = false;
                    if (c == '.' && line == 0) {
                        wire[length++] = '.';
                    }
                    wire[length++] = c;
                    size++;
                    eight |= c;
                    line++;
                }
            }
        }

        private void endLine() {
            wire[length++] = '\r';
            wire[length++] = '\n';
            size += 2;
            if (inHeaders && line == 0) {
                inHeaders = false;
                headersNeedUtf8 = eight < 0;
                eight = 0;
            }
            line = 0;
        }

        void end() {
            headersNeedUtf8 |= inHeaders && eight < 0;
            bodyNeeds8Bit = !inHeaders && eight < 0;
            if (line > 0) {
                wire = length + 2 > wire.length ? Arrays.copyOf(wire, length + 2) : wire;
                wire[length++] = '\r';
                wire[length++] = '\n';
                size += 2;
            }
        }
    }
}
