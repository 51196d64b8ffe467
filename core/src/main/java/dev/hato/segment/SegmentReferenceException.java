package dev.hato.segment;

import dev.hato.internal.Texts;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a condition names a segment that does not exist, or that leads back to itself. */
public final class SegmentReferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String segment;

    private SegmentReferenceException(String segment, String message) {
        super(message);
        this.segment = segment;
    }

    static SegmentReferenceException unknown(String segment) {
        return new SegmentReferenceException(
                segment, "There is no segment " + Texts.quote(segment) + "; define it, or correct the name.");
    }

    static SegmentReferenceException cycle(List<String> path) {
        String segment = path.get(path.size() - 1);
        return new SegmentReferenceException(
                segment,
                "Segment " + Texts.quote(segment) + " contains itself: "
                        + path.stream().map(Texts::quote).collect(Collectors.joining(" → "))
                        + "; take it out of one of them.");
    }

    static SegmentReferenceException tooDeep(String segment) {
        return new SegmentReferenceException(
                segment,
                "Segment " + Texts.quote(segment) + " stands behind more than " + SegmentPath.MAX_DEPTH
                        + " segments that contain each other; write some of them out.");
    }

    /** Returns the name that could not be resolved. */
    public String segment() {
        return segment;
    }
}
