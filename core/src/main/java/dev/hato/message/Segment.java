package dev.hato.message;

/** Static bytes of a program that stand together: a range of an array that the program's segments share. */
final class Segment {
    private final int number;
    private final byte[] bytes;
    private final int from;
    private final int length;

    /**
     * Takes the range without copying it.
     *
     * @param number counts the segments of a program from 0
     */
    Segment(int number, byte[] bytes, int from, int length) {
        this.number = number;
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    /** Takes a whole array without copying it. */
    static Segment of(int number, byte[] bytes) {
        return new Segment(number, bytes, 0, bytes.length);
    }

    int number() {
        return number;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }
}
