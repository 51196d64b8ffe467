package dev.hato.internal;

/**
 * One {@code {{ … }}} or {@code {% … %}} of a template's source.
 *
 * @param from offset of the first brace, in UTF-16 units
 * @param to offset behind the last brace; for a comment, behind its end tag
 * @param place what the HTML around it is at this point
 */
public record TemplateTag(int from, int to, Kind kind, Place place) {
    /** What a tag does. */
    public enum Kind {
        /** Puts a value out. */
        OUTPUT,
        /** Begins a branch or a loop. */
        OPEN,
        /** Divides branches. */
        MIDDLE,
        /** Ends a branch or a loop. */
        CLOSE,
        /** Puts nothing out and divides nothing: {@code assign}, {@code raw}, comments. */
        OTHER
    }

    /** Where a tag stands in HTML. */
    public enum Place {
        /** Between elements. */
        TEXT,
        /** Inside a start or end tag, outside of values. */
        TAG,
        /** In the name of an element. */
        NAME,
        /** Inside an attribute's value. */
        VALUE,
        /** In the content of a style or another element without elements inside. */
        RAW,
        /** In a comment. */
        COMMENT
    }

    /** Returns whether markup beside it depends on the values. */
    public boolean isBlock() {
        return kind == Kind.OPEN || kind == Kind.MIDDLE || kind == Kind.CLOSE;
    }

    TemplateTag at(Place other) {
        return new TemplateTag(from, to, kind, other);
    }
}
