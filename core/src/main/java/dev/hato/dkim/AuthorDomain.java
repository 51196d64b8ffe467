package dev.hato.dkim;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the domain of a mail's author in the value of its From header (RFC 5322, 3.6.2).
 *
 * <p>Quoted strings and comments are skipped, so that an at sign in a display name is not mistaken.
 */
final class AuthorDomain {
    private AuthorDomain() {}

    /** Returns the domain in lower-case A-labels, or null if there is none, or several different ones. */
    static @Nullable String of(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        String found = null;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                i = quotedEnd(text, i);
            } else if (c == '(') {
                i = commentEnd(text, i);
            } else if (c == '@') {
                int end = domainEnd(text, i + 1);
                String domain = normalised(text.substring(i + 1, end).strip());
                if (domain == null || (found != null && !found.equals(domain))) {
                    return null;
                }
                found = domain;
                i = end;
            } else {
                i++;
            }
        }
        return found;
    }

    private static int quotedEnd(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int commentEnd(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int domainEnd(String text, int from) {
        int i = from;
        while (i < text.length() && ">,;(\"@:<".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static @Nullable String normalised(String domain) {
        try {
            return DnsNames.domain(domain);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
