package dev.hato.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins segments and links of one part to stretches. Used by one thread. */
final class LinkJoining {
    private static final char ONE = 'A';
    private static final char OTHER = 'B';

    private final Program program;
    private final Op[] ops;
    private final Links links;
    private final Octets shared;
    private final Segment[] raw;
    private final QuotedSegment[] segments;
    private final List<QuotedStretch> stretches = new ArrayList<>();

    /** The first instruction that puts out the picture, or the number of instructions if there is none. */
    private final int pixel;

    /** The part without stretches, and the octets that it shares. */
    private final QuotedPart plain;

    private final Octets plainOctets = new Octets(1 << 14);

    /**
     * The links of a part.
     *
     * @param around what stands around their octets
     * @param octets how many each has of its own
     * @param isHtml whether the part is the HTML
     */
    record Links(SharedLinks around, int octets, boolean isHtml) {
        SharedLinks.@Nullable Around of(Op op) {
            if (op instanceof Op.Link link) {
                return around.link(link.index());
            }
            return op instanceof Op.Pixel ? around.pixel() : null;
        }

        private int length(AsciiText text) {
            return isHtml ? text.html().length : text.length();
        }
    }

    /**
     * Begins.
     *
     * @param shared gets the octets that all mails have
     */
    LinkJoining(Program program, Links links, Octets shared) {
        this.program = program;
        this.links = links;
        this.shared = shared;
        ops = program.ops().clone();
        raw = SegmentedPart.segments(program);
        segments = new QuotedSegment[raw.length];
        plain = new QuotedPart(raw, false, plainOctets);
        pixel = firstPixel(ops);
    }

    private static int firstPixel(Op[] ops) {
        int first = 0;
        while (first < ops.length && !(ops[first] instanceof Op.Pixel)) {
            first++;
        }
        return first;
    }

    /** Whether the instruction puts out the same in all mails but for a link's own octets. */
    boolean isFixed(int index) {
        Op op = ops[index];
        return op instanceof Op.Copy || (op instanceof Op.Link && links.of(op) != null) || index == pixel;
    }

    /** Whether it puts out nothing where all that stands between it and an earlier one is fixed. */
    boolean isSpent(int index, int from) {
        return ops[index] instanceof Op.Pixel && pixel >= from && pixel < index;
    }

    /** Returns the program and the part with what was joined. */
    JoinedPart joined(boolean alone) {
        return new JoinedPart(program.with(ops), new QuotedPart(segments, stretches, alone));
    }

    /** Joins instructions, of which all but a single one are fixed. */
    void join(int begin, int end) {
        int from = begin;
        while (from < end) {
            if (!beginsLine(ops[from])) {
                leave(from++);
                continue;
            }
            int to = stretch(from, end);
            if (to == from) {
                leave(from++);
            } else {
                from = to;
            }
        }
    }

    /** Makes a stretch that begins with a segment, and returns where it ends; where it begins if there is none. */
    private int stretch(int from, int end) {
        Laying one = new Laying(from, end, ONE);
        if (one.indexes.isEmpty()) {
            return from;
        }
        QuotedStretch.Layout layout = new QuotedStretch.Layout(one.octets, one.indexes, one.writer);
        int clear = layout.clearLinks(new Laying(from, end, OTHER).octets, links.octets(), one.behind);
        if (clear < one.indexes.size()) {
            return clear == 0 ? from : stretch(from, one.places.get(clear));
        }
        int number = raw.length + stretches.size();
        QuotedSegment first = encode(((Op.Copy) ops[from]).segment());
        stretches.add(new QuotedStretch(first, layout, shared));
        ops[from] = new Op.Stretch(number, one.length, pixel >= from && pixel < end, end);
        return end;
    }

    /** A stretch as it comes out with some octets of its links. */
    private final class Laying {
        private final Trace trace = new Trace();
        private final Utf8Buffer slots = trace.begin();
        private final byte[] own = new byte[links.octets()];
        private final List<Integer> indexes = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<Integer> behind = new ArrayList<>();
        private final QuotedWriter writer;
        private final byte[] octets;
        private final int length;

        Laying(int from, int to, char filler) {
            Arrays.fill(own, (byte) filler);
            for (int i = from; i < to; i++) {
                SharedLinks.Around around = ops[i] instanceof Op.Pixel && i != pixel ? null : links.of(ops[i]);
                if (ops[i] instanceof Op.Copy copy) {
                    trace.segment(copy.segment());
                } else if (around != null) {
                    link(ops[i], around);
                    places.add(i);
                }
            }
            trace.end();
            length = trace.size();
            Pieces pieces = new Pieces();
            writer = plain.written(trace, new TokenLine(), pieces);
            octets = pieces.toMail("", plainOctets.array(), false).toByteArray();
        }

        private void link(Op op, SharedLinks.Around around) {
            trace.end();
            LinkSink sink = new LinkSink(slots, links.isHtml());
            sink.put(around.before());
            sink.put(own, 0, own.length);
            sink.put(around.after());
            if (op instanceof Op.Pixel pixel) {
                trace.link(pixel.before(), sink.isPlain(), pixel.after());
            } else {
                trace.endLink(sink.isPlain());
            }
            indexes.add(op instanceof Op.Link fixed ? fixed.index() : TokenLinks.PIXEL);
            behind.add(links.length(around.after()));
        }
    }

    private boolean beginsLine(Op op) {
        return op instanceof Op.Copy copy
                && plain.segment(copy.segment().number()).isCut();
    }

    /** Makes one of what stands there alone. */
    private void leave(int index) {
        if (ops[index] instanceof Op.Copy copy) {
            encode(copy.segment());
        } else if (ops[index] instanceof Op.Pixel pixel) {
            encode(pixel.before());
            encode(pixel.after());
        }
    }

    private QuotedSegment encode(Segment segment) {
        QuotedSegment encoded = new QuotedSegment(segment, shared);
        segments[segment.number()] = encoded;
        return encoded;
    }
}
