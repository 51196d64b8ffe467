package dev.hato.message;

import java.util.List;

/**
 * A part in quoted-printable. Each segment was encoded as if it began a line. Behind other octets it
 * stands as it is where its first line still fits into theirs; else a soft line break goes before it.
 */
final class QuotedPart implements SegmentedPart {
    private final QuotedSegment[] segments;

    /** Stand in a trace behind the segments. */
    private final QuotedStretch[] stretches;

    private final boolean alone;

    QuotedPart(Segment[] segments, boolean alone, Octets shared) {
        this.segments = new QuotedSegment[segments.length];
        for (int i = 0; i < segments.length; i++) {
            this.segments[i] = new QuotedSegment(segments[i], shared);
        }
        this.stretches = new QuotedStretch[0];
        this.alone = alone;
    }

    /**
     * Takes what was encoded before.
     *
     * @param segments those that stand in no stretch, at their numbers
     */
    QuotedPart(QuotedSegment[] segments, List<QuotedStretch> stretches, boolean alone) {
        this.segments = segments.clone();
        this.stretches = stretches.toArray(new QuotedStretch[0]);
        this.alone = alone;
    }

    /** Returns the segment of a number. */
    QuotedSegment segment(int number) {
        return segments[number];
    }

    @Override
    public void write(Trace trace, TokenLine line, Pieces out) {
        QuotedWriter writer = written(trace, line, out);
        if (alone && writer.isOpen()) {
            out.own().crlf();
        }
    }

    /** Writes all but what makes a body complete, and returns the writer as it is then. */
    QuotedWriter written(Trace trace, TokenLine line, Pieces out) {
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
            } else if (event < segments.length) {
                segments[event].write(writer, out);
            } else {
                stretches[event - segments.length].write(writer, line, out);
            }
        }
        return writer;
    }
}
