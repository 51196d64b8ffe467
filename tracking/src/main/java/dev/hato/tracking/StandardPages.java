package dev.hato.tracking;

import dev.hato.tracking.TrackingPage.Choice;
import dev.hato.tracking.TrackingPage.Kind;
import java.util.Locale;
import java.util.Objects;

/** Plain pages that work everywhere, without a script. */
final class StandardPages implements TrackingPages {
    static final StandardPages INSTANCE = new StandardPages();

    private static final String STYLE = """
            body{margin:0;padding:3rem 1rem;background:#f5f5f4;color:#1c1917;font:1rem/1.7 system-ui,sans-serif}
            main{max-width:32rem;margin:0 auto;padding:2rem;background:#fff;border:1px solid #d6d3d1;border-radius:.5rem}
            h1{margin:0 0 1rem;font-size:1.25rem}
            p,label{overflow-wrap:anywhere}
            label{display:block;padding:.5rem 0}
            code{font-size:1.5rem}
            button{margin-top:1rem;padding:.75rem 1.5rem;border:0;border-radius:.25rem;background:#1c1917;color:#fff;font:inherit}
            """;

    private StandardPages() {}

    @Override
    public String html(TrackingPage page) {
        boolean japanese = page.language().getLanguage().equals(Locale.JAPANESE.getLanguage());
        PageWords words = PageWords.of(page.kind(), japanese);
        String subject = escaped(Objects.requireNonNullElse(page.subject(), ""));
        StringBuilder out = new StringBuilder(2_000);
        out.append("<!DOCTYPE html>\n<html lang=\"")
                .append(japanese ? "ja" : "en")
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"robots\" content=\"noindex\">\n<title>")
                .append(words.title())
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(words.title())
                .append("</h1>\n<p>")
                .append(page.subject() == null ? words.text() : words.text(subject))
                .append("</p>\n");
        if (page.kind() == Kind.COUPON) {
            out.append("<p><code>").append(subject).append("</code></p>\n");
        }
        if (page.kind() == Kind.TEST_MAIL && page.subject() != null) {
            out.append("<p>").append(subject).append("</p>\n");
        }
        if (!words.button().isEmpty()) {
            form(page, words, out);
        }
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void form(TrackingPage page, PageWords words, StringBuilder out) {
        out.append("<form method=\"post\">\n");
        for (Choice choice : page.choices()) {
            String name = valueOf(choice.list());
            out.append("<input type=\"hidden\" name=\"shown\" value=\"")
                    .append(name)
                    .append("\">\n");
            out.append("<label><input type=\"checkbox\" name=\"list\" value=\"")
                    .append(name)
                    .append('"');
            out.append(choice.chosen() ? " checked> " : "> ");
            out.append(escaped(choice.title())).append("</label>\n");
        }
        out.append("<button type=\"submit\" name=\"confirm\" value=\"yes\">")
                .append(words.button())
                .append("</button>\n</form>\n");
    }

    /** Returns the text for an attribute, to come back as it is: what turns the direction of text stands as its number. */
    private static String valueOf(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> out.append(isTurning(c) ? "&#" + c + ";" : escaped(String.valueOf((char) c))));
        return out.toString();
    }

    /** Returns whether the character makes what stands behind it run the other way (Unicode bidirectional algorithm). */
    private static boolean isTurning(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Returns the text for people to read; what turns the direction of text is left out, as it makes another of it. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    if (!isTurning(c)) {
                        out.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c);
                    }
                }
            }
        }
        return out.toString();
    }
}
