package dev.hato.message;

import org.jspecify.annotations.Nullable;

/**
 * A part in quoted-printable. Each segment was encoded as if it began a line. Behind other octets it
 * stands as it is where its first line still fits into theirs; else a soft line break goes before it.
 */
final class QuotedPart implements SegmentedPart {
    private static final byte[] NONE = {};
    private static final int LINE = 76;
    private static final int STARTS_WITH_LF = 1;
    private static final int ENDS_WITH_CR = 2;
    private static final int ENDS_OPEN = 4;
    private static final int HAS_BREAK = 8;

    /** Of shorter segments, whose encoding is longer or not plain at the edges, the octets are found with each mail. */
    private static final int SHORTEST_ENCODED = 8;

    private final Encoded[] segments;
    private final boolean alone;

    QuotedPart(Segment[] segments, boolean alone, Octets shared) {
        this.alone = alone;
        this.segments = new Encoded[segments.length];
        for (int i = 0; i < segments.length; i++) {
            this.segments[i] = new Encoded(segments[i], shared);
        }
    }

    /** A segment, and how it is written. */
    private static final class Encoded {
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

        Encoded(Segment segment, Octets shared) {
            raw = segment;
            boolean isShort = segment.length() < SHORTEST;
            Octets out = isShort ? new Octets(3 * SHORTEST) : shared;
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
    }

    @Override
    public void write(Trace trace, Pieces out) {
        QuotedWriter writer = new QuotedWriter();
        int slot = 0;
        int count = trace.count();
        for (int i = 0; i < count; i++) {
            int event = trace.event(i);
            if (event == Trace.PLAIN) {
                int end = ~trace.event(++i);
                writer.plain(trace.slots(), slot, end, out.own());
                slot = end;
            } else if (event < 0) {
                writer.write(trace.slots(), slot, ~event, out.own());
                slot = ~event;
            } else {
                segment(segments[event], writer, out);
            }
        }
        if (alone && writer.isOpen()) {
            out.own().crlf();
        }
    }

    private static void segment(Encoded segment, QuotedWriter writer, Pieces out) {
        byte[] octets = segment.octets;
        if (octets == null) {
            Segment raw = segment.raw;
            writer.write(raw.bytes(), raw.from(), raw.from() + raw.length(), out.own());
            return;
        }
        int flags = segment.flags;
        int column = writer.column();
        // A CR before has made the line break already with which the segment begins.
        int skipped = (flags & STARTS_WITH_LF) != 0 && writer.isAfterCr() ? 2 : 0;
        if (column > segment.lastColumn) {
            writer.softBreak(out.own());
            column = 0;
        }
        if (octets.length > 0) {
            out.own().put(octets, skipped, octets.length - skipped);
        } else {
            out.shared(segment.start + skipped, segment.length - skipped);
        }
        writer.passed(
                (flags & HAS_BREAK) != 0 ? segment.width : column + segment.width,
                (flags & ENDS_WITH_CR) != 0,
                (flags & ENDS_OPEN) != 0);
    }
}
