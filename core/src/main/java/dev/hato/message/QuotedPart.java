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

    /**
     * A segment.
     *
     * @param raw as it is in the template
     * @param octets as it is encoded if it is short, and empty if it stands in the shared octets; null if it is not
     *     encoded beforehand
     * @param start where it begins in the shared octets
     * @param length how many octets it has there
     * @param lastColumn the last column behind which it fits
     * @param width the width of its last line
     * @param flags what it begins and ends with
     */
    private record Encoded(
            Segment raw, byte @Nullable [] octets, int start, int length, int lastColumn, int width, int flags) {}

    QuotedPart(Segment[] segments, boolean alone, Octets shared) {
        this.alone = alone;
        this.segments = new Encoded[segments.length];
        for (int i = 0; i < segments.length; i++) {
            this.segments[i] = encoded(segments[i], shared);
        }
    }

    private static Encoded encoded(Segment segment, Octets shared) {
        if (segment.length() < SHORTEST_ENCODED) {
            return new Encoded(segment, null, 0, 0, 0, 0, 0);
        }
        boolean isShort = segment.length() < SHORTEST;
        Octets out = isShort ? new Octets(3 * SHORTEST) : shared;
        int start = out.length();
        QuotedWriter writer = new QuotedWriter();
        byte[] bytes = segment.bytes();
        writer.write(bytes, segment.from(), segment.from() + segment.length(), out);
        int length = out.length() - start;
        int first = 0;
        while (first < length && out.array()[start + first] != '\r') {
            first++;
        }
        boolean hasBreak = first < length;
        int flags = (bytes[segment.from()] == '\n' ? STARTS_WITH_LF : 0)
                | (writer.isAfterCr() ? ENDS_WITH_CR : 0)
                | (writer.isOpen() ? ENDS_OPEN : 0)
                | (hasBreak ? HAS_BREAK : 0);
        return new Encoded(
                segment,
                isShort ? out.toByteArray() : NONE,
                start,
                length,
                (hasBreak ? LINE : LINE - 1) - first,
                writer.column(),
                flags);
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
