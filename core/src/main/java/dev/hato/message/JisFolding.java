package dev.hato.message;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands in plain text for a character that ISO-2022-JP cannot hold: something that means the same, or 〓.
 *
 * <p>It never puts a character in that could mean something to a program: of ASCII only letters, spaces, brackets,
 * hyphens, and the marks {@code . , ! ?}, and digits where there was a digit or nothing that could run into one.
 */
final class JisFolding {
    /** The printer's mark for a character that is not in the case. */
    static final String MISSING = "〓";

    private static final int KEYCAP = 0x20E3;
    private static final String SAFE_MARKS = " ()-.,!?";
    private static final Map<String, String> MEANINGS = meanings();

    private JisFolding() {}

    private static Map<String, String> meanings() {
        Map<String, String> all = new HashMap<>();
        // Kanji whose other form is in JIS X 0208.
        pairs(
                all,
                "𠮷吉 𠮟叱 剝剥 塡填 頰頬 噓嘘 俠侠 摑掴 瘦痩 繫繋 蔣蒋 醬醤 鷗鴎 蠟蝋 顚顛 囊嚢 嚙噛 搔掻 攢攅 萊莱 屛屏 幷并 瀆涜 焰焔 禱祷 簞箪 繡繍 軀躯 驒騨 麴麹 麵麺"
                        + " 𣘺橋 𩸽〓");
        pairs(all, "ゔヴ –- ‒- •・ ·・ ⋅・ ∙・ ‣・ ⋯… «≪ »≫ ‚， „” ➡→ ⬅← ⬆↑ ⬇↓ ⭐★ ⭕○ ❌× ✕× ✖× ❗！ ❕！ ❓？ ❔？ ☎℡ µμ ¯￣ øo Øo");
        String[] longer = {
            "€", "EUR", "©", "(C)", "®", "(R)", "™", "(TM)", "℠", "(SM)", "ß", "ss", "ẞ", "SS", "æ", "ae", "Æ", "AE",
            "œ", "oe", "Œ", "OE", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ı", "i", "ヷ", "ヴァ", "ヺ",
            "ヴォ", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "0\u20E3", "0"
        };
        for (int i = 0; i < longer.length; i += 2) {
            all.put(longer[i], longer[i + 1]);
        }
        for (int i = 0; i < 10; i++) {
            String circled = String.valueOf((char) ('①' + i));
            for (int row : new int[] {0x2776, 0x2780, 0x278A, 0x24F5}) {
                all.put(String.valueOf((char) (row + i)), circled);
            }
            if (i < 9) {
                all.put((i + 1) + String.valueOf((char) KEYCAP), circled);
            }
        }
        numbers(all, 0x3251, 21, 35);
        numbers(all, 0x32B1, 36, 50);
        numbers(all, 0x24EA, 0, 0);
        return all;
    }

    private static void pairs(Map<String, String> all, String pairs) {
        for (String pair : pairs.split(" ", -1)) {
            int second = pair.offsetByCodePoints(0, 1);
            all.put(pair.substring(0, second), pair.substring(second));
        }
    }

    private static void numbers(Map<String, String> all, int codePoint, int from, int to) {
        for (int i = from; i <= to; i++) {
            all.put(String.valueOf((char) (codePoint + i - from)), "(" + i + ")");
        }
    }

    /** Returns what stands for the cluster, all of which has codes; empty for one that nobody sees. */
    static String of(String cluster) {
        String seen = withoutInvisible(cluster);
        if (Jis.holdsAll(seen)) {
            return seen;
        }
        String meaning = MEANINGS.get(seen);
        if (meaning != null) {
            return meaning;
        }
        int first = seen.codePointAt(0);
        if (Character.charCount(first) == seen.length() && Character.getType(first) == Character.SPACE_SEPARATOR) {
            return " ";
        }
        String joined = JisSpelling.of(Normalizer.normalize(seen, Normalizer.Form.NFC));
        if (isSafe(joined, Character.isDigit(first))) {
            return joined;
        }
        String bare = Normalizer.normalize(seen, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
        if (bare.length() == 1 && isLetter(bare.charAt(0))) {
            return bare;
        }
        String plain = JisSpelling.of(Normalizer.normalize(seen, Normalizer.Form.NFKC));
        return isSafe(plain, Character.isDigit(first)) ? plain : MISSING;
    }

    private static boolean isSafe(String text, boolean digits) {
        return Jis.holdsAll(text)
                && text.chars()
                        .allMatch(c -> c >= 0x80
                                || isLetter((char) c)
                                || SAFE_MARKS.indexOf(c) >= 0
                                || (digits && c >= '0' && c <= '9'));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Without joiners, variation selectors, direction marks and other characters that only steer what is shown. */
    private static String withoutInvisible(String cluster) {
        StringBuilder out = new StringBuilder(cluster.length());
        cluster.codePoints().filter(cp -> !isInvisible(cp)).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isInvisible(int cp) {
        return Character.getType(cp) == Character.FORMAT
                || (cp >= 0xFE00 && cp <= 0xFE0F)
                || (cp >= 0xE0100 && cp <= 0xE01EF)
                || cp == 0x034F
                || (cp >= 0x180B && cp <= 0x180D);
    }
}
