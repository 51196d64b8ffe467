package dev.hato.message;

import dev.hato.message.HtmlState.Mode;
import java.util.Set;

/**
 * Follows the static text of an HTML template character by character: what stands there is seen from how the mode
 * changes.
 *
 * <p>The states of the HTML tokenizer (WHATWG HTML, 13.2.5) as far as they decide where tags, attributes and their
 * values begin and end. The content of elements such as {@code style} is told by their names, as the tree builder would
 * do. Outlook's conditional comments are taken for what they hold: markup.
 */
final class HtmlScanner {
    private static final int LONGEST_NAME = 64;
    private static final Set<String> RAW =
            Set.of("style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext");
    private static final Set<String> URLS = Set.of(
            "href",
            "src",
            "action",
            "background",
            "formaction",
            "poster",
            "cite",
            "data",
            "longdesc",
            "lowsrc",
            "dynsrc",
            "ping",
            "codebase",
            "manifest",
            "usemap",
            "profile",
            "classid",
            "srcset",
            "icon");

    private final SourceText source;
    private final SlotEscape slots;
    private final boolean conditions;
    private Mode mode = Mode.TEXT;
    private String element = "";
    private boolean closing;
    private String attribute = "";
    private boolean isUrl;
    private final StringBuilder pending = new StringBuilder();
    private UrlPlace.State url = UrlPlace.State.BEGIN;

    HtmlScanner(SourceText source) {
        this(source, true);
    }

    /**
     * Begins at the start of a source.
     *
     * @param conditions whether conditional comments are taken for the markup in them, else for comments
     */
    HtmlScanner(SourceText source, boolean conditions) {
        this.source = source;
        this.slots = new SlotEscape(source);
        this.conditions = conditions;
    }

    /** The state, without what does not matter any more where this is. */
    HtmlState state() {
        boolean tag = HtmlState.isInTag(mode);
        boolean value = HtmlState.isInValue(mode);
        return new HtmlState(
                mode,
                (tag && mode != Mode.TAG_NAME) || isRaw(mode) ? element : "",
                tag && closing,
                value || mode == Mode.BEFORE_VALUE || mode == Mode.AFTER_NAME ? attribute : "",
                pending.toString(),
                value ? url : UrlPlace.State.BEGIN);
    }

    Mode mode() {
        return mode;
    }

    String element() {
        return element;
    }

    /** The attribute whose value this is in, or may be about to be in; in lower case, with its prefix. */
    String attribute() {
        return attribute;
    }

    /** The attribute without its prefix. */
    String plainAttribute() {
        return attribute.substring(attribute.lastIndexOf(':') + 1);
    }

    /** Whether the attribute holds an URL. */
    boolean isUrl() {
        return isUrl;
    }

    UrlPlace.State url() {
        return url;
    }

    boolean closing() {
        return closing;
    }

    void restore(HtmlState state) {
        mode = state.mode();
        element = state.element();
        closing = state.closing();
        attribute(state.attribute());
        pending.setLength(0);
        pending.append(state.pending());
        url = state.url();
    }

