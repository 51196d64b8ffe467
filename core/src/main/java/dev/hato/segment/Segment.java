package dev.hato.segment;

import dev.hato.internal.Texts;
import java.util.Objects;

/**
 * A named condition: the contacts for whom it is true.
 *
 * @param name unique among the host's segments
 * @param condition who is in it
 */
public record Segment(String name, Condition condition) {
    /** The longest name, in UTF-16 units. */
    public static final int MAX_NAME_LENGTH = 100;

    /** The deepest nesting of conditions in each other. */
    public static final int MAX_DEPTH = 64;

    /** Checks the name and the depth. */
    public Segment {
        Texts.requireName("Segment name", name, MAX_NAME_LENGTH);
        Objects.requireNonNull(condition, "condition");
        Depth.check(name, condition);
    }

    /** Returns the segment. */
    public static Segment of(String name, Condition condition) {
        return new Segment(name, condition);
    }

    /**
     * Reads a segment that {@link #toJson()} wrote, or that was written by hand in the same format.
     *
     * @throws SegmentFormatException if it is anything else; its message names the path in the JSON
     */
    public static Segment fromJson(String json) {
        return SegmentReader.read(json);
    }

    /** Returns the segment as JSON, from which {@link #fromJson} makes an equal one. */
    public String toJson() {
        return SegmentWriter.write(this);
    }
}
