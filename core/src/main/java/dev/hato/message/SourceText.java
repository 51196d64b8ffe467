package dev.hato.message;

import dev.hato.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One part's source, which turns offsets into positions for messages.
 *
 * @param edited what the text was made of, if it is not the author's own: positions are those of the author's
 */
record SourceText(
        String template, String part, String text, @Nullable EditedText edited) {
    private static final int WIDTH = 60;

    SourceText(String template, String part, String text) {
        this(template, part, text, null);
    }

    /** The text as its author wrote it. */
    String original() {
        return edited == null ? text : edited.original();
    }

    /** The offset in {@link #original()} of an offset in {@link #text()}. */
    int origin(int offset) {
        return edited == null ? offset : edited.origin(offset);
    }

    TemplatePosition position(int offset) {
        return positions().at(offset);
    }

    /** Returns what tells positions, those in order in one pass over the text. */
    Positions positions() {
        return new Positions();
    }

    /** Counts lines and columns. */
    final class Positions {
        private int last;
        private int line = 1;
        private int column = 1;

        TemplatePosition at(int offset) {
            String text = original();
            int at = Math.min(origin(offset), text.length());
            if (at < last) {
                last = 0;
                line = 1;
                column = 1;
            }
            for (int i = last; i < at; i++) {
                char c = text.charAt(i);
                boolean inPair = Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
                line += c == '\n' ? 1 : 0;
                column = c == '\n' ? 1 : inPair ? column : column + 1;
            }
            last = at;
            return new TemplatePosition(part, line, column);
        }
    }

    TemplateException error(int offset, String problem) {
        return new TemplateException(template, position(offset), problem, excerpt(offset));
    }

    /** The line around the offset, cut to a readable width, and a caret below the offset. */
    private String excerpt(int offset) {
        String text = original();
        int at = Math.min(origin(offset), text.length());
        int from = text.lastIndexOf('\n', at - 1) + 1;
        int to = text.indexOf('\n', at);
        to = to < 0 ? text.length() : to;
        boolean cutBefore = at - from > WIDTH;
        from = cutBefore ? whole(text, at - WIDTH) : from;
        boolean cutAfter = to - at > WIDTH;
        to = cutAfter ? whole(text, at + WIDTH) : to;
        String before = (cutBefore ? "…" : "") + visible(text.substring(from, at));
        return "  " + before + visible(text.substring(at, to)) + (cutAfter ? "…" : "") + "\n  "
                + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    private static int whole(String text, int index) {
        boolean inPair =
                Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1));
        return inPair ? index - 1 : index;
    }

    private static String visible(String piece) {
        StringBuilder out = new StringBuilder(piece.length());
        piece.codePoints().forEach(cp -> out.appendCodePoint(Texts.isControl(cp) ? ' ' : cp));
        return out.toString();
    }
}
