package dev.hato.message;

import java.nio.charset.Charset;
import java.util.Random;

/** Texts as nobody would write them, the same for the same seed. */
final class RandomText {
    private static final String[] SEQUENCES = {
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🇯🇵",
        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "❤️‍🔥",
        "1️⃣",
        "か\u3099",
        "葛\uDB40\uDD00",
        "ｶﾞ",
        "①㈱～－髙﨑",
        "𠮷野家",
        "=?UTF-8?B?44GC?=",
        "=?",
        "?=",
        "%1B''",
        "\"",
        "\\",
        "  ",
        "(x)",
        "a@b",
        "<x>",
        ";",
        ",",
        "&amp;",
        "\u00A0",
        "\u3000",
        "\u200B",
        "\uFEFF",
        "\u202Eabc\u202C",
        "\u061C",
        "\u200F",
        "\uFFFD",
        "\uFFFE",
        "\uDBFF\uDFFF"
    };
    private static final String[] REFUSED = {
        "\r\n",
        "\n",
        "\r",
        "\u0000",
        "\u001B$B",
        "\u007F",
        "\u0085",
        "\u009F",
        "\u2028",
        "\u2029",
        "\t",
        "\uD83D",
        "\uDE00"
    };
    private static final Charset CP932 = Charset.forName("windows-31j");
    private static final String JAPANESE = "春のお知らせご注文ありがとうございます様株式会社髙島屋セールー、。「」東京都渋谷区";

    /** The first of the sequences are emoji, which no charset but Unicode's has. */
    private static final int EMOJI = 6;

    private final Random random;
    private final boolean jis;

    RandomText(long seed) {
        this(seed, false);
    }

    /** Makes texts of ASCII and double-byte characters of CP932 only, but for emoji in some of them. */
    static RandomText ofCp932(long seed) {
        return new RandomText(seed, true);
    }

    private RandomText(long seed, boolean jis) {
        random = new Random(seed);
        this.jis = jis;
    }

    /** Up to 40 pieces; in some there is one that cannot stand in a header. */
    String next() {
        StringBuilder out = new StringBuilder();
        int pieces = 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 10);
        boolean refused = random.nextInt(6) == 0;
        int kind = random.nextInt(8);
        for (int i = 0; i < pieces && jis; i++) {
            int which = random.nextInt(100);
            if (which < 30) {
                piece(2, out);
            } else if (which < 99) {
                cp932(out);
            } else {
                out.append(SEQUENCES[random.nextInt(EMOJI)]);
            }
        }
        for (int i = 0; i < pieces && !jis; i++) {
            piece(kind < 6 ? kind : random.nextInt(6), out);
        }
        if (refused) {
            int at = random.nextInt(out.length() + 1);
            out.insert(at, REFUSED[random.nextInt(REFUSED.length)]);
        }
        return out.toString();
    }

    private void cp932(StringBuilder out) {
        int lead = 0x81 + random.nextInt(0x18) + (random.nextBoolean() ? 0x5F : 0);
        byte[] code = {(byte) lead, (byte) (0x80 + random.nextInt(0x7D))};
        String text = new String(code, CP932);
        int first = text.codePointAt(0);
        boolean usable = text.length() == 1 && first != '\uFFFD' && Character.getType(first) != Character.PRIVATE_USE;
        out.append(usable ? text : "〓");
    }

    private void piece(int kind, StringBuilder out) {
        switch (kind) {
            case 0 -> out.append(JAPANESE.charAt(random.nextInt(JAPANESE.length())));
            case 1 -> out.append(SEQUENCES[random.nextInt(SEQUENCES.length)]);
            case 2 -> out.append((char) (' ' + random.nextInt(95)));
            case 3 -> out.append((char) (0x590 + random.nextInt(0x170))); // Hebrew and Arabic
            case 4 -> out.append((char) ('a' + random.nextInt(26))).append((char) (0x300 + random.nextInt(0x70)));
            default -> out.appendCodePoint(anyCodePoint());
        }
    }

    /** Any code point, assigned or not, from any plane; surrogates and controls only by accident of the range. */
    private int anyCodePoint() {
        int codePoint = random.nextInt(4) == 0 ? random.nextInt(0x110000) : 0xA0 + random.nextInt(0xFF60);
        return codePoint >= 0xD800 && codePoint <= 0xDFFF ? codePoint - 0x1000 : codePoint;
    }
}
