package dev.hato.message;

import dev.hato.contact.EmailAddress;
import java.util.List;

/**
 * Writes header lines: folded at 76 characters where there is a space to fold at, encoded where they
 * must be (RFC 5322, 2.2.3; RFC 2047).
 *
 * <p>Strings come here checked: without control characters, line separators and half surrogates.
 */
final class HeaderWriter {
    private static final int FOLD_AT = 76;
    /** Longer runs without a space cannot stand in a line of 998 octets whatever the header's name. */
    private static final int MAX_RUN = 900;
    /** Longer names are encoded, since quoted strings cannot be folded everywhere. */
    private static final int MAX_QUOTED = 60;

    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final Octets out;
    private final boolean jis;

    /** Writes encoded words in UTF-8. */
    HeaderWriter(Octets out) {
        this(out, MailCharset.UTF_8);
    }

    /** Writes encoded words in the charset, which must have all characters that come. */
    HeaderWriter(Octets out, MailCharset charset) {
        this.out = out;
        this.jis = charset instanceof MailCharset.Iso2022Jp;
    }

    /** Writes a line as it is: for values that the library makes itself. */
    void raw(String name, String value) {
        out.put(name).put(": ").put(value).crlf();
    }

    /** Writes text that any program must read back exactly. */
    void text(String name, String value) {
        out.put(name).put(":");
        int column = name.length() + 1;
        if (standsAsItIs(value)) {
            words(List.of(value.split(" ", -1)), column);
        } else {
            words(encoded(value, FOLD_AT - column - 1), column);
        }
        out.crlf();
    }

    /** Writes a name, if any, and an address. */
    void mailbox(String name, Mailbox mailbox) {
        out.put(name).put(":");
        int column = name.length() + 1;
        EmailAddress address = mailbox.address();
        String display = mailbox.name();
        if (display == null) {
            words(List.of(address.wire()), column);
        } else {
            List<String> phrase = phrase(display, FOLD_AT - column - 1);
            column = words(phrase, column);
            String angled = "<" + address.wire() + ">";
            if (column + 1 + angled.length() > FOLD_AT) {
                out.crlf();
            }
            out.put(' ').put(angled);
        }
        out.crlf();
    }

    private List<String> encoded(String text, int firstMax) {
        return jis ? JisWords.of(text, firstMax) : EncodedWords.of(text, firstMax);
    }

    private List<String> phrase(String display, int firstMax) {
        boolean plain = standsAsItIs(display);
        if (plain && isAtoms(display)) {
            return List.of(display.split(" ", -1));
        }
        if (isPrintableAscii(display) && display.length() <= MAX_QUOTED && !display.contains("=?")) {
            return List.of('"' + display.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return encoded(display, firstMax);
    }

    /** Writes words with a space or a folded line before each; an empty first one begins on the next line. */
    private int words(List<String> words, int start) {
        int column = start;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            // A line of white space alone would end the header for old programs: the first stays.
            boolean fold = i > 0 && column + 1 + word.length() > FOLD_AT;
            if (fold) {
                out.crlf();
                column = 0;
            }
            out.put(' ').put(word);
            column += 1 + word.length();
        }
        return column;
    }

    private static boolean standsAsItIs(String value) {
        if (value.isEmpty()) {
            return true;
        }
        if (value.charAt(0) == ' '
                || value.charAt(value.length() - 1) == ' '
                || value.contains("  ")
                || value.contains("=?")
                || !isPrintableAscii(value)) {
            return false;
        }
        int run = 0;
        for (int i = 0; i < value.length(); i++) {
            run = value.charAt(i) == ' ' ? 0 : run + 1;
            if (run > MAX_RUN) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintableAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtoms(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean atext = c == ' '
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || ATEXT_SPECIALS.indexOf(c) >= 0;
            if (!atext) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
