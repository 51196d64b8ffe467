package dev.hato.segment;

import java.util.ArrayList;
import java.util.List;

/**
 * Resolves the segments that a condition names while somebody walks its tree: what every visitor does where it comes to
 * {@link Condition.InSegment}, so that all refuse the same cycles.
 *
 * <p>For one thread and one walk.
 */
public final class SegmentPath {
    /** The most segments that may stand inside each other. */
    public static final int MAX_DEPTH = 32;

    private final SegmentCatalog catalog;
    private final List<String> path = new ArrayList<>();

    /** Begins outside of any segment. */
    public SegmentPath(SegmentCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Looks the segment up, and notes that what follows is inside it until {@link #leave}.
     *
     * @throws SegmentReferenceException if it is unknown, contains itself, or stands too deep
     */
    public Segment enter(String name) {
        int before = path.indexOf(name);
        path.add(name);
        if (before >= 0) {
            throw SegmentReferenceException.cycle(path.subList(before, path.size()));
        }
        if (path.size() > MAX_DEPTH) {
            throw SegmentReferenceException.tooDeep(name);
        }
        Segment segment = catalog.find(name);
        if (segment == null) {
            throw SegmentReferenceException.unknown(name);
        }
        return segment;
    }

    /** Notes that the walk has left the segment that it entered last. */
    public void leave() {
        path.remove(path.size() - 1);
    }
}
