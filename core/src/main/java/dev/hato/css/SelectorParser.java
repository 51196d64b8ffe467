package dev.hato.css;

import dev.hato.css.Condition.Compound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a list of selectors. What it does not know for sure it does not read, for one bad selector voids the list. */
final class SelectorParser {
    private static final int MOST_COMPOUNDS = 30;
    private static final Pattern NTH = Pattern.compile("([+-]?\\d*)n\\s*(?:([+-])\\s*(\\d+))?|([+-]?\\d+)");
    private static final Set<String> DYNAMIC = Set.of(
            "active",
            "any-link",
            "checked",
            "default",
            "disabled",
            "empty",
            "enabled",
            "first",
            "focus",
            "focus-visible",
            "focus-within",
            "hover",
            "link",
            "target",
            "visited");
    private static final Set<String> PSEUDO_ELEMENTS = Set.of("before", "after", "first-line", "first-letter");

    /** Thrown and caught here only. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final String css;
    private int at;
    private int ids;
    private int classes;
    private int types;
    private boolean pseudoElement;

    private SelectorParser(String css) {
        this.css = css;
    }

    /** Reads a list without comments, or returns null if it cannot be read. */
    static @Nullable List<Selector> list(String css) {
        try {
            List<Selector> selectors = new ArrayList<>();
            int from = 0;
            while (from <= css.length()) {
                int end = CssScanner.find(css, from, css.length(), ",");
                selectors.add(new SelectorParser(css.substring(from, end).strip()).complex());
                from = end + 1;
            }
            return List.copyOf(selectors);
        } catch (Unreadable e) {
            return null;
        }
    }

    private Selector complex() throws Unreadable {
        List<Compound> compounds = new ArrayList<>();
        List<Character> combinators = new ArrayList<>();
        compounds.add(compound(false));
        while (at < css.length()) {
            combinators.add(combinator());
            compounds.add(compound(false));
            if (compounds.size() > MOST_COMPOUNDS) {
                throw new Unreadable();
            }
        }
        int specificity = Math.min(ids, 1023) << 20 | Math.min(classes, 1023) << 10 | Math.min(types, 1023);
        return new Selector(List.copyOf(compounds), List.copyOf(combinators), specificity, pseudoElement);
    }

    private char combinator() throws Unreadable {
        char found = 0;
        while (at < css.length()) {
            char c = css.charAt(at);
            if (c == '>' || c == '+' || c == '~') {
                if (found != 0 && found != ' ') {
                    throw new Unreadable();
                }
                found = c;
            } else if (!CssScanner.isSpace(c)) {
                break;
            } else if (found == 0) {
                found = ' ';
            }
            at++;
        }
        if (found == 0) {
            throw new Unreadable();
        }
        return found;
    }

    private Compound compound(boolean inNot) throws Unreadable {
        int start = at;
        String type = null;
        List<Condition> conditions = new ArrayList<>();
        if (peek() == '*') {
            at++;
        } else if (isIdentStart()) {
            type = ident().toLowerCase(Locale.ROOT);
            types++;
        }
        while (at < css.length() && "#.[:".indexOf(peek()) >= 0) {
            if (pseudoElement) {
                throw new Unreadable();
            }
            switch (css.charAt(at++)) {
                case '#' -> {
                    conditions.add(new Condition.Id(ident()));
                    ids++;
                }
                case '.' -> {
                    conditions.add(new Condition.ClassName(ident()));
                    classes++;
                }
                case '[' -> {
                    conditions.add(attribute());
                    classes++;
                }
                default -> pseudo(conditions, inNot);
            }
        }
        if (at == start || (at < css.length() && peek() == '|')) {
            throw new Unreadable();
        }
        return new Compound(type, List.copyOf(conditions));
    }

    private void pseudo(List<Condition> conditions, boolean inNot) throws Unreadable {
        boolean element = peek() == ':';
        at += element ? 1 : 0;
        String name = ident().toLowerCase(Locale.ROOT);
        if (element || PSEUDO_ELEMENTS.contains(name)) {
            if (inNot || !PSEUDO_ELEMENTS.contains(name)) {
                throw new Unreadable();
            }
            pseudoElement = true;
            types++;
            return;
        }
        String argument = null;
        if (peek() == '(') {
            int close = CssScanner.find(css, at + 1, css.length(), ")");
            if (close == css.length()) {
                throw new Unreadable();
            }
            argument = css.substring(at + 1, close).strip();
            at = close + 1;
        }
        if (name.equals("not") && argument != null && !inNot) {
            conditions.add(not(argument));
            return;
        }
        classes++;
        conditions.add(argument == null ? simplePseudo(name) : nth(name, argument.toLowerCase(Locale.ROOT)));
    }

