package dev.hato.message;

import java.util.Map;
import java.util.TreeMap;

/**
 * A text part whose static segments are encoded already, in the octets that all mails share: only the
 * slots are left to be encoded for a mail. Immutable and thread-safe.
 */
sealed interface SegmentedPart permits QuotedPart, Base64Part {
    /** Shorter segments are encoded with each mail, which costs less than one more piece. */
    int SHORTEST = 20;

    /** How long the URL in the place of a link is about. */
    int LINK = 90;

    /**
     * Writes the part as a run of its program left it.
     *
     * @param line has the octets of links that the run left out
     */
    void write(Trace trace, TokenLine line, Pieces out);

    /**
     * Encodes the segments.
     *
     * @param alone whether the part is the whole body: then its last line must end in a line break
     * @param shared gets the encoded segments
     */
    static SegmentedPart of(BodyEncoding encoding, Program program, boolean alone, Octets shared) {
        Segment[] segments = segments(program);
        return encoding == BodyEncoding.BASE64
                ? new Base64Part(segments, alone, shared)
                : new QuotedPart(segments, alone, shared);
    }

    /** Returns the segments of a program at their numbers. */
    static Segment[] segments(Program program) {
        Map<Integer, Segment> segments = new TreeMap<>();
        for (Op op : program.ops()) {
            if (op instanceof Op.Copy copy) {
                segments.put(copy.segment().number(), copy.segment());
            } else if (op instanceof Op.Pixel pixel) {
                segments.put(pixel.before().number(), pixel.before());
                segments.put(pixel.after().number(), pixel.after());
            }
        }
        return segments.values().toArray(new Segment[0]);
    }

    /**
     * Returns the encoding that will need the fewer octets. What comes from slots is estimated: two dozen ASCII
     * characters in an URL, elsewhere some letters of which half are beyond ASCII.
     */
    static BodyEncoding encodingOf(Program program) {
        long quoted = 0;
        long octets = 0;
        for (byte octet : program.constant()) {
            quoted += QuotedWriter.isPlain(octet) || octet == ' ' || octet == '\r' || octet == '\n' ? 1 : 3;
            octets++;
        }
        for (Op op : program.ops()) {
            if (op instanceof Op.Link) {
                quoted += LINK;
                octets += LINK;
            } else if (op instanceof Op.Slot slot) {
                boolean ascii = slot.escape().isAscii();
                quoted += 24;
                octets += ascii ? 24 : 12;
            }
        }
        return quoted <= octets * 4 / 3 ? BodyEncoding.QUOTED_PRINTABLE : BodyEncoding.BASE64;
    }
}
