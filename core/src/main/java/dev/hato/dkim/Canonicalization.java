package dev.hato.dkim;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how much a mail may change on its way before a signature breaks (RFC 6376, 3.4). */
public enum Canonicalization {
    /** White space may be folded, run together or removed at the ends of lines, as mail servers do. */
    RELAXED,
    /** Nothing may change but empty lines at the end of the body. */
    SIMPLE;

    /** Returns the word in the tag {@code c=}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Canonicalization ofWord(String word) {
        return word.equals("relaxed") ? RELAXED : word.equals("simple") ? SIMPLE : null;
    }
}
