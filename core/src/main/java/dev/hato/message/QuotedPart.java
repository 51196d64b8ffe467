package dev.hato.message;

/**
 * A part in quoted-printable. Each segment was encoded as if it began a line. Behind other octets it
 * stands as it is where its first line still fits into theirs; else a soft line break goes before it.
 */
final class QuotedPart implements SegmentedPart {
    private static final int LINE = 76;
    private static final int STARTS_WITH_LF = 1;
    private static final int ENDS_WITH_CR = 2;
    private static final int ENDS_OPEN = 4;
    private static final int HAS_BREAK = 8;
    private static final int FIELDS = 5;

    private final Segment[] segments;
    private final boolean alone;

    /**
     * For each segment where it begins in the shared octets and how long it is there, or -1 if it is short; the last
     * column behind which it fits; the width of its last line; flags.
     */
    private final int[] encoded;

    QuotedPart(Segment[] segments, boolean alone, Octets shared) {
        this.segments = segments;
        this.alone = alone;
        encoded = new int[segments.length * FIELDS];
        for (int i = 0; i < segments.length; i++) {
            encode(segments[i], i * FIELDS, shared);
        }
    }

    private void encode(Segment segment, int field, Octets shared) {
        if (segment.length() < SHORTEST) {
            encoded[field] = -1;
            return;
        }
        int start = shared.length();
        QuotedWriter writer = new QuotedWriter();
        byte[] bytes = segment.bytes();
        writer.write(bytes, segment.from(), segment.from() + segment.length(), shared);
        int length = shared.length() - start;
        int first = 0;
        while (first < length && shared.array()[start + first] != '\r') {
            first++;
        }
        boolean hasBreak = first < length;
        encoded[field] = start;
        encoded[field + 1] = length;
        encoded[field + 2] = (hasBreak ? LINE : LINE - 1) - first;
        encoded[field + 3] = writer.column();
        encoded[field + 4] = (bytes[segment.from()] == '\n' ? STARTS_WITH_LF : 0)
                | (writer.isAfterCr() ? ENDS_WITH_CR : 0)
                | (writer.isOpen() ? ENDS_OPEN : 0)
                | (hasBreak ? HAS_BREAK : 0);
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
                segment(event, writer, out);
            }
        }
        if (alone && writer.isOpen()) {
            out.own().crlf();
        }
    }

    private void segment(int number, QuotedWriter writer, Pieces out) {
        int field = number * FIELDS;
        int start = encoded[field];
        if (start < 0) {
            Segment raw = segments[number];
            writer.write(raw.bytes(), raw.from(), raw.from() + raw.length(), out.own());
            return;
        }
        int flags = encoded[field + 4];
        int column = writer.column();
        // A CR before has made the line break already with which the segment begins.
        int skipped = (flags & STARTS_WITH_LF) != 0 && writer.isAfterCr() ? 2 : 0;
        if (column > encoded[field + 2]) {
            writer.softBreak(out.own());
            column = 0;
        }
        out.shared(start + skipped, encoded[field + 1] - skipped);
        writer.passed(
                (flags & HAS_BREAK) != 0 ? encoded[field + 3] : column + encoded[field + 3],
                (flags & ENDS_WITH_CR) != 0,
                (flags & ENDS_OPEN) != 0);
    }
}
