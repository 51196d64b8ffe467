package dev.hato.tracking;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the language of a page. */
final class PageLanguage {
    private static final int LONGEST = 500;
    private static final List<Locale> SPOKEN = List.of(Locale.JAPANESE, Locale.ENGLISH);

    private PageLanguage() {}

    /**
     * Returns Japanese or English, whichever the header (RFC 9110, 12.5.4) prefers: Japanese without one or if any will
     * do, English if it wants neither.
     */
    static Locale of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST) {
            return Locale.JAPANESE;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage.strip()), SPOKEN);
            if (found == null) {
                return acceptLanguage.indexOf('*') >= 0 ? Locale.JAPANESE : Locale.ENGLISH;
            }
            return found;
        } catch (IllegalArgumentException e) {
            return Locale.JAPANESE;
        }
    }
}
