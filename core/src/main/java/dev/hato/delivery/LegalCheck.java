package dev.hato.delivery;

import dev.hato.message.Imprint;
import dev.hato.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what marketing mail has to say and a template does not (特定電子メール法, article 4).
 *
 * <p>Something is said if the template shows the field for it, or has the imprint's own words in each
 * part that it writes: a recipient sees only one of the parts. A text that is derived from the HTML says
 * what the HTML says.
 */
final class LegalCheck {
    private static final Pattern WAY_OUT = Pattern.compile(
            shown("unsubscribe.(?:url|mail)") + "|配信停止|配信解除|購読解除|購読停止|登録解除|受信拒否|メルマガ解除|unsubscribe|opt[ -]?out",
            Pattern.CASE_INSENSITIVE);

    private final @Nullable Imprint imprint;
    private final List<String> sources = new ArrayList<>();

    LegalCheck(@Nullable Imprint imprint, MessageTemplate template) {
        this.imprint = imprint;
        for (String source : new @Nullable String[] {template.htmlSource(), template.textSource()}) {
            if (source != null) {
                sources.add(source);
            }
        }
    }

    /** Returns what is missing, each with the way out; empty if all is said. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (imprint == null) {
            missing.add("an imprint: Hato.builder(…).imprint(Imprint.of(name, postal address, contact))");
        }
        require(missing, "the sender's name", "sender.name", imprint == null ? null : imprint.name());
        require(
                missing,
                "the sender's postal address",
                "sender.postal_address",
                imprint == null ? null : imprint.postalAddress());
        require(missing, "the sender's contact", "sender.contact", imprint == null ? null : imprint.contact());
        if (!eachPartHas(WAY_OUT)) {
            missing.add("the way to unsubscribe: {{ unsubscribe.url }}, or a link with the word 配信停止 or unsubscribe");
        }
        return missing;
    }

    private void require(List<String> missing, String what, String field, @Nullable String words) {
        String wanted = shown(field) + (words == null ? "" : "|" + literally(words));
        if (!eachPartHas(Pattern.compile(wanted))) {
            missing.add(what + ": {{ " + field + " }}");
        }
    }

    private boolean eachPartHas(Pattern pattern) {
        return sources.stream().allMatch(source -> pattern.matcher(source).find());
    }

    private static String shown(String field) {
        return "\\{\\{-?\\s*" + field.replace(".", "\\.") + "\\b";
    }

    /** The words as they may stand in a source: with any white space, in HTML also escaped. */
    private static String literally(String words) {
        return words.strip()
                .codePoints()
                .mapToObj(c -> switch (c) {
                    case '&' -> "(?:&|&amp;)";
                    case '<' -> "(?:<|&lt;)";
                    case '>' -> "(?:>|&gt;)";
                    case ' ', '\u3000' -> "(?:\\s|\u3000|&nbsp;)+";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
    }
}
