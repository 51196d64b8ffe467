package dev.hato.message;

import dev.hato.internal.Texts;

/** One part's source, which turns offsets into positions for messages. */
record SourceText(String template, String part, String text) {
    private static final int WIDTH = 60;

    TemplatePosition position(int offset) {
        int at = Math.min(offset, text.length());
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new TemplatePosition(part, line, 1 + text.codePointCount(start, at));
    }

    TemplateException error(int offset, String problem) {
        return new TemplateException(template, position(offset), problem, excerpt(offset));
    }

    /** The line around the offset, cut to a readable width, and a caret below the offset. */
    private String excerpt(int offset) {
        int at = Math.min(offset, text.length());
        int from = text.lastIndexOf('\n', at - 1) + 1;
        int to = text.indexOf('\n', at);
        to = to < 0 ? text.length() : to;
        boolean cutBefore = at - from > WIDTH;
        from = cutBefore ? whole(at - WIDTH) : from;
        boolean cutAfter = to - at > WIDTH;
        to = cutAfter ? whole(at + WIDTH) : to;
        String before = (cutBefore ? "…" : "") + visible(text.substring(from, at));
        return "  " + before + visible(text.substring(at, to)) + (cutAfter ? "…" : "") + "\n  "
                + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    private int whole(int index) {
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
