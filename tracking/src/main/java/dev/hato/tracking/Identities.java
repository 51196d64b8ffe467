package dev.hato.tracking;

import dev.hato.contact.ContactId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The short form of a mail's identity: UUIDs as 16 bytes, decimal numbers as they are counted, other texts as UTF-8; filled
 * up with zeros to a multiple of {@value #GROUP} bytes. Not thread-safe.
 */
final class Identities {
    /** So that what follows begins at a whole character of Base64; and lengths say less. */
    static final int GROUP = 6;

    private static final int LONG_TEXT = 0;
    private static final int UUID = 1;
    private static final int DELIVERY_UUID = 2;
    private static final int NUMBER = 3;
    private static final int DELIVERY_NUMBER = 4;
    private static final int MAIL = 5;
    private static final int TEXT = 16;
    private static final int LONGEST_SHORT = 95;
    private static final int TEST = 0x80;

    private static final String DELIVERY = "delivery:";
    private static final String THE_MAIL = "mail";
    private static final int UUID_LENGTH = 36;
    private static final int MOST_DIGITS = 18;

    private static final byte[] NIBBLES = new byte[128];
    private static final byte[] PAIRS_OF_UUID = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

    static {
        for (int c = 0; c < NIBBLES.length; c++) {
            NIBBLES[c] = (byte) (c <= 'f' && !(c >= 'A' && c <= 'Z') ? Character.digit(c, 16) : -1);
        }
    }

    private byte[] bytes = new byte[128];
    private int at;

    private String source = "";
    private String step = "";
    private String occurrence = "";
    private String contact = "";
    private boolean test;
    private int common;

    /** Tells whether this is the identity that was written last. */
    boolean isLast(String itsSource, String itsStep, String itsOccurrence, String itsContact, boolean isTest) {
        return common > 0
                && test == isTest
                && itsContact.equals(contact)
                && itsStep.equals(step)
                && itsSource.equals(source)
                && itsOccurrence.equals(occurrence);
    }

    /** Writes the identity to {@link #bytes()}, and returns how long it is. */
    int write(String itsSource, String itsStep, String itsOccurrence, String itsContact, boolean isTest) {
        if (common == 0 || !itsSource.equals(source) || !itsStep.equals(step) || !itsOccurrence.equals(occurrence)) {
            at = 0;
            common = 0;
            text(itsSource);
            text(itsStep);
            text(itsOccurrence);
            source = itsSource;
            step = itsStep;
            occurrence = itsOccurrence;
            common = at;
        }
        at = common;
        bytes[0] = (byte) (isTest ? bytes[0] | TEST : bytes[0] & ~TEST);
        text(itsContact);
        contact = itsContact;
        test = isTest;
        int end = (at + GROUP - 1) / GROUP * GROUP;
        grow(end);
        Arrays.fill(bytes, at, end, (byte) 0);
        return end;
    }

    /** Returns where the identity stands until the next one is written. */
    byte[] bytes() {
        return bytes;
    }

    private void text(String text) {
        int length = text.length();
        grow(at + 3 * length + 4);
        int prefix = text.startsWith(DELIVERY) ? DELIVERY.length() : 0;
        int start = at;
        at++;
        if (length - prefix == UUID_LENGTH && uuid(text, prefix)) {
            bytes[start] = (byte) (prefix == 0 ? UUID : DELIVERY_UUID);
        } else if (length - prefix <= MOST_DIGITS && number(text, prefix)) {
            bytes[start] = (byte) (prefix == 0 ? NUMBER : DELIVERY_NUMBER);
        } else if (text.equals(THE_MAIL)) {
            bytes[start] = MAIL;
        } else {
            at = start;
            utf8(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void utf8(byte[] utf8) {
        if (utf8.length <= LONGEST_SHORT) {
            bytes[at++] = (byte) (TEXT + utf8.length);
        } else {
            bytes[at++] = LONG_TEXT;
            bytes[at++] = (byte) (utf8.length >> 8);
            bytes[at++] = (byte) utf8.length;
        }
        System.arraycopy(utf8, 0, bytes, at, utf8.length);
        at += utf8.length;
    }

    private boolean uuid(String text, int from) {
        if (text.charAt(from + 8) != '-'
                || text.charAt(from + 13) != '-'
                || text.charAt(from + 18) != '-'
                || text.charAt(from + 23) != '-') {
            return false;
        }
        int wrong = 0;
        for (int i = 0; i < PAIRS_OF_UUID.length; i++) {
            int pair = from + PAIRS_OF_UUID[i];
            int value = nibble(text.charAt(pair)) << 4 | nibble(text.charAt(pair + 1));
            wrong |= value;
            bytes[at + i] = (byte) value;
        }
        if (wrong < 0) {
            return false;
        }
        at += PAIRS_OF_UUID.length;
        return true;
    }

    /** Returns the value of a digit, or -1: UUIDs in capitals are texts, since they are written in small ones again. */
    private static int nibble(char c) {
        return c < NIBBLES.length ? NIBBLES[c] : -1;
    }

    private boolean number(String text, int from) {
        int length = text.length();
        if (length == from || (text.charAt(from) == '0' && length > from + 1)) {
            return false;
        }
        long number = 0;
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            number = number * 10 + (c - '0');
        }
        for (; number > 0x7F; number >>>= 7) {
            bytes[at++] = (byte) ((number & 0x7F) | 0x80);
        }
        bytes[at++] = (byte) number;
        return true;
    }

    private void grow(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
    }

    /** Returns the mail with this identity, or null if it is none's. */
    static @Nullable TrackedMail read(byte[] identity, int from, int to) {
        boolean test = (identity[from] & TEST) != 0;
        identity[from] &= ~TEST;
        Reading reading = new Reading(identity, from, to);
        String source = reading.text();
        String step = reading.text();
        String occurrence = reading.text();
        String contact = reading.text();
        if (reading.failed) {
            return null;
        }
        try {
            return new TrackedMail(source, step, occurrence, ContactId.of(contact), test);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Reads one text after another. */
    private static final class Reading {
        private final byte[] bytes;
        private final int end;
        private int at;
        private boolean failed;

        Reading(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        String text() {
            int form = next();
            return switch (form) {
                case UUID -> uuid("");
                case DELIVERY_UUID -> uuid(DELIVERY);
                case NUMBER -> number("");
                case DELIVERY_NUMBER -> number(DELIVERY);
                case MAIL -> THE_MAIL;
                case LONG_TEXT -> utf8(next() << 8 | next());
                default -> utf8(form - TEXT);
            };
        }

        private int next() {
            if (at >= end) {
                failed = true;
                return TEXT;
            }
            return bytes[at++] & 0xFF;
        }

        private String utf8(int length) {
            if (length < 0 || length > end - at) {
                failed = true;
                return "";
            }
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        private String uuid(String prefix) {
            return prefix + new java.util.UUID(big(), big());
        }

        private long big() {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = value << 8 | next();
            }
            return value;
        }

        private String number(String prefix) {
            long number = 0;
            int shift = 0;
            int next;
            do {
                next = next();
                number |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while ((next & 0x80) != 0 && shift < Long.SIZE);
            return prefix + number;
        }
    }
}
