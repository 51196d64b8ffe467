package dev.hato.segment;

import org.jspecify.annotations.Nullable;

/** Finds the segments that conditions name. Safe for use by several threads. */
@FunctionalInterface
public interface SegmentCatalog {
    /** The catalog without segments. */
    SegmentCatalog NONE = name -> null;

    /** Returns the segment of this name, or null if there is none. */
    @Nullable Segment find(String name);
}
