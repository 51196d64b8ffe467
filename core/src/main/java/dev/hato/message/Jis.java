package dev.hato.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * ISO-2022-JP as it is used in mail: JIS X 0208 with the characters that NEC and IBM added to it.
 *
 * <p>The JDK's own {@code ISO-2022-JP} lacks those and writes {@code ？} for them. Its {@code x-windows-iso2022jp} has them,
 * but it also writes « as ≪ without a word, katakana in half width, and √ ∫ ⊥ ￢ as NEC's or IBM's copy, where plain
 * JIS X 0208 has a code that every program reads. So that charset says what each code means, and the choice of codes is
 * made here.
 */
final class Jis {
    static final String LABEL = "ISO-2022-JP";

    private static final String JDK_NAME = "x-windows-iso2022jp";
    private static final int FIRST = 0x21;
    private static final int LAST = 0x7E;

    private static final byte[] TO_KANJI = {0x1B, '$', 'B'};
    private static final byte[] TO_ASCII = {0x1B, '(', 'B'};
    /** How many octets a change between ASCII and kanji takes. */
    static final int ESCAPE = TO_KANJI.length;

    private Jis() {}

    /** Made when the first mail needs it. */
    private static final class Table {
        static final char[] CODES = codes();
    }

    private static char[] codes() {
        Charset charset = charset(Charset::isSupported);
        char[] codes = new char[0x10000];
        for (int row = FIRST; row <= LAST; row++) {
            add(codes, row, charset); // JIS X 0208 has its marks in row 2, before NEC's row 13 and IBM's 89 to 92
        }
        return codes;
    }

    private static void add(char[] codes, int row, Charset charset) {
        byte[] octets = {0x1B, '$', 'B', (byte) row, 0, 0x1B, '(', 'B'};
        for (int cell = FIRST; cell <= LAST; cell++) {
            octets[ESCAPE + 1] = (byte) cell;
            char c = new String(octets, charset).charAt(0);
            if (c != '\uFFFD' && codes[c] == 0) {
                codes[c] = (char) (row << 8 | cell);
            }
        }
    }

    static void requireSupport() {
        charset(Charset::isSupported);
    }

    static Charset charset(Predicate<String> supported) {
        if (!supported.test(JDK_NAME)) {
            throw new IllegalStateException("This Java runtime lacks the charset " + JDK_NAME
                    + ", which mails in ISO-2022-JP need: add the module jdk.charsets (jlink --add-modules"
                    + " jdk.charsets), or choose MailCharset.UTF_8.");
        }
        return Charset.forName(JDK_NAME);
    }

    /** Returns whether the character has a code. ESC, SO and SI have none: they would change what follows. */
    static boolean holds(char c) {
        return c < 0x80 ? c != 0x1B && c != 0x0E && c != 0x0F : Table.CODES[c] != 0;
    }

    /** Returns the index of the first character without a code, or the text's length. */
    static int firstUnheld(CharSequence text, int from) {
        int i = from;
        while (i < text.length() && holds(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean holdsAll(CharSequence text) {
        return firstUnheld(text, 0) == text.length();
    }

    /** Returns the text, all of whose characters have codes; it begins and ends in ASCII, and so does each line. */
    static byte[] encode(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        Octets out = new Octets(text.length() * 2 + 16);
        encode(text, 0, text.length(), out);
        return out.toByteArray();
    }

    static byte[] encode(String text) {
        Octets out = new Octets(text.length() * 2 + 2 * ESCAPE);
        encode(text, 0, text.length(), out);
        return out.toByteArray();
    }

    private static void encode(String text, int from, int to, Octets out) {
        boolean kanji = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80 == kanji) {
                kanji = !kanji;
                out.put(kanji ? TO_KANJI : TO_ASCII, 0, ESCAPE);
            }
            if (kanji) {
                int code = Table.CODES[c];
                if (code == 0) {
                    throw new IllegalArgumentException(String.format("U+%04X has no code in %s.", (int) c, LABEL));
                }
                out.put(code >> 8).put(code & 0xFF);
            } else {
                out.put(c);
            }
        }
        if (kanji) {
            out.put(TO_ASCII, 0, ESCAPE);
        }
    }
}
