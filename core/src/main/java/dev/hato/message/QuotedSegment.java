package dev.hato.message;

import org.jspecify.annotations.Nullable;

/** A segment of a part in quoted-printable, and how it is written. Immutable and thread-safe. */
final class QuotedSegment {
    private static final byte[] NONE = {};
    private static final int LINE = 76;
    private static final int STARTS_WITH_LF = 1;
    private static final int ENDS_WITH_CR = 2;
    private static final int ENDS_OPEN = 4;
    private static final int HAS_BREAK = 8;

    /** Of shorter segments, whose encoding is longer or not plain at the edges, the octets are found with each mail. */
    private static final int SHORTEST_ENCODED = 8;

    private final Segment raw;

    /** The octets if they are few, else none, since they are among the shared ones; null if they are not known. */
    private final byte @Nullable [] octets;

    /** Where it begins in the shared octets. */
    private final int start;

    private final int length;

    /** The last column behind which it fits. */
    private final int lastColumn;

    /** The width of its last line. */
    private final int width;

    private final int flags;

    QuotedSegment(Segment segment, Octets shared) {
        raw = segment;
        boolean isShort = segment.length() < SegmentedPart.SHORTEST;
        Octets out = isShort ? new Octets(3 * SegmentedPart.SHORTEST) : shared;
        start = out.length();
        QuotedWriter writer = new QuotedWriter();
        byte[] bytes = segment.bytes();
        if (segment.length() >= SHORTEST_ENCODED) {
            writer.write(bytes, segment.from(), segment.from() + segment.length(), out);
        }
        length = out.length() - start;
        octets = length == 0 ? null : isShort ? out.toByteArray() : NONE;
        int first = 0;
        while (first < length && out.array()[start + first] != '\r') {
            first++;
        }
        boolean hasBreak = first < length;
        lastColumn = (hasBreak ? LINE : LINE - 1) - first;
        width = writer.column();
        flags = (bytes[segment.from()] == '\n' ? STARTS_WITH_LF : 0)
                | (writer.isAfterCr() ? ENDS_WITH_CR : 0)
                | (writer.isOpen() ? ENDS_OPEN : 0)
                | (hasBreak ? HAS_BREAK : 0);
    }

    /** Whether its octets are among the shared ones, and what stands before it has no effect on what comes behind it. */
    boolean isCut() {
        return octets == NONE && (flags & HAS_BREAK) != 0;
    }

    /** Returns how many octets it has, encoded. */
    int length() {
        return length;
    }

    /** Writes it behind what the writer has written. */
    void write(QuotedWriter writer, Pieces out) {
        byte[] few = octets;
        if (few == null) {
            writer.write(raw.bytes(), raw.from(), raw.from() + raw.length(), out.own());
            return;
        }
        int column = writer.column();
        // A CR before has made the line break already with which the segment begins.
        int skipped = (flags & STARTS_WITH_LF) != 0 && writer.isAfterCr() ? 2 : 0;
        if (column > lastColumn) {
            writer.softBreak(out.own());
            column = 0;
        }
        if (few.length > 0) {
            out.own().put(few, skipped, few.length - skipped);
        } else {
            out.shared(start + skipped, length - skipped);
        }
        writer.passed(
                (flags & HAS_BREAK) != 0 ? width : column + width,
                (flags & ENDS_WITH_CR) != 0,
                (flags & ENDS_OPEN) != 0);
    }
}
