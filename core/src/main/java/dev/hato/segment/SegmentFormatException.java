package dev.hato.segment;

import org.jspecify.annotations.Nullable;

/** Thrown when JSON is not a segment. */
public final class SegmentFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;

    SegmentFormatException(String path, String message, @Nullable Throwable cause) {
        super("Segment JSON at " + path + ": " + message, cause);
        this.path = path;
    }

    /** Returns where in the JSON, such as {@code $.condition.allOf[2].sum.attribute}. */
    public String path() {
        return path;
    }
}
