package dev.hato.message;

import dev.hato.message.HtmlState.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens that the scanner's modes show, in the form of the html5lib tests; of a doctype only that it is one. */
final class ScannedTokens {
    private final String text;
    private final HtmlScanner scanner;
    private final List<List<Object>> tokens = new ArrayList<>();
    private final StringBuilder characters = new StringBuilder();
    private boolean references = true;
    private int markup;
    private int start;
    private String tag = "";
    private boolean endTag;
    private String attribute = "";
    private Map<String, String> attributes = new LinkedHashMap<>();

    private ScannedTokens(String text, String rawElement) {
        this.text = text;
        this.scanner = new HtmlScanner(new SourceText("test", "html", text), false);
        if (!rawElement.isEmpty()) {
            scanner.restore(new HtmlState(Mode.RAW, rawElement, false, "", "", UrlPlace.State.BEGIN));
        }
    }

    /**
     * Reads the tokens.
     *
     * @param rawElement the element whose content the text begins in, or empty
     * @param references whether character references count there
     */
    static List<List<Object>> of(String input, String rawElement, boolean references) {
        ScannedTokens tokens = new ScannedTokens(input.replace("\r\n", "\n").replace('\r', '\n'), rawElement);
        tokens.references = rawElement.isEmpty() || references;
        tokens.run();
        return tokens.tokens;
    }

    private void run() {
        for (int i = 0; i < text.length(); i++) {
            Mode before = scanner.mode();
            scanner.next(text.charAt(i), i);
            step(before, scanner.mode(), i);
        }
        atEnd();
    }

    private void step(Mode before, Mode now, int i) {
        char c = text.charAt(i);
        if (HtmlScanner.isRaw(before)) {
            if (HtmlScanner.isRaw(now)) {
                characters.append(c == 0 ? '\uFFFD' : c);
                return;
            }
            characters.setLength(characters.length() - 2 - scanner.element().length());
            flush();
            references = true;
            beginTag(scanner.element(), true);
            endTagAt(before, now, i);
            return;
        }
        switch (before) {
            case TEXT -> {
                if (now == Mode.TEXT) {
                    characters.append(c);
                } else {
                    markup = i;
                }
            }
            case LESS -> {
                if (now == Mode.TEXT || now == Mode.LESS) {
                    characters.append('<').append(now == Mode.TEXT ? String.valueOf(c) : "");
                    markup = i;
                } else if (now == Mode.TAG_NAME || now == Mode.BOGUS) {
                    flush();
                    start = i;
                    endTag = false;
                }
            }
            case LESS_SLASH -> {
                if (now != Mode.TEXT) {
                    flush();
                }
                start = i;
                endTag = true;
            }
            case MARKUP -> {
                flush();
                start = now == Mode.COMMENT_START ? i + 1 : markup + 2;
                if (now == Mode.TEXT) {
                    comment(start, i);
                }
            }
            case BOGUS -> {
                if (now == Mode.TEXT) {
                    bogus(i);
                }
            }
            case COMMENT_START, COMMENT -> {
                if (now == Mode.TEXT) {
                    boolean bang = text.startsWith("--!", i - 3) && i - 3 >= start;
                    comment(start, before == Mode.COMMENT_START ? start : i - (bang ? 3 : 2));
                }
            }
            default -> inTag(before, now, i);
        }
    }

    private void inTag(Mode before, Mode now, int i) {
        if (before == Mode.TAG_NAME && now != Mode.TAG_NAME) {
            beginTag(text.substring(start, i), endTag);
        }
        boolean name = now == Mode.ATTRIBUTE_NAME;
        if (before == Mode.ATTRIBUTE_NAME && !name) {
            attribute = name(text.substring(start, i));
            if (now == Mode.BEFORE_ATTRIBUTE || now == Mode.TEXT || HtmlScanner.isRaw(now)) {
                attributes.putIfAbsent(attribute, "");
            }
        } else if (before == Mode.AFTER_NAME && now != Mode.AFTER_NAME && now != Mode.BEFORE_VALUE) {
            attributes.putIfAbsent(attribute, "");
        }
        if (name && before != Mode.ATTRIBUTE_NAME) {
            start = i;
        }
        boolean inValue = HtmlState.isInValue(now);
        if (before == Mode.BEFORE_VALUE && inValue) {
            start = now == Mode.UNQUOTED ? i : i + 1;
        } else if (HtmlState.isInValue(before) && !inValue) {
            String value = CharacterReferences.decode(text.substring(start, i), true);
            attributes.putIfAbsent(attribute, value.replace('\0', '\uFFFD'));
        } else if (before == Mode.BEFORE_VALUE && now != Mode.BEFORE_VALUE) {
            attributes.putIfAbsent(attribute, "");
        }
        endTagAt(before, now, i);
    }

    private void beginTag(String rawName, boolean end) {
        tag = name(rawName);
        endTag = end;
        attributes = new LinkedHashMap<>();
    }

    private void endTagAt(Mode before, Mode now, int i) {
        if (now != Mode.TEXT && !HtmlScanner.isRaw(now)) {
            return;
        }
        boolean selfClosing = text.charAt(i - 1) == '/' && before == Mode.BEFORE_ATTRIBUTE;
        if (endTag) {
            tokens.add(List.of("EndTag", tag));
        } else if (selfClosing) {
            tokens.add(List.of("StartTag", tag, attributes, true));
        } else {
            tokens.add(List.of("StartTag", tag, attributes));
        }
        if (HtmlScanner.isRaw(now)) { // as a tree builder would say, which the tests do without
            scanner.restore(HtmlState.TEXT);
        }
    }

    private static String name(String raw) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            name.append(c == 0 ? '\uFFFD' : HtmlScanner.lower(c));
        }
        return name.toString();
    }

    private void bogus(int end) {
        if (text.regionMatches(true, start, "doctype", 0, 7) && text.charAt(start - 1) == '!') {
            tokens.add(List.of("DOCTYPE"));
        } else {
            comment(start, end);
        }
    }

    private void comment(int from, int to) {
        tokens.add(List.of("Comment", text.substring(from, Math.max(from, to)).replace('\0', '\uFFFD')));
    }

    private void flush() {
        if (characters.length() > 0) {
            String all = characters.toString();
            tokens.add(List.of("Character", references ? CharacterReferences.decode(all, false) : all));
            characters.setLength(0);
        }
    }

    private void atEnd() {
        Mode mode = scanner.mode();
        int end = text.length();
        switch (mode) {
            case LESS -> characters.append('<');
            case LESS_SLASH -> characters.append("</");
            default -> {}
        }
        flush();
        switch (mode) {
            case MARKUP -> comment(markup + 2, end);
            case BOGUS -> bogus(end);
            case COMMENT_START, COMMENT ->
                comment(start, end - scanner.state().pending().length());
            default -> {}
        }
    }
}
