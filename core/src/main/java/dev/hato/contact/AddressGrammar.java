package dev.hato.contact;

import dev.hato.internal.Texts;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Reads and writes addresses. See {@link EmailAddress} for what is accepted, and RFC 5321, 4.1.2 and 4.5.3.1. */
final class AddressGrammar {
    private static final int MAX_LOCAL_OCTETS = 64;
    private static final int MAX_OCTETS = 254;
    private static final int MAX_LABEL = 63;

    /** Carriers' domains outside {@code .jp} that issued addresses with stray dots. */
    private static final Set<String> CARRIERS_OUTSIDE_JP = Set.of("au.com", "willcom.com");

    /** Letters that IDNA 2003, the only one the JDK has, maps to other letters: to another person's domain. */
    private static final String DEVIATIONS = "\u00DF\u03C2\u200C\u200D";

    private AddressGrammar() {}

    static EmailAddress parse(String text) {
        String input = narrow(text.strip()).strip();
        if (input.isEmpty()) {
            throw new InvalidAddressException("''", "it is empty; give an address such as name@example.jp.");
        }
        if (Texts.hasControl(input)) {
            throw refused(input, "it contains a control character; remove it.");
        }
        boolean quoted = input.charAt(0) == '"';
        int at = quoted ? closingQuote(input) + 1 : input.indexOf('@');
        if (at >= input.length() || at < 0 || input.charAt(at) != '@') {
            throw refused(
                    input,
                    quoted
                            ? "text follows the closing quote; an at sign must."
                            : "the at sign is missing; write name@domain.");
        }
        String local = quoted ? unquote(input.substring(1, at - 1)) : input.substring(0, at);
        String domain = domain(input, input.substring(at + 1));
        checkLocal(input, local, quoted, domain);
        EmailAddress address = new EmailAddress(local, domain);
        String wire = address.wire();
        if (octets(wire) - domain.length() - 1 > MAX_LOCAL_OCTETS) {
            throw refused(input, "the part before the at sign is longer than " + MAX_LOCAL_OCTETS + " octets.");
        }
        if (octets(wire) > MAX_OCTETS) {
            throw refused(input, "it is longer than " + MAX_OCTETS + " octets.");
        }
        return address;
    }

    /** Turns full-width ASCII (U+FF01 to U+FF5E) and the ideographic space into ASCII. */
    private static String narrow(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char narrowed = c >= '\uFF01' && c <= '\uFF5E'
                    ? (char) (c - 0xFEE0)
                    : c == '\u3000' || c == '\u00A0' || c == '\uFEFF' ? ' ' : c;
            if (narrowed != c && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (out != null) {
                out.append(narrowed);
            }
        }
        return out == null ? text : out.toString();
    }

    private static int closingQuote(String input) {
        for (int i = 1; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        throw refused(input, "the quote is not closed.");
    }

    private static String unquote(String content) {
        StringBuilder out = new StringBuilder(content.length());
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            out.append(c == '\\' && i + 1 < content.length() ? content.charAt(++i) : c);
        }
        return out.toString();
    }

    private static void checkLocal(String input, String local, boolean quoted, String domain) {
        if (local.isEmpty()) {
            throw refused(input, "nothing stands before the at sign.");
        }
        if (quoted) {
            return;
        }
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c != '.' && !isAtext(c)) {
                throw refused(
                        input,
                        c == ' '
                                ? "it contains a space; remove it."
                                : "the part before the at sign contains " + Texts.quote(String.valueOf(c))
                                        + ", which is not allowed there.");
            }
        }
        if (local.charAt(0) == '.') {
            throw refused(input, "it begins with a dot.");
        }
        boolean strayDots = local.endsWith(".") || local.contains("..");
        if (strayDots && !carrierMayHaveIssued(domain)) {
            throw refused(
                    input,
                    "it has two dots in a row or a dot before the at sign, which only Japanese carriers issued; check the spelling.");
        }
    }

    private static boolean carrierMayHaveIssued(String domain) {
        return domain.endsWith(".jp")
                || CARRIERS_OUTSIDE_JP.stream()
                        .anyMatch(carrier -> domain.equals(carrier) || domain.endsWith("." + carrier));
    }

    private static String domain(String input, String domain) {
        if (domain.isEmpty()) {
            throw refused(input, "nothing stands after the at sign.");
        }
        if (domain.indexOf('@') >= 0) {
            throw refused(input, "it has more than one at sign.");
        }
        if (domain.charAt(0) == '[') {
            throw refused(input, "an IP address in brackets is not accepted; use the domain's name.");
        }
        if (isPlain(domain)) { // as nearly all are; IDN would give it back as it is, after many more steps
            checkLabels(input, domain);
            return domain;
        }
        if (domain.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw refused(input, "the domain has a letter that IDNA versions read differently; give its xn-- form.");
        }
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw refused(
                    input,
                    "the domain has an empty or overlong label, a hyphen at a label's end, or a character that is not allowed.");
        }
        checkLabels(input, ascii);
        return ascii;
    }

    /** Returns whether the domain has nothing but small letters of ASCII, digits, hyphens and dots, and no xn--. */
    private static boolean isPlain(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c != '.' && !isLetterOrDigit(c) && (c != '-' || domain.startsWith("--", i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static void checkLabels(String input, String ascii) {
        String[] labels = ascii.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL || label.startsWith("-") || label.endsWith("-")) {
                throw refused(input, "the domain has an empty or overlong label, or a hyphen at a label's end.");
            }
            if (!label.chars().allMatch(c -> isLetterOrDigit((char) c) || c == '-')) {
                throw refused(input, "the domain has a character that is not allowed.");
            }
        }
        if (labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refused(input, "the domain ends in a number.");
        }
    }

    static boolean isDotString(String value, int end) {
        boolean afterDot = true;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '.' ? afterDot : !isAtext(c)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }

    static String quoted(String local) {
        StringBuilder out = new StringBuilder(local.length() + 2).append('"');
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }

    private static boolean isAtext(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0
                || (c > 0x9F && !Character.isWhitespace(c) && !Character.isSpaceChar(c));
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static InvalidAddressException refused(String input, String reason) {
        int at = input.lastIndexOf('@');
        String shown =
                at > 1 ? input.substring(0, input.offsetByCodePoints(0, 1)) + "***" + input.substring(at) : input;
        return new InvalidAddressException(Texts.quote(shown), reason);
    }
}
