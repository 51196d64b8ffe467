package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server's reply (RFC 5321, 4.2).
 *
 * @param code three digits, 200 to 599
 * @param text the reply's lines as they came
 */
record Reply(int code, String text) {
    private static final int MAX_DETAIL = 500;
    private static final Pattern ADDRESS = Pattern.compile("([^\\s<>()\\[\\],;:\"'])[^\\s<>()\\[\\],;:\"']*@");

    /** Spares the usual "250 2.0.0 Ok: queued" the search for addresses. */
    private static final Pattern MAY_NAME_SOMEBODY = Pattern.compile("[@=%]| at ", Pattern.CASE_INSENSITIVE);

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

    /** Returns the reply on one line, short, with no address in full. */
    String detail(EmailAddress recipient) {
        return redact(oneLine(), recipient);
    }

    /** Returns the reply on one line, as it came. */
    String oneLine() {
        String joined = text.lines()
                .map(line -> line.length() > 4 ? line.substring(4) : "")
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        return (code + " " + joined).strip();
    }

    /** Returns the text with printable characters only, short, with no address in full. */
    static String redact(String text, EmailAddress recipient) {
        String clean = text.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? " " : Character.toString(c))
                .collect(Collectors.joining());
        if (!MAY_NAME_SOMEBODY.matcher(clean).find()) {
            return shortened(clean);
        }
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

    private static String shortened(String text) {
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text;
    }
}
