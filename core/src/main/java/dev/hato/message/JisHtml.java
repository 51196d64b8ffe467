package dev.hato.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes what ISO-2022-JP cannot hold in the escapes of HTML, style sheets and scripts. It is asked from left to right. */
final class JisHtml {
    /** What is no markup: there a character reference would be shown as it is written. */
    private static final Pattern RAW =
            Pattern.compile("<(style|script)(?=[\\s/>]).*?(?:</\\1|\\z)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Matcher raw;
    private @Nullable String element = "";
    private int from;
    private int to;

    JisHtml(String html) {
        raw = RAW.matcher(html);
    }

    /** Returns the cluster that stands at the index, without what has no code. */
    String escaped(String cluster, int index) {
        while (index >= to && element != null) {
            boolean found = raw.find();
            element = found ? raw.group(1) : null;
            from = found ? raw.start() : 0;
            to = found ? raw.end() : 0;
        }
        String inside = index >= from && index < to ? element : null;
        StringBuilder out = new StringBuilder();
        cluster.codePoints().forEach(cp -> append(cp, inside, out));
        return out.toString();
    }

    private static void append(int cp, @Nullable String element, StringBuilder out) {
        if (Character.isBmpCodePoint(cp) && Jis.holds((char) cp)) {
            out.append((char) cp);
        } else if (Character.isISOControl(cp)) {
            out.append(JisFolding.MISSING);
        } else if (element == null) {
            out.append("&#").append(cp).append(';');
        } else if (element.length() == "style".length()) {
            out.append('\\').append(Integer.toHexString(cp)).append(' ');
        } else {
            for (char unit : Character.toChars(cp)) {
                out.append(String.format("\\u%04x", (int) unit));
            }
        }
    }
}
