package dev.hato.imports;

import dev.hato.contact.AttributeMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Derives ids of events from what their rows say, the same at each import of the same file.
 *
 * <p>Rows that say the same get different ids by their number of occurrence. Occurrences are counted
 * under 64 bits of a hash: should two different rows share them, their numbers differ from 1, but
 * their ids stay apart and stay the same at each import.
 */
final class EventIds {
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_BYTES = 16;

    private final String source;
    private final MessageDigest digest;
    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int size;

    EventIds(String source) {
        this.source = source;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    String next(String contact, String type, Instant at, AttributeMap properties) {
        StringBuilder said = new StringBuilder(128);
        append(said, source);
        append(said, contact);
        append(said, type);
        append(said, at.toString());
        properties.forEach((attribute, value) -> {
            append(said, attribute.name());
            append(said, value.toString());
        });
        byte[] hash = digest.digest(said.toString().getBytes(StandardCharsets.UTF_8));
        int occurrence = count(ByteBuffer.wrap(hash).getLong());
        String id = "csv-" + HEX.formatHex(hash, 0, ID_BYTES);
        return occurrence == 1 ? id : id + "-" + occurrence;
    }

    /** With its length in front, so that no two lists of texts look the same in a row. */
    private static void append(StringBuilder said, String text) {
        said.append(text.length()).append(':').append(text);
    }

    private int count(long hash) {
        long key = hash == 0 ? 1 : hash;
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slotOf(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        return ++counts[slot];
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
