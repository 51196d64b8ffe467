package dev.hato.message;

/**
 * A part in base64. Each segment was encoded three times: without its first octet, without its first
 * two, and whole. One of them fits, whichever number of octets before it still waits to become a
 * quantum of three; the octets left out complete that quantum. The encoded segment begins a line.
 */
final class Base64Part implements SegmentedPart {
    private static final int FIELDS = 6;

    private final boolean alone;

    /** The segments with CRLF as the only line breaks. */
    private final byte[][] normalised;

    private final boolean[] startsWithLf;
    private final boolean[] endsWithCr;

    /**
     * For each segment and number of octets that wait before it: where it begins in the shared octets, how long it is
     * there, or 0 if it is short; the width of its last line; the octets that complete a quantum before it; and those
     * that are left behind it, with their number.
     */
    private final int[] encoded;

    Base64Part(Segment[] segments, boolean alone, Octets shared) {
        this.alone = alone;
        normalised = new byte[segments.length][];
        startsWithLf = new boolean[segments.length];
        endsWithCr = new boolean[segments.length];
        encoded = new int[segments.length * 3 * FIELDS];
        for (int i = 0; i < segments.length; i++) {
            Segment segment = segments[i];
            byte[] bytes = new byte[segment.length()];
            System.arraycopy(segment.bytes(), segment.from(), bytes, 0, bytes.length);
            startsWithLf[i] = bytes[0] == '\n';
            endsWithCr[i] = bytes[bytes.length - 1] == '\r';
            normalised[i] = BodyEncoding.normalise(bytes, false);
            for (int phase = 0; phase < 3 && bytes.length >= SHORTEST; phase++) {
                encode(normalised[i], phase, (i * 3 + phase) * FIELDS, shared);
            }
        }
    }

    private void encode(byte[] bytes, int phase, int field, Octets shared) {
        int from = phase == 0 ? 0 : 3 - phase;
        int left = (bytes.length - from) % 3;
        encoded[field] = shared.length();
        Base64Writer writer = new Base64Writer();
        writer.octets(bytes, from, bytes.length - left, shared);
        encoded[field + 1] = shared.length() - encoded[field];
        encoded[field + 2] = writer.column();
        encoded[field + 3] = number(bytes, 0, from);
        encoded[field + 4] = number(bytes, bytes.length - left, bytes.length);
        encoded[field + 5] = left;
    }

    private static int number(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }

    @Override
    public void write(Trace trace, TokenLine line, Pieces out) {
        Base64Writer writer = new Base64Writer();
        int slot = 0;
        int count = trace.count();
        for (int i = 0; i < count; i++) {
            int event = trace.event(i);
            if (event < 0) {
                writer.write(trace.slots(), slot, ~event, out.own());
                slot = ~event;
            } else if (event != Trace.PLAIN) {
                segment(event, writer, out);
            }
        }
        if (alone && writer.isOpen()) {
            writer.write(new byte[] {'\n'}, 0, 1, out.own());
        }
        writer.finish(out.own());
    }

    private void segment(int number, Base64Writer writer, Pieces out) {
        byte[] bytes = normalised[number];
        int field = (number * 3 + writer.phase()) * FIELDS;
        boolean splitsLineBreak = startsWithLf[number] && writer.isAfterCr();
        if (encoded[field + 1] == 0 || splitsLineBreak) {
            writer.octets(bytes, splitsLineBreak ? 2 : 0, bytes.length, out.own());
        } else {
            writer.seam(encoded[field + 3], out.own());
            out.shared(encoded[field], encoded[field + 1]);
            writer.passed(encoded[field + 2], encoded[field + 4], encoded[field + 5]);
        }
        writer.ended(endsWithCr[number], bytes[bytes.length - 1] != '\n');
    }
}
