package dev.hato.message;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in HTML a point of a template stands.
 *
 * @param element the element whose tag this is in, or whose raw text; in lower case
 * @param closing whether the tag is an end tag
 * @param attribute the attribute whose value this is in; in lower case
 * @param pending characters that do not mean anything alone: of a name, of a mark that may follow
 * @param url the place in the URL, for an attribute that holds one
 */
record HtmlState(Mode mode, String element, boolean closing, String attribute, String pending, UrlPlace.State url) {
    static final HtmlState TEXT = new HtmlState(Mode.TEXT, "", false, "", "", UrlPlace.State.BEGIN);

    private static final Set<Mode> IN_TAG = EnumSet.of(
            Mode.TAG_NAME, Mode.BEFORE_ATTRIBUTE, Mode.ATTRIBUTE_NAME, Mode.AFTER_NAME, Mode.UNQUOTED, Mode.TAG_GAP);

    /** States of the HTML tokenizer (WHATWG HTML, 13.2.5), as far as they matter to a slot. */
    enum Mode {
        TEXT("text"),
        LESS("a '<'"),
        LESS_SLASH("a '</'"),
        MARKUP("a '<!'"),
        BOGUS("a declaration"),
        COMMENT_START("a comment"),
        COMMENT("a comment"),
        CONDITION("the condition of a conditional comment"),
        RAW("raw text"),
        SCRIPT_ESCAPED("a script"),
        SCRIPT_DOUBLE("a script"),
        TAG_NAME("the name of a tag"),
        BEFORE_ATTRIBUTE("a tag"),
        ATTRIBUTE_NAME("the name of an attribute"),
        AFTER_NAME("a tag"),
        BEFORE_VALUE("an attribute's value"),
        DOUBLE_QUOTED("an attribute's value"),
        SINGLE_QUOTED("an attribute's value"),
        UNQUOTED("an attribute's value"),
        TAG_GAP("a tag");

        private final String words;

        Mode(String words) {
            this.words = words;
        }
    }

    /** The state after two branches that end in these states, or null if the rest cannot be read alike. */
    @Nullable HtmlState join(HtmlState other) {
        if (equals(other)) {
            return this;
        }
        if (IN_TAG.contains(mode) && IN_TAG.contains(other.mode)) {
            boolean sameTag = tagName().equals(other.tagName()) && closing == other.closing;
            return sameTag ? new HtmlState(Mode.TAG_GAP, tagName(), closing, "", "", UrlPlace.State.BEGIN) : null;
        }
        HtmlState joined = new HtmlState(mode, element, closing, attribute, pending, other.url);
        return joined.equals(other)
                ? new HtmlState(mode, element, closing, attribute, pending, url.join(other.url))
                : null;
    }

    /** Whether this is inside a tag, in a value too. */
    static boolean isInTag(Mode mode) {
        return IN_TAG.contains(mode) || mode == Mode.BEFORE_VALUE || isInValue(mode);
    }

    static boolean isInValue(Mode mode) {
        return mode == Mode.DOUBLE_QUOTED || mode == Mode.SINGLE_QUOTED || mode == Mode.UNQUOTED;
    }

    private String tagName() {
        return mode == Mode.TAG_NAME ? pending : element;
    }

    /** What a reader would call this place. */
    String words() {
        if (HtmlScanner.isRaw(mode)) {
            return "the content of <" + element + ">";
        }
        return isInValue(mode) ? "the value of attribute '" + attribute + "'" : mode.words;
    }
}