    /** Goes on over static text that stands at the offset. */
    void text(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            next(text.charAt(i), at + i);
        }
    }

    /** Goes on over one character. */
    void next(char c, int at) {
        switch (mode) {
            case TEXT -> {
                if (c == '<') {
                    enter(Mode.LESS);
                }
            }
            case LESS -> less(c);
            case LESS_SLASH -> {
                if (isLetter(c)) {
                    beginTag(c, true);
                } else {
                    enter(c == '>' ? Mode.TEXT : Mode.BOGUS);
                }
            }
            case MARKUP -> markup(c);
            case BOGUS, CONDITION -> {
                if (c == '>') {
                    enter(Mode.TEXT);
                }
            }
            case COMMENT_START -> commentStart(c);
            case COMMENT -> comment(c);
            case RAW, SCRIPT_ESCAPED, SCRIPT_DOUBLE -> raw(c);
            case DOUBLE_QUOTED, SINGLE_QUOTED, UNQUOTED, BEFORE_VALUE -> value(c);
            case TAG_GAP -> {
                if (!isSpace(c) && c != '/' && c != '>') {
                    throw source.error(
                            at,
                            "Behind branches that end differently inside a tag, a space or '>' must follow, not '" + c
                                    + "'.");
                }
                tag(c);
            }
            default -> tag(c);
        }
    }

    private void enter(Mode next) {
        mode = next;
        pending.setLength(0);
    }

    private void less(char c) {
        if (isLetter(c)) {
            beginTag(c, false);
        } else if (c == '/') {
            enter(Mode.LESS_SLASH);
        } else if (c == '!') {
            enter(Mode.MARKUP);
        } else if (c == '?') {
            enter(Mode.BOGUS);
        } else if (c != '<') {
            enter(Mode.TEXT);
        }
    }

    private void beginTag(char c, boolean end) {
        enter(Mode.TAG_NAME);
        closing = end;
        append(c);
    }

    /** Keeps a name in lower case; what is too long to be a known name is cut. */
    private void append(char c) {
        if (pending.length() < LONGEST_NAME) {
            pending.append(lower(c));
        }
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /** Whether this is in content without elements. */
    static boolean isRaw(Mode mode) {
        return mode == Mode.RAW || mode == Mode.SCRIPT_ESCAPED || mode == Mode.SCRIPT_DOUBLE;
    }

    private void markup(char c) {
        if (c == '-') {
            if (pending.length() == 1) {
                enter(Mode.COMMENT_START);
            } else {
                pending.append('-');
            }
        } else {
            enter(c == '>' ? Mode.TEXT : Mode.BOGUS);
        }
    }

    private void commentStart(char c) {
        boolean empty = pending.length() == 0 || pending.toString().equals("-");
        if (c == '>' && empty) {
            enter(Mode.TEXT);
            return;
        }
        append(c);
        String begin = pending.toString();
        if (conditions && begin.equals("[if")) {
            enter(Mode.CONDITION);
        } else if (!(conditions && "[if".startsWith(begin)) && !begin.equals("-")) {
            enter(Mode.COMMENT);
            if (c == '-') {
                pending.append(begin.equals("--") ? "--" : "-");
            }
        }
    }

    private void comment(char c) {
        boolean ending = pending.length() >= 2;
        if (c == '>' && ending) {
            enter(Mode.TEXT);
        } else if (c == '!' && pending.length() == 2) {
            pending.append('!');
        } else if (c == '-') {
            int dashes = pending.length() == 3 ? 1 : Math.min(2, pending.length() + 1);
            pending.setLength(0);
            pending.append("--", 0, dashes);
        } else {
            pending.setLength(0);
        }
    }

    private void raw(char c) {
        mode = RawContent.next(c, mode, element, pending);
        if (mode == Mode.BEFORE_ATTRIBUTE) {
            closing = true;
            tag(c);
        }
    }

    private void tag(char c) {
        if (c == '>') {
            nameEnd();
            boolean raw = !closing && RAW.contains(element);
            enter(raw ? Mode.RAW : Mode.TEXT);
        } else if (c == '/') {
            nameEnd();
            enter(Mode.BEFORE_ATTRIBUTE);
        } else if (isSpace(c)) {
            nameEnd();
            enter(mode == Mode.ATTRIBUTE_NAME || mode == Mode.AFTER_NAME ? Mode.AFTER_NAME : Mode.BEFORE_ATTRIBUTE);
        } else if (c == '=' && (mode == Mode.ATTRIBUTE_NAME || mode == Mode.AFTER_NAME)) {
            nameEnd();
            enter(Mode.BEFORE_VALUE);
            url = UrlPlace.State.BEGIN;
        } else {
            if (mode == Mode.BEFORE_ATTRIBUTE || mode == Mode.AFTER_NAME) {
                enter(Mode.ATTRIBUTE_NAME);
            }
            append(c);
        }
    }

    private void nameEnd() {
        if (mode == Mode.TAG_NAME) {
            element = pending.toString();
        } else if (mode == Mode.ATTRIBUTE_NAME) {
            attribute(pending.toString());
        }
    }

    private void attribute(String name) {
        attribute = name;
        isUrl = URLS.contains(plainAttribute());
    }

    private void value(char c) {
        if (mode == Mode.BEFORE_VALUE) {
            if (isSpace(c)) {
                return;
            }
            if (c == '>') {
                tag(c);
                return;
            }
            enter(c == '"' ? Mode.DOUBLE_QUOTED : c == '\'' ? Mode.SINGLE_QUOTED : Mode.UNQUOTED);
            if (mode != Mode.UNQUOTED) {
                return;
            }
        }
        boolean end = mode == Mode.DOUBLE_QUOTED ? c == '"' : mode == Mode.SINGLE_QUOTED && c == '\'';
        if (end) {
            enter(Mode.BEFORE_ATTRIBUTE);
        } else if (mode == Mode.UNQUOTED && (isSpace(c) || c == '>')) {
            enter(Mode.BEFORE_ATTRIBUTE);
            tag(c);
        } else if (isUrl) {
            boolean nextUrl = attribute.endsWith("srcset") && (isSpace(c) || c == ',');
            url = nextUrl ? UrlPlace.State.BEGIN : url.next(c);
        }
    }

    /** Returns how a slot at this place is escaped, and goes on behind it. */
    Escape slot(int at) {
        return switch (mode) {
            case TEXT -> Escape.HTML;
            case COMMENT_START, COMMENT -> {
                enter(Mode.COMMENT);
                yield Escape.COMMENT;
            }
            case RAW, SCRIPT_ESCAPED, SCRIPT_DOUBLE -> slots.raw(element, pending.length() > 0, at);
            case BEFORE_VALUE -> {
                enter(Mode.UNQUOTED);
                yield valueSlot(at, true);
            }
            case DOUBLE_QUOTED, SINGLE_QUOTED, UNQUOTED -> valueSlot(at, false);
            default ->
                throw source.error(
                        at,
                        "A field cannot stand in " + state().words()
                                + ": its value could not be told from markup. Put it into text or a quoted attribute value"
                                + (mode == Mode.LESS ? ", and write '&lt;' for the character '<'." : "."));
        };
    }

    private Escape valueSlot(int at, boolean start) {
        Escape escape = slots.value(this, start, at);
        url = isUrl() ? url.afterSlot() : url;
        return escape;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
