package dev.hato.imports;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Tells the encoding of Japanese text from a piece that begins with its first byte beyond ASCII.
 *
 * <p>UTF-8 is hardly ever valid by accident, so it wins unless errors are frequent; a few bad rows do
 * not change that. EUC-JP read as windows-31j becomes mostly half-width katakana, which nobody writes
 * whole files in. What remains is windows-31j.
 */
final class EncodingGuess {
    private EncodingGuess() {}

    /** Returns whether an escape sequence of ISO-2022-JP begins here: {@code ESC $} or {@code ESC (}. */
    static boolean isEscapeSequence(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at] == 0x1B && (bytes[at + 1] == '$' || bytes[at + 1] == '(');
    }

    static Charset of(byte[] bytes, int from, int to) {
        if (isEscapeSequence(bytes, from, to)) {
            return Charsets.iso2022jp();
        }
        Sample utf8 = Sample.of(StandardCharsets.UTF_8, bytes, from, to);
        if (utf8.errors == 0 || utf8.errors * 4 <= utf8.nonAscii) {
            return StandardCharsets.UTF_8;
        }
        Sample shiftJis = Sample.of(Charsets.windows31j(), bytes, from, to);
        Sample euc = Sample.of(Charsets.eucJp(), bytes, from, to);
        boolean looksLikeEuc = euc.errors * 50 <= euc.nonAscii && euc.kana > 0;
        boolean unlikelyShiftJis = shiftJis.errors > euc.errors || shiftJis.halfWidth * 2 > shiftJis.nonAscii;
        return looksLikeEuc && unlikelyShiftJis ? Charsets.eucJp() : Charsets.windows31j();
    }

    /** What the bytes are when read in one charset. An incomplete character at the end does not count. */
    private static final class Sample {
        private int errors;
        private int nonAscii;
        private int kana;
        private int halfWidth;

        static Sample of(Charset charset, byte[] bytes, int from, int to) {
            Sample sample = new Sample();
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
            CharBuffer out = CharBuffer.allocate(8192);
            CoderResult result;
            do {
                result = decoder.decode(in, out, false);
                if (result.isError()) {
                    sample.errors++;
                    in.position(in.position() + 1);
                }
                sample.count(out);
            } while (!result.isUnderflow());
            return sample;
        }

        private void count(CharBuffer out) {
            for (int i = 0; i < out.position(); i++) {
                char c = out.get(i);
                if (c >= 0x80) {
                    nonAscii++;
                    if (c >= 0x3041 && c <= 0x30FF) {
                        kana++;
                    } else if (c >= 0xFF61 && c <= 0xFF9F) {
                        halfWidth++;
                    }
                }
            }
            out.clear();
        }
    }
}
