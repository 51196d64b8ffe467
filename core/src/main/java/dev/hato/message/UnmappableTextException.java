package dev.hato.message;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Thrown when a mail has characters that its charset cannot hold, and {@link Unmappable#FAIL} was chosen. */
public final class UnmappableTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 10;
    private static final int SHOWN_CODES = 4;

    private final String charset;

    @SuppressWarnings("serial") // always an immutable JDK list of records of strings
    private final List<Finding> findings;

    UnmappableTextException(String charset, List<Finding> findings) {
        super(problem(charset, findings));
        this.charset = charset;
        this.findings = List.copyOf(findings);
    }

    private static String problem(String charset, List<Finding> findings) {
        String shown = findings.stream().limit(SHOWN).map(Finding::toString).collect(Collectors.joining(", "));
        String more = findings.size() > SHOWN ? " and " + (findings.size() - SHOWN) + " more" : "";
        return charset + " cannot hold " + shown + more + ". Leave such characters out, or choose"
                + " MailCharset.UTF_8, or Unmappable.UTF8 or Unmappable.REPLACE for mails that have them.";
    }

    /** Returns the name of the charset. */
    public String charset() {
        return charset;
    }

    /** Returns each such character once for each place, in the order of the mail; never empty. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * A character and the place where it was found first.
     *
     * @param character one character as a reader sees it: one or several code points
     * @param place {@code subject}, {@code text}, {@code HTML}, {@code file name}, {@code name in From} and the like
     * @param index where it stands in that place, counted in {@code char}s from 0
     */
    public record Finding(String character, String place, int index) {
        /** Checks that nothing is missing. */
        public Finding {
            Objects.requireNonNull(character, "character");
            Objects.requireNonNull(place, "place");
        }

        /** Returns the character, its code points, and the place. */
        @Override
        public String toString() {
            boolean visible = character
                    .codePoints()
                    .noneMatch(cp -> Character.isISOControl(cp)
                            || Character.getType(cp) == Character.FORMAT
                            || Character.getType(cp) == Character.LINE_SEPARATOR
                            || Character.getType(cp) == Character.PARAGRAPH_SEPARATOR);
            boolean joined = character.indexOf('\u200D') > 0; // an emoji made of several
            String codes = character
                    .codePoints()
                    .limit(SHOWN_CODES)
                    .mapToObj(cp -> String.format("U+%04X", cp))
                    .collect(Collectors.joining(" "));
            String rest = character.codePointCount(0, character.length()) > SHOWN_CODES ? " …" : "";
            String name = visible || joined ? character + " (" + codes + rest + ")" : codes + rest;
            return name + " in the " + place;
        }
    }
}
