package dev.hato.tracking;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * AES in counter mode from the JDK: hides bytes, and shows them again. What is hidden under one start must always be the
 * same, which is so where the start is made from it. Not thread-safe.
 */
final class KeyStream {
    private static final int BLOCK = 16;

    private final Cipher cipher;
    private byte[] counters = new byte[4 * BLOCK];
    private byte[] stream = new byte[4 * BLOCK];

    KeyStream(SecretKey key) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java runtime has no AES with 256 bits, which links are hidden with.", e);
        }
    }

    /** Adds the stream that begins with the start to the bytes, without a carry. */
    void apply(long startLow, long startHigh, byte[] bytes, int from, int to) {
        int size = (to - from + BLOCK - 1) / BLOCK * BLOCK;
        if (size > counters.length) {
            counters = new byte[size];
            stream = new byte[size];
        }
        for (int at = 0, i = 0; at < size; at += BLOCK, i++) {
            SipHash.put(counters, at, startLow);
            SipHash.put(counters, at + Long.BYTES, startHigh + i);
        }
        try {
            cipher.update(counters, 0, size, stream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        int at = from;
        for (int i = 0; at < to; i++, at++) {
            bytes[at] ^= stream[i];
        }
    }

    @Override
    public String toString() {
        return "KeyStream[…]";
    }
}
