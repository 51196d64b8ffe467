package dev.hato.message;

import java.text.Normalizer;

/** One spelling for characters of JIS X 0208 that Unicode can write in several ways. Nothing is lost by it. */
final class JisSpelling {
    /** Pairs: another code of Unicode, and the one that Microsoft's tables, and so mail programs, take. */
    private static final String TWINS = "\u301C\uFF5E" // wave dash
            + "\u2212\uFF0D" // minus sign
            + "\u2014\u2015" // em dash
            + "\u2016\u2225" // double vertical line
            + "\u00A2\uFFE0"
            + "\u00A3\uFFE1"
            + "\u00AC\uFFE2"
            + "\u00A6\uFFE4"
            + "\u00A5\uFFE5" // JIS X 0201 has it where ASCII has the backslash, which is what programs show
            + "\u203E\uFFE3" // and this one where ASCII has the tilde
            + "\u00C5\u212B"; // Å as a letter and as a unit

    private static final char VOICED = '\u3099';
    private static final char SEMI_VOICED = '\u309A';
    private static final char VOICED_ALONE = '\u309B';
    private static final char SEMI_VOICED_ALONE = '\u309C';

    private JisSpelling() {}

    /** Returns the cluster in the spelling that has codes, as far as there is one. */
    static String of(String cluster) {
        StringBuilder out = new StringBuilder(cluster.length());
        boolean widened = false;
        for (int i = 0; i < cluster.length(); i++) {
            char c = cluster.charAt(i);
            if (isHalfWidth(c)) {
                widened = true;
                out.append(Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC));
            } else {
                out.append(twin(c));
            }
        }
        return widened || Jis.firstUnheld(out, 0) < out.length() ? composed(out.toString()) : out.toString();
    }

    /** Joins kana with their marks, and letters outside ASCII with theirs; a mark that nothing joins stands alone. */
    private static String composed(String cluster) {
        int first = cluster.codePointAt(0);
        boolean several = Character.charCount(first) < cluster.length();
        if (several && first >= 0x80 && Character.isLetter(first)) {
            String joined = Normalizer.normalize(cluster, Normalizer.Form.NFC);
            String alone = marksAlone(joined);
            return Jis.holdsAll(alone) ? alone : cluster;
        }
        return marksAlone(cluster);
    }

    private static String marksAlone(String text) {
        return text.replace(VOICED, VOICED_ALONE).replace(SEMI_VOICED, SEMI_VOICED_ALONE);
    }

    private static char twin(char c) {
        for (int i = 0; i < TWINS.length(); i += 2) {
            if (TWINS.charAt(i) == c) {
                return TWINS.charAt(i + 1);
            }
        }
        return c;
    }

    /** Katakana with its punctuation and marks; lines, arrows, square and circle. */
    private static boolean isHalfWidth(char c) {
        return (c >= '\uFF61' && c <= '\uFF9F') || (c >= '\uFFE8' && c <= '\uFFEE');
    }
}
