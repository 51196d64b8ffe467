package dev.hato.css;

import java.util.List;
import java.util.Random;

/** Damages sources, keeping style elements near the elements they mean. */
public final class Damage {
    private static final List<String> PIECES = List.of(
            "{{ a }}",
            "{{",
            "}}",
            "{% if a %}",
            "{% endif %}",
            "{% for x in y %}",
            "{% endfor %}",
            "{% raw %}",
            "{% comment %}",
            "\"",
            "'",
            "<",
            ">",
            "</",
            "<style>",
            "</style>",
            "<!--",
            "-->",
            "{",
            "}",
            "@media print {",
            "/*",
            "*/",
            "<table>",
            "</td>",
            " style=\"",
            " style=color:red ",
            " style ",
            " class={{ b }} ",
            "&",
            "\u0000",
            "\uD800",
            "=",
            "\\",
            "(",
            ":not(p)",
            ":hover",
            ":first-child",
            " > ",
            "*",
            "!important",
            ";",
            "margin:0;",
            "<p class=sub>");

    private Damage() {}

    /** Cuts a piece out of a style element and one out of the rest, and breaks both. */
    public static String to(String source, Random random) {
        int style = Math.max(0, source.indexOf("<style"));
        int end = Math.max(style, source.indexOf("</style>"));
        int from = style + random.nextInt(Math.max(1, end - style));
        String css = source.substring(from, Math.min(end, from + 600));
        int body = end + random.nextInt(Math.max(1, source.length() - end));
        String html = source.substring(body, Math.min(source.length(), body + 1_500));
        StringBuilder out = new StringBuilder("<!DOCTYPE html><style>p{color:red}td{margin:0!important}" + css
                + "}</style><table><tr><td><p class=sub>" + html);
        for (int i = random.nextInt(12); i >= 0; i--) {
            int at = random.nextInt(out.length() + 1);
            if (random.nextInt(3) == 0) {
                out.delete(at, Math.min(out.length(), at + random.nextInt(30)));
            } else {
                out.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return out.toString();
    }
}
