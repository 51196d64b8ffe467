package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server's reply (RFC 5321, 4.2).
 *
 * @param code three digits, 200 to 599
 * @param text the reply's lines as they came, separated by LF
 */
record Reply(int code, String text) {
    private static final int MAX_DETAIL = 500;
    private static final Pattern ADDRESS = Pattern.compile("([^\\s<>()\\[\\],;:\"'])[^\\s<>()\\[\\],;:\"']*@");

    /**
     * Reads a reply, or returns null if it is none: each line must begin with the same code, and go on
     * with a hyphen, or a space in the last (RFC 5321, 4.2.1). Of lines that contradict each other
     * neither can be believed.
     */
    static @Nullable Reply parse(String text) {
        int code = codeAt(text, 0);
        if (code == 0) {
            return null;
        }
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            boolean last = end + 1 >= text.length();
            char separator = end - at > 3 ? text.charAt(at + 3) : ' ';
            if (codeAt(text, at) != code || separator != (last ? ' ' : '-')) {
                return null;
            }
            at = end + 1;
        }
        return new Reply(code, text);
    }

    private static int codeAt(String text, int at) {
        return text.length() < at + 3 ? 0 : code(text.charAt(at), text.charAt(at + 1), text.charAt(at + 2));
    }

    /** Returns the code of these digits, or 0 if they are none. */
    static int code(int first, int second, int third) {
        boolean valid = first >= '2' && first <= '5' && second >= '0' && second <= '9' && third >= '0' && third <= '9';
        return valid ? (first - '0') * 100 + (second - '0') * 10 + third - '0' : 0;
    }

    /** Returns whether the server says that it is about to close the connection. */
    boolean closing() {
        return code == 421;
    }

    boolean accepted() {
        return code / 100 == 2;
    }

    boolean temporary() {
        return code / 100 == 4;
    }

    boolean permanent() {
        return code / 100 == 5;
    }

    /** Returns whether the reply blames the sender's sign-in, whatever command it answers (RFC 4954, 6). */
    boolean signInNeeded() {
        return code == 530 || code == 534 || code == 535 || code == 538;
    }

    /** Returns whether the session can go on after this refusal. */
    boolean leavesSessionOpen() {
        return permanent() || (temporary() && !closing());
    }

    /** Returns the reply on one line, short, with no address in full. */
    String detail(EmailAddress recipient) {
        return redact(oneLine(), recipient);
    }

    /** Returns the reply on one line, as it came. */
    String oneLine() {
        StringBuilder joined = new StringBuilder(text.length()).append(code);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            if (end > at + 4 && !text.substring(at + 4, end).isBlank()) {
                joined.append(' ').append(text, at + 4, end);
            }
            at = end + 1;
        }
        return joined.toString().strip();
    }

    /** Returns the text with printable characters only, short, with no address in full. */
    static String redact(String text, EmailAddress recipient) {
        if (isHarmless(text)) {
            return shortened(text);
        }
        String clean = text.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? " " : Character.toString(c))
                .collect(Collectors.joining());
        String redacted = recipient.redacted();
        String local = recipient.localPart();
        String domain = recipient.domain();
        // As servers echo it: as sent, without quotes, in VERP, in a link.
        for (String form : new String[] {
            recipient.wire(), recipient.value(), local + "=" + domain, local + "%40" + domain, local + " at " + domain
        }) {
            clean = Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(clean)
                    .replaceAll(Matcher.quoteReplacement(redacted));
        }
        clean = ADDRESS.matcher(clean).replaceAll("$1***@");
        return shortened(clean);
    }

    /** Spares the usual "250 2.0.0 Ok: queued" the search for addresses: it is printable and names nobody. */
    private static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '@' || c == '=' || c == '%') {
                return false;
            }
            if (c == ' ' && text.regionMatches(true, i, " at ", 0, 4)) {
                return false;
            }
        }
        return true;
    }

    private static String shortened(String text) {
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text;
    }
}
