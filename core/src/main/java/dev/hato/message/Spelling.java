package dev.hato.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant. */
final class Spelling {
    private static final int LONGEST = 100;

    private Spelling() {}

    /** Returns the candidate with the fewest typing errors from the word, or null if none is near. */
    static @Nullable String closest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return null;
        }
        String folded = word.toLowerCase(Locale.ROOT);
        int best = 1 + Math.max(1, word.length() / 3);
        String found = null;
        for (String candidate : candidates) {
            if (candidate.length() > LONGEST || Math.abs(candidate.length() - word.length()) >= best) {
                continue;
            }
            int distance = distance(folded, candidate.toLowerCase(Locale.ROOT));
            if (distance < best && distance < Math.max(1, word.length())) {
                best = distance;
                found = candidate;
            }
        }
        return found;
    }

    /** Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours count one each. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
