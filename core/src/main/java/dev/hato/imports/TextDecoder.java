package dev.hato.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a file whose encoding is given or found out.
 *
 * <p>All candidates without a byte order mark agree on ASCII, so nothing is decided until the first
 * byte beyond it; then up to 256 KB that follow are looked at. Bytes that cannot be decoded become
 * {@link #UNDECODABLE}, half a surrogate pair, which no decoder makes: a U+FFFD of the file's own is not
 * mistaken for one.
 */
final class TextDecoder extends Reader {
    /** Stands for bytes that cannot be decoded. */
    static final char UNDECODABLE = '\uDC00';

    private static final int CHUNK = 1 << 16;
    private static final int LOOK_AHEAD = 1 << 18;

    private final InputStream in;
    private final @Nullable Charset given;
    private byte[] bytes = new byte[CHUNK];
    private int position;
    private int end;
    private boolean eof;
    private long bytesRead;
    private boolean begun;
    private Charset charset = StandardCharsets.US_ASCII;
    private @Nullable CharsetDecoder decoder;

    TextDecoder(InputStream in, @Nullable Charset given) {
        this.in = in;
        this.given = given == null ? null : Charsets.meant(given);
    }

    /** Returns whether the text has a mark for bytes that could not be decoded. */
    static boolean hasUndecodable(String text) {
        int at = text.indexOf(UNDECODABLE);
        while (at >= 0) {
            if (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))) {
                return true;
            }
            at = text.indexOf(UNDECODABLE, at + 1);
        }
        return false;
    }

    /** Returns the text with U+FFFD in place of the marks. */
    static String shown(String text) {
        if (!hasUndecodable(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            if (shown.charAt(i) == UNDECODABLE && (i == 0 || !Character.isHighSurrogate(shown.charAt(i - 1)))) {
                shown.setCharAt(i, '\uFFFD');
            }
        }
        return shown.toString();
    }

    /** Returns the encoding found so far. */
    Charset charset() {
        return charset;
    }

    /** Returns the number of bytes whose text was handed out. */
    long bytesConsumed() {
        return bytesRead - (end - position);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (!begun) {
            begin();
        }
        while (true) {
            int count = decoder == null ? copyAscii(target, offset, length) : decode(decoder, target, offset, length);
            if (count != 0) {
                return count;
            }
        }
    }

    private void begin() throws IOException {
        begun = true;
        fill(4);
        boolean utf8Bom = startsWith(0xEF, 0xBB, 0xBF);
        boolean bigEndian = startsWith(0xFE, 0xFF);
        boolean littleEndian = startsWith(0xFF, 0xFE);
        Charset marked = utf8Bom
                ? StandardCharsets.UTF_8
                : bigEndian ? StandardCharsets.UTF_16BE : littleEndian ? StandardCharsets.UTF_16LE : null;
        if (given == null && marked == null) {
            return;
        }
        Charset chosen = given == null || (marked != null && given.equals(StandardCharsets.UTF_16)) ? marked : given;
        if (chosen == null) {
            return;
        }
        if (chosen.equals(marked)) {
            position += utf8Bom ? 3 : 2;
        }
        use(chosen);
    }

    private boolean startsWith(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= end || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private void use(Charset chosen) {
        charset = chosen;
        decoder = chosen.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private int copyAscii(char[] target, int offset, int length) throws IOException {
        if (position == end && !fill(1)) {
            return -1;
        }
        int limit = Math.min(end, position + length);
        int from = position;
        int to = offset;
        while (position < limit && bytes[position] >= 0 && bytes[position] != 0x1B) {
            target[to++] = (char) bytes[position++];
        }
        if (position > from) {
            return position - from;
        }
        fill(bytes[position] == 0x1B ? 3 : LOOK_AHEAD);
        if (bytes[position] == 0x1B && !EncodingGuess.isEscapeSequence(bytes, position, end)) {
            position++;
            target[offset] = 0x1B;
            return 1;
        }
        use(EncodingGuess.of(bytes, position, end));
        return 0;
    }

    private int decode(CharsetDecoder with, char[] target, int offset, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(target, offset, length);
        while (true) {
            ByteBuffer input = ByteBuffer.wrap(bytes, position, end - position);
            CoderResult result = with.decode(input, out, eof);
            position = input.position();
            if (result.isError()) {
                if (!out.hasRemaining()) {
                    return length;
                }
                out.put(UNDECODABLE);
                skipBad(with, result.length());
                continue;
            }
            if (out.position() > offset) {
                return out.position() - offset;
            }
            if (eof && result.isUnderflow()) {
                return -1;
            }
            fill(end - position + 1);
        }
    }

    /** Skips the bad bytes, but never a delimiter, a quote or a line end that a broken character seems to include. */
    private void skipBad(CharsetDecoder with, int length) throws IOException {
        if (Charsets.isIso2022Jp(charset)) {
            skipToEscapeOrLineEnd();
            with.reset();
            return;
        }
        int stop = Math.min(end, position + Math.max(1, length));
        boolean wide = Charsets.isUtf16(charset);
        position++;
        while (position < stop && (wide || bytes[position] < 0 || bytes[position] >= 0x40)) {
            position++;
        }
    }

    private void skipToEscapeOrLineEnd() throws IOException {
        position++;
        while (position < end || fill(1)) {
            byte next = bytes[position];
            if (next == 0x1B || next == '\n' || next == '\r') {
                return;
            }
            position++;
        }
    }

    /** Reads until so many bytes are there or the file ends; returns whether any are there. */
    private boolean fill(int wanted) throws IOException {
        while (end - position < wanted && !eof) {
            if (position > 0) {
                System.arraycopy(bytes, position, bytes, 0, end - position);
                end -= position;
                position = 0;
            }
            if (end == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(CHUNK, bytes.length * 2));
            }
            int count = in.read(bytes, end, bytes.length - end);
            if (count < 0) {
                eof = true;
            } else {
                end += count;
                bytesRead += count;
            }
        }
        return position < end;
    }

    /** Leaves the stream open: it is the caller's. */
    @Override
    public void close() {}
}
