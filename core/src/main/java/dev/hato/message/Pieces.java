package dev.hato.message;

import java.util.Arrays;

/**
 * Collects the pieces of one mail: octets of its own, and ranges of octets that all mails of a composer
 * share. Used by one thread, for one mail after the other.
 */
final class Pieces {
    /** How many numbers tell of a piece. */
    static final int PIECE = 3;

    private final Octets own = new Octets(4096);

    /** For each shared range: how many own octets stand before it, where it begins, how long it is. */
    private int[] index = new int[3 * 64];

    private int count;
    private int indexed;
    private int shared;

    void clear() {
        own.length(0);
        count = 0;
        indexed = 0;
        shared = 0;
    }

    /** Where the mail's own octets go that come next. */
    Octets own() {
        return own;
    }

    /** Goes on with a range of the shared octets. */
    void shared(int from, int length) {
        shared += length;
        int before = own.length() - indexed;
        if (before == 0 && count > 0 && index[count - 2] + index[count - 1] == from) {
            index[count - 1] += length;
            return;
        }
        if (count == index.length) {
            index = Arrays.copyOf(index, count * 2);
        }
        index[count++] = before;
        index[count++] = from;
        index[count++] = length;
        indexed = own.length();
    }

    /**
     * Goes on with pieces that are known beforehand.
     *
     * @param pieces for each how many own octets it begins with, where its shared range begins, and how long that is
     * @param end how many own octets there are now: these were written already
     */
    void add(int[] pieces, int end) {
        if (index.length - count < pieces.length) {
            index = Arrays.copyOf(index, Math.max(count * 2, count + pieces.length));
        }
        System.arraycopy(pieces, 0, index, count, pieces.length);
        index[count] += own.length() - indexed;
        count += pieces.length;
        for (int i = PIECE - 1; i < pieces.length; i += PIECE) {
            shared += pieces[i];
        }
        own.length(end);
        indexed = end;
    }

    /** Returns the mail, which keeps the shared octets and a copy of its own. */
    ComposedMail toMail(String messageId, byte[] sharedOctets, boolean smtpReady) {
        int size = Math.addExact(own.length(), shared);
        return ComposedMail.ofPieces(
                messageId, own.toByteArray(), sharedOctets, Arrays.copyOf(index, count), size, smtpReady);
    }

    /** Whether the buffers are too large to keep. */
    boolean isLarge() {
        return own.array().length > Program.LARGEST_SPARE || index.length > Program.LARGEST_SPARE / Integer.BYTES;
    }
}
