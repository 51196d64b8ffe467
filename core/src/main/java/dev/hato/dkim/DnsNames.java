package dev.hato.dkim;

import dev.hato.internal.Texts;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** Domains and selectors as they stand in signatures and in DNS. */
final class DnsNames {
    /** RFC 1035, 2.3.4, without the final dot. */
    static final int MAX = 253;

    private static final String LABEL = "[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?";
    /** Possessive, so that a hostile name costs one pass. */
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");

    private DnsNames() {}

    /** Returns the domain in lower-case A-labels. */
    static String domain(String text) {
        if (isName(text)) {
            return text;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            ascii = "";
        }
        if (!isName(ascii)) {
            throw new IllegalArgumentException(
                    "Domain " + Texts.quote(text) + " is not a host name; write one such as shop.example.");
        }
        return ascii;
    }

    static String selector(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!isName(lower)) {
            throw new IllegalArgumentException("Selector " + Texts.quote(text)
                    + " is not made of letters, digits, hyphens and dots; write one such as s2026a.");
        }
        return lower;
    }

    /** Returns whether the text, in lower case, can be a name in DNS. */
    static boolean isName(String text) {
        return text.length() <= MAX && NAME.matcher(text).matches();
    }

    /** Returns whether the name is the domain or lies below it. */
    static boolean isWithin(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    static String keyRecord(String selector, String domain) {
        return selector + "._domainkey." + domain;
    }
}
