package dev.hato.message;

import java.util.Arrays;

/**
 * What one run of a program put out: static segments by their number, and between them what the slots
 * wrote, in UTF-8. Used by one thread, for one run after the other.
 */
final class Trace {
    /** Comes before a run of slots of which each octet stands for itself in quoted-printable. */
    static final int PLAIN = Integer.MAX_VALUE;

    private final Utf8Buffer slots = new Utf8Buffer(1024);

    /** The number of a segment or stretch, or the complement of where a run of slots ends in the buffer, or {@link #PLAIN}. */
    private int[] events = new int[64];

    private int count;
    private int slotsEnd;
    private int segments;

    /** Forgets the last run and returns the buffer for the slots. */
    Utf8Buffer begin() {
        slots.reset();
        count = 0;
        slotsEnd = 0;
        segments = 0;
        return slots;
    }

    void segment(Segment segment) {
        end();
        add(segment.number());
        segments += segment.length();
    }

    void stretch(Op.Stretch stretch) {
        end();
        add(stretch.number());
        segments += stretch.length();
    }

    /** Notes what the slots have written up to now. */
    void end() {
        if (slots.size() > slotsEnd) {
            slotsEnd = slots.size();
            add(~slotsEnd);
        }
    }

    /** Notes what a link has written. */
    void endLink(boolean plain) {
        if (plain) {
            add(PLAIN);
        }
        end();
    }

    /** Notes what a link has written that stands between two segments, since {@link #end}. */
    void link(Segment before, boolean plain, Segment after) {
        add(before.number());
        endLink(plain);
        add(after.number());
        segments += before.length() + after.length();
    }

    private void add(int event) {
        if (count == events.length) {
            events = Arrays.copyOf(events, count * 2);
        }
        events[count++] = event;
    }

    /** The number of bytes put out so far, segments and slots. */
    int size() {
        return segments + slots.size();
    }

    /** The number of segments and runs of slots. */
    int count() {
        return count;
    }

    /**
     * The number of a segment or stretch, or the complement of where a run of slots ends, which begins where the last one
     * ended, or {@link #PLAIN}.
     */
    int event(int index) {
        return events[index];
    }

    /** What the slots wrote. */
    byte[] slots() {
        return slots.array();
    }

    /** Whether the buffers are too large to keep. */
    boolean isLarge() {
        return slots.array().length > Program.LARGEST_SPARE || events.length > Program.LARGEST_SPARE / Integer.BYTES;
    }
}