    private static Condition simplePseudo(String name) throws Unreadable {
        return switch (name) {
            case "root" -> new Condition.Root();
            case "first-child" -> new Condition.Nth(0, 1, false, false);
            case "last-child" -> new Condition.Nth(0, 1, false, true);
            case "first-of-type" -> new Condition.Nth(0, 1, true, false);
            case "last-of-type" -> new Condition.Nth(0, 1, true, true);
            case "only-child" ->
                new Condition.Not(List.of(
                        compound(new Condition.Not(List.of(compound(new Condition.Nth(0, 1, false, false))))),
                        compound(new Condition.Not(List.of(compound(new Condition.Nth(0, 1, false, true)))))));
            case "only-of-type" ->
                new Condition.Not(List.of(
                        compound(new Condition.Not(List.of(compound(new Condition.Nth(0, 1, true, false))))),
                        compound(new Condition.Not(List.of(compound(new Condition.Nth(0, 1, true, true)))))));
            default -> {
                if (!DYNAMIC.contains(name)) {
                    throw new Unreadable();
                }
                yield new Condition.Unknown();
            }
        };
    }

    private static Compound compound(Condition condition) {
        return new Compound(null, List.of(condition));
    }

    private static Condition nth(String name, String argument) throws Unreadable {
        if (name.equals("lang") || name.equals("dir")) {
            return new Condition.Unknown();
        }
        String formula = argument.equals("odd") ? "2n+1" : argument.equals("even") ? "2n" : argument;
        Matcher matcher = NTH.matcher(formula);
        boolean known = Set.of("nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type")
                .contains(name);
        if (!known || !matcher.matches() || formula.length() > 12) {
            throw new Unreadable();
        }
        String only = matcher.group(4);
        int a = only == null ? factor(matcher.group(1)) : 0;
        String offset = matcher.group(3);
        int b = only != null
                ? Integer.parseInt(only)
                : offset == null ? 0 : Integer.parseInt(offset) * ("-".equals(matcher.group(2)) ? -1 : 1);
        return new Condition.Nth(a, b, name.endsWith("of-type"), name.contains("last"));
    }

    private static int factor(String digits) throws Unreadable {
        if (digits.length() > 9) {
            throw new Unreadable();
        }
        return switch (digits) {
            case "", "+" -> 1;
            case "-" -> -1;
            default -> Integer.parseInt(digits);
        };
    }

    /** The most specific argument counts; as all are compounds, each is read by a parser of its own. */
    private Condition not(String argument) throws Unreadable {
        List<Compound> compounds = new ArrayList<>();
        int best = -1;
        SelectorParser strongest = null;
        int from = 0;
        while (from <= argument.length()) {
            int end = CssScanner.find(argument, from, argument.length(), ",");
            SelectorParser inside =
                    new SelectorParser(argument.substring(from, end).strip());
            compounds.add(inside.compound(true));
            if (inside.at < inside.css.length()) {
                throw new Unreadable();
            }
            int weight = inside.ids << 20 | inside.classes << 10 | inside.types;
            strongest = weight > best ? inside : strongest;
            best = Math.max(best, weight);
            from = end + 1;
        }
        if (strongest != null) {
            ids += strongest.ids;
            classes += strongest.classes;
            types += strongest.types;
        }
        return new Condition.Not(List.copyOf(compounds));
    }

    private Condition attribute() throws Unreadable {
        int close = CssScanner.find(css, at, css.length(), "]");
        if (close == css.length()) {
            throw new Unreadable();
        }
        space();
        String name = ident();
        space();
        if (at == close) {
            at++;
            return new Condition.Attribute(name, "", "", false);
        }
        String op = peek() == '=' ? "=" : css.substring(at, Math.min(close, at + 2));
        if (!Set.of("=", "~=", "|=", "^=", "$=", "*=").contains(op)) {
            throw new Unreadable();
        }
        at += op.length();
        space();
        String value;
        if (peek() == '"' || peek() == '\'') {
            int end = CssScanner.string(css, at, close);
            value = css.substring(at + 1, Math.max(at + 1, end - 1));
            if (value.indexOf('\\') >= 0) {
                throw new Unreadable();
            }
            at = end;
        } else {
            value = ident();
        }
        space();
        boolean anyCase = at < close && (peek() == 'i' || peek() == 'I');
        at += anyCase ? 1 : 0;
        space();
        if (at != close) {
            throw new Unreadable();
        }
        at++;
        return new Condition.Attribute(name, op, value, anyCase);
    }

    private void space() {
        while (at < css.length() && CssScanner.isSpace(css.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < css.length() ? css.charAt(at) : 0;
    }

    private boolean isIdentStart() {
        char c = peek();
        return c == '\\' || (CssScanner.isNamePart(c) && !(c >= '0' && c <= '9'));
    }

    private String ident() throws Unreadable {
        if (!isIdentStart()) {
            throw new Unreadable();
        }
        StringBuilder out = new StringBuilder();
        while (at < css.length()) {
            char c = css.charAt(at);
            if (c == '\\') {
                boolean plain = at + 1 < css.length() && Character.digit(css.charAt(at + 1), 16) < 0;
                if (!plain) {
                    throw new Unreadable(); // an escape by number: rare enough to leave the rule where it is
                }
                out.append(css.charAt(at + 1));
                at += 2;
            } else if (CssScanner.isNamePart(c)) {
                out.append(c);
                at++;
            } else {
                break;
            }
        }
        return out.toString();
    }
}
