package dev.hato.css;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One property with its value.
 *
 * @param property in lower case, unless it is a custom one
 * @param value without comments and {@code !important}
 * @param shape what the value is made of; two of the same make are valid both or neither
 * @param end offset behind the value in the text it was read from
 */
record Declaration(String property, String value, boolean important, String shape, int end) {
    private static final Pattern PROPERTY = Pattern.compile("-{0,2}[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern IMPORTANT = Pattern.compile("(?i)(.*?)\\s*!\\s*important", Pattern.DOTALL);
    private static final Pattern SIZE =
            Pattern.compile("(?<![\\w#.%-])([+-]?)(\\d*\\.?\\d+)(px|em|ex|pt|pc|in|cm|mm|rem|%|)(?![\\w.%#])");
    private static final Pattern COLOUR = Pattern.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})(?![\\w-])");
    private static final Pattern FONTS = Pattern.compile("[\\w\\s,'\"-]+");
    private static final Set<String> SURE = Set.of(
            "text-align:left",
            "text-align:center",
            "text-align:right",
            "text-align:justify",
            "font-weight:normal",
            "font-weight:bold",
            "font-style:normal",
            "font-style:italic",
            "text-decoration:none",
            "text-decoration:underline",
            "display:block",
            "display:inline",
            "display:inline-block",
            "display:none",
            "vertical-align:top",
            "vertical-align:middle",
            "vertical-align:bottom",
            "border:none",
            "border:0",
            "color:#",
            "background-color:#",
            "width:n",
            "height:n",
            "width:auto",
            "height:auto",
            "margin:n",
            "margin:n n",
            "margin:n n n",
            "margin:n n n n",
            "margin-top:n",
            "margin-bottom:n",
            "margin-left:n",
            "margin-right:n",
            "padding:n",
            "padding:n n",
            "padding:n n n",
            "padding:n n n n",
            "padding-top:n",
            "padding-bottom:n",
            "padding-left:n",
            "padding-right:n",
            "font-size:n",
            "line-height:n",
            "line-height:u");

    /** Reads declarations, or returns null if one of them is none: nested rules, unknown hacks. */
    static @Nullable List<Declaration> list(String css, int from, int to) {
        List<Declaration> list = new ArrayList<>();
        int at = from;
        while (at < to) {
            int end = CssScanner.find(css, at, to, ";");
            int colon = CssScanner.find(css, at, end, ":");
            String property = CssScanner.compact(css, at, Math.min(colon, end));
            String value = colon < end ? CssScanner.compact(css, colon + 1, end) : "";
            boolean empty = property.isEmpty() && colon >= end;
            if (!empty) {
                if (!PROPERTY.matcher(property).matches()
                        || value.isEmpty()
                        || value.indexOf('{') >= 0
                        || value.indexOf('}') >= 0) {
                    return null;
                }
                list.add(of(property, value, trimmedEnd(css, colon, end)));
            }
            at = end + 1;
        }
        return List.copyOf(list);
    }

    private static int trimmedEnd(String css, int from, int end) {
        int at = end;
        while (at > from + 1 && CssScanner.isSpace(css.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Reads what can be read of an attribute's value, as a browser does. */
    static List<Declaration> lenient(String css) {
        List<Declaration> list = new ArrayList<>();
        int at = 0;
        while (at < css.length()) {
            int end = CssScanner.find(css, at, css.length(), ";");
            List<Declaration> one = list(css, at, end);
            list.addAll(one == null ? List.of() : one);
            at = end + 1;
        }
        return list;
    }

    private static Declaration of(String property, String value, int end) {
        var important = IMPORTANT.matcher(value);
        boolean marked = important.matches();
        String name = property.startsWith("--") ? property : property.toLowerCase(Locale.ROOT);
        String bare = marked ? important.group(1) : value;
        return new Declaration(name, bare, marked, shape(bare), end);
    }

    private static String shape(String value) {
        String lower = COLOUR.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("#");
        return SIZE.matcher(lower).replaceAll(size -> {
            boolean zero = size.group(2).chars().allMatch(c -> c == '0' || c == '.');
            return (size.group(1).equals("-") && !zero ? "-" : "")
                    + (size.group(3).isEmpty() && !zero ? "u" : "n");
        });
    }

    /** Whether a later declaration makes this one pointless whatever the mail program understands. */
    boolean isReplacedBy(Declaration later) {
        if (!property.equals(later.property)) {
            return false;
        }
        return value.equals(later.value)
                || shape.equals(later.shape)
                || SURE.contains(property + ":" + later.shape)
                || (property.equals("font-family") && FONTS.matcher(later.value).matches());
    }

    /** Whether both may set the same thing: properties of one family, such as margin and margin-top. */
    boolean overlaps(Declaration other) {
        String mine = family(property);
        String others = family(other.property);
        return mine.equals(others) || mine.equals("all") || others.equals("all");
    }

    static String family(String property) {
        if (property.startsWith("--")) {
            return property;
        }
        String name = property;
        if (name.startsWith("-")) {
            int vendor = name.indexOf('-', 1);
            name = vendor < 0 ? name : name.substring(vendor + 1);
        }
        if (name.equals("line-height")) {
            return "font";
        }
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    /** Returns it as it is written in an attribute, before escaping. */
    String written(boolean flagged) {
        return property + ":" + value + (flagged ? " !important" : "");
    }
}
