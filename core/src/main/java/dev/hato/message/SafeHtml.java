package dev.hato.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTML that the host vouches for: it goes into HTML text as it is, and everywhere else as plain text.
 *
 * <p>Wrap only what the host itself wrote or sanitised, never what a recipient or a third party
 * supplied. It must be complete: every element it opens it closes. Immutable and thread-safe.
 */
public final class SafeHtml {
    private final String html;
    private volatile @Nullable String text;

    private SafeHtml(String html, @Nullable String text) {
        this.html = html;
        this.text = text;
    }

    /** Returns this HTML, marked as trusted. */
    public static SafeHtml of(String html) {
        return new SafeHtml(Objects.requireNonNull(html, "html"), null);
    }

    /** HTML whose plain form is known. */
    static SafeHtml of(String html, String text) {
        return new SafeHtml(html, text);
    }

    /** Returns the HTML. */
    public String html() {
        return html;
    }

    /** Whether there may be links in it, which is cheaper to know than whether there are. */
    boolean mayHaveLinks() {
        for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
            int next = i + 1 < html.length() ? html.charAt(i + 1) | 0x20 : 0;
            if (next == 'a' || next == 'v') {
                return true;
            }
        }
        return false;
    }

    /** Returns the HTML as plain text, in the layout of a derived text part. */
    public String text() {
        String known = text;
        if (known == null) {
            known = TextDeriver.plain(html);
            text = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SafeHtml that && html.equals(that.html);
    }

    @Override
    public int hashCode() {
        return html.hashCode();
    }

    /** Returns {@link #html()}. */
    @Override
    public String toString() {
        return html;
    }
}
