package dev.hato.dkim;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the octets of a mail, keeps its header block and passes its body on to be hashed.
 *
 * <p>The block ends before the first empty line, which belongs to neither. Not thread-safe.
 */
final class MailSplitter extends OutputStream {
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(4096);
    private final @Nullable BodyHash body;
    private boolean inBody;
    private boolean lineIsEmpty = true;
    private boolean heldCr;
    private boolean bare;
    private int emptyLine;
    private long bodyStart;

    MailSplitter(@Nullable BodyHash body) {
        this.body = body;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int count) {
        int to = from + count;
        int start = from;
        if (!inBody) {
            start = headers(source, from, to);
            block.write(source, from, start - from);
            bodyStart += start - from;
        }
        if (inBody && body != null) {
            body.update(source, start, to);
        }
    }

    private int headers(byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = source[i];
            if (c == '\n') {
                bare |= !heldCr;
                if (lineIsEmpty) {
                    emptyLine = heldCr ? 2 : 1;
                    inBody = true;
                    return i + 1;
                }
                lineIsEmpty = true;
                heldCr = false;
            } else {
                if (heldCr) {
                    bare = true;
                    lineIsEmpty = false;
                }
                heldCr = c == '\r';
                lineIsEmpty &= heldCr;
            }
        }
        return to;
    }

    /** Returns the header lines with their line ends. */
    HeaderFields headers() {
        byte[] octets = block.toByteArray();
        return HeaderFields.parse(octets, octets.length - emptyLine);
    }

    /** Returns the length of the header lines. */
    int headerLength() {
        return block.size();
    }

    /** Returns where the body begins, or where the mail ends if it has none. */
    int bodyStart() {
        return Math.toIntExact(bodyStart);
    }

    /** Returns whether a CR or LF stands alone anywhere in the mail; to be asked when the body is finished. */
    boolean hasBareLineEnds() {
        return bare || (heldCr && !inBody) || (body != null && body.hasBareLineEnds());
    }

    /** Returns the octets with every line end as CRLF, as they leave for a server (RFC 5321, 2.3.8). */
    static byte[] normalised(byte[] mail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(mail.length + 64);
        for (int i = 0; i < mail.length; i++) {
            byte c = mail[i];
            if (c == '\r' || c == '\n') {
                out.write('\r');
                out.write('\n');
                if (c == '\r' && i + 1 < mail.length && mail[i + 1] == '\n') {
                    i++;
                }
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }
}
