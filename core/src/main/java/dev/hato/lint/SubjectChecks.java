package dev.hato.lint;

import dev.hato.internal.MaskedHtml;
import dev.hato.internal.Texts;
import java.lang.Character.UnicodeScript;

/** The subject: whether there is one, and how wide it is. */
final class SubjectChecks {
    private static final int WIDEST = 60;

    private SubjectChecks() {}

    static void run(String subject, Findings findings) {
        if (subject.isBlank()) {
            findings.add(
                    LintRule.SUBJECT_MISSING,
                    Positions.start("subject"),
                    "There is no subject; mails without one are taken for junk. Write one.");
            return;
        }
        // Values are of unknown width: what stands between them is counted.
        StringBuilder fixed = new StringBuilder();
        MaskedHtml masked = MaskedHtml.of(subject);
        int at = 0;
        for (var tag : masked.tagsIn(0, subject.length())) {
            fixed.append(subject, at, tag.from());
            at = tag.to();
        }
        fixed.append(subject, at, subject.length());
        String text = fixed.toString().strip();
        int width = text.codePoints().map(SubjectChecks::columns).sum();
        if (width > WIDEST) {
            findings.add(
                    LintRule.SUBJECT_LENGTH,
                    Positions.start("subject"),
                    "The subject " + Texts.quote(text) + " is " + width + " columns wide without its fields; lists of"
                            + " mails show some " + WIDEST + ". Put what matters first, or shorten it.");
        }
    }

    /** Han, kana, Hangul and full-width forms take two columns. */
    private static int columns(int codePoint) {
        if (codePoint >= 0xFF61 && codePoint <= 0xFFDC) {
            return 1;
        }
        boolean fullWidth =
                (codePoint >= 0x3000 && codePoint <= 0x303F) || (codePoint >= 0xFF00 && codePoint <= 0xFF60);
        UnicodeScript script = UnicodeScript.of(codePoint);
        boolean wide = script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || script == UnicodeScript.HANGUL
                || codePoint >= 0x1F300;
        return fullWidth || wide ? 2 : 1;
    }
}
