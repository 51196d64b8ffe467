package dev.hato.dkim;

import dev.hato.internal.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which header fields a signer covers: each as often as it is there, and some once more. */
final class SignedHeaders {
    private static final Pattern NAME = Pattern.compile("[!-9<-~]{1,76}");
    /** Servers on the way add, change or remove these (RFC 6376, 5.4.1); a signature does not sign signatures. */
    private static final Set<String> REFUSED =
            Set.of("return-path", "received", "bcc", "resent-bcc", "dkim-signature", "authentication-results");

    /** Names as they are written in the tag {@code h=}, by their lower-case form. */
    private final Map<String, String> overSigned;

    private final Map<String, String> whenPresent;

    SignedHeaders(List<String> overSigned, List<String> whenPresent) {
        this.overSigned = checked(overSigned);
        this.whenPresent = checked(whenPresent);
        this.whenPresent.keySet().removeAll(this.overSigned.keySet());
        if (!this.overSigned.containsKey("from") && !this.whenPresent.containsKey("from")) {
            throw new IllegalArgumentException("From is not among the signed headers; it must be (RFC 6376, 5.4).");
        }
    }

    private static Map<String, String> checked(List<String> names) {
        Map<String, String> checked = new LinkedHashMap<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "Header name " + Texts.quote(name)
                                + " is not printable ASCII without colon, semicolon and spaces; write a name such as X-Campaign.");
            }
            if (REFUSED.contains(lower)) {
                throw new IllegalArgumentException(
                        "Header " + name + " must not be signed: servers on the way add or change it. Leave it out.");
            }
            checked.put(lower, name);
        }
        return checked;
    }

    /** The names of the tag {@code h=} in their order with repetitions, as written and in lower case. */
    record Names(List<String> written, List<String> lower) {}

    Names namesFor(HeaderFields fields) {
        Names names = new Names(new ArrayList<>(40), new ArrayList<>(40));
        overSigned.forEach(
                (lower, name) -> add(names, lower, name, fields.named(lower).size() + 1));
        whenPresent.forEach(
                (lower, name) -> add(names, lower, name, fields.named(lower).size()));
        return names;
    }

    private static void add(Names names, String lower, String name, int times) {
        for (int i = 0; i < times; i++) {
            names.lower.add(lower);
            names.written.add(name);
        }
    }
}
