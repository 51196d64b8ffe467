package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of octets that a mail is written into. Not thread-safe. */
final class Octets {
    private byte[] bytes;
    private int length;

    Octets(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    Octets put(int octet) {
        reserve(1);
        bytes[length++] = (byte) octet;
        return this;
    }

    Octets put(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends the UTF-8 form. */
    Octets put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return put(encoded, 0, encoded.length);
    }

    /** Appends text that is ASCII. */
    @SuppressWarnings("deprecation") // it takes the low halves of characters, which is all of these, and needs no array
    Octets ascii(String text) {
        int count = text.length();
        reserve(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    Octets crlf() {
        return put('\r').put('\n');
    }

    /** Makes room, so that {@link #array()} can be written to directly. */
    void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
        }
    }

    /** The array itself, for writers that have reserved room. */
    byte[] array() {
        return bytes;
    }

    /** Tells how far a writer has filled the array. */
    void length(int value) {
        length = value;
    }

    /** Returns a copy of what has been written. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    ComposedMail toMail(String messageId) {
        return ComposedMail.wrap(messageId, bytes, length);
    }
}
