package dev.hato.delivery;

import dev.hato.message.Imprint;
import dev.hato.message.MessageTemplate;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * Finds what marketing mail has to say and a template does not (特定電子メール法, article 4).
 *
 * <p>Something is said if the template shows the field for it, or has the imprint's own words in each
 * part that it writes: a recipient sees only one of the parts. A text that is derived from the HTML says
 * what the HTML says.
 */
final class LegalCheck {
    private static final Pattern COMMENT =
            Pattern.compile("<!--.*?-->|\\{%-?\\s*comment\\b.*?endcomment\\s*-?%\\}", Pattern.DOTALL);
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

    /** In compact form; any of them, in the words that Japanese and English mails use. */
    private static final Pattern WAY_OUT = Pattern.compile("配信[をの]?停止|配信[をの]?解除|購読[をの]?(?:解除|停止)|登録[をの]?解除"
            + "|受信[をの]?(?:拒否|停止)|(?:受信|配信)を希望(?:され|し)ない|退会|オプトアウト|unsubscribe|opt-?out");

    private static final Pattern WAY_OUT_FIELD = shown("unsubscribe.(?:url|mail)");

    private final @Nullable Imprint imprint;
    private final List<Part> parts = new ArrayList<>();

    /**
     * One part as its author wrote it.
     *
     * @param source without comments
     * @param words what a reader sees, in compact form
     */
    private record Part(String source, String words) {
        static Part html(String html) {
            String source = COMMENT.matcher(html).replaceAll("");
            return new Part(source, compact(Jsoup.parse(source).text()));
        }

        static Part text(String text) {
            String source = COMMENT.matcher(text).replaceAll("");
            return new Part(source, compact(source));
        }
    }

    LegalCheck(@Nullable Imprint imprint, MessageTemplate template) {
        this.imprint = imprint;
        String html = template.htmlSource();
        if (html != null) {
            parts.add(Part.html(html));
        }
        String text = template.textSource();
        if (text != null) {
            parts.add(Part.text(text));
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
        for (Part part : parts) {
            if (!WAY_OUT_FIELD.matcher(part.source()).find()
                    && !WAY_OUT.matcher(part.words()).find()) {
                missing.add(
                        "the way to unsubscribe: {{ unsubscribe.url }} or {{ unsubscribe.mail }}, or your own link with"
                                + " the word 配信停止 or unsubscribe");
                break;
            }
        }
        return missing;
    }

    private void require(List<String> missing, String what, String field, @Nullable String words) {
        Pattern shown = shown(field);
        String wanted = words == null ? null : compact(words);
        for (Part part : parts) {
            boolean said = shown.matcher(part.source()).find()
                    || (wanted != null && part.words().contains(wanted));
            if (!said) {
                missing.add(what + ": {{ " + field + " }}");
                return;
            }
        }
    }

    private static Pattern shown(String field) {
        return Pattern.compile("\\{\\{-?\\s*" + field.replace(".", "\\.") + "\\b");
    }

    /** Without white space, width and case: an address is the same over two lines and in full-width digits. */
    private static String compact(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return WHITE_SPACE.matcher(folded).replaceAll("");
    }
}
