package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Moves the rules of style elements into style attributes, for the mail programs that read no style element.
 *
 * <p>It works on the source of a template, once. A rule is moved to the start tags it is sure to mean, in the order of
 * the cascade: specificity, order, {@code !important}; an element's own style attribute wins over rules that are not
 * important. Nothing of the source changes but style attributes and style elements, so that
 * {@code {{ fields }}} and {@code {% tags %}} stay as they are and what a loop repeats is written once.
 *
 * <p>What stays in its style element: at-rules such as {@code @media} and {@code @font-face}; rules for
 * {@code :hover} and other states; rules that mean nothing in the source, for they may mean what a mail program adds or
 * a field brings; rules that hold or match only in some branch of the template; rules that contain a field; rules that
 * Outlook's conditional comments need; what cannot be read. Where such a rule used to win over one that was moved, it
 * gets {@code !important}, so that a browser shows the same page as before at every width. A style element with
 * {@code data-hato-inline="off"} or for other media than all and screen is left alone.
 *
 * <p>Immutable and thread-safe.
 */
public final class CssInliner {
    private static final CssInliner STANDARD = new CssInliner(false);
    private static final CssInliner KEEPING = new CssInliner(true);

    private final boolean keepsRules;

    private CssInliner(boolean keepsRules) {
        this.keepsRules = keepsRules;
    }

    /** Returns the inliner that takes a rule out of its style element where nothing is left for it to do. */
    public static CssInliner standard() {
        return STANDARD;
    }

    /**
     * Returns the inliner that leaves all rules in their style elements, for templates whose fields bring markup of
     * their own that the rules are to reach.
     */
    public static CssInliner keepingRules() {
        return KEEPING;
    }

    /** Returns whether rules stay in their style elements. */
    public boolean keepsRules() {
        return keepsRules;
    }

    /**
     * Returns the source with its rules in style attributes; the same source if there is nothing to move. Doing it
     * twice changes nothing more.
     *
     * @param html the HTML of a template, with or without merge tags
     * @throws IllegalArgumentException if there are so many rules and elements that the work has no reasonable bound
     */
    public String inline(String html) {
        List<Edit> edits = edits(html);
        StringBuilder out = new StringBuilder(html.length() + 16 * edits.size());
        int at = 0;
        for (Edit edit : edits) {
            out.append(html, at, edit.from()).append(edit.text());
            at = edit.to();
        }
        return out.append(html, at, html.length()).toString();
    }

    /**
     * Returns what {@link #inline} changes, in the order of the source, without overlaps.
     *
     * @throws IllegalArgumentException as {@link #inline} does
     */
    public List<Edit> edits(String html) {
        Objects.requireNonNull(html, "html");
        if (!html.toLowerCase(Locale.ROOT).contains("<style")) {
            return List.of();
        }
        return new Inlining(new Page(MaskedHtml.of(html)), keepsRules).edits();
    }

    /** Returns {@code CssInliner[standard]} or {@code CssInliner[keepingRules]}. */
    @Override
    public String toString() {
        return keepsRules ? "CssInliner[keepingRules]" : "CssInliner[standard]";
    }

    /**
     * One change of a source.
     *
     * @param from offset of the first character that goes, in UTF-16 units
     * @param to offset behind the last one
     * @param text what comes instead
     */
    public record Edit(int from, int to, String text) {}
}
