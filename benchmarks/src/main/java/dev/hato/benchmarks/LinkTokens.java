package dev.hato.benchmarks;

import dev.hato.message.AsciiSink;
import dev.hato.message.MailLinks;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes links with tokens of the length that authenticated ones have: a head for the mail, made once, and for each
 * link a tail. They authenticate nothing; what is measured is all but that.
 */
final class LinkTokens implements MailLinks {
    static final String BASE = "https://t.shop.example/c/";
    static final int HEAD = 38;
    static final int TAIL = 24;

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    private final byte[] url = new byte[BASE.length() + HEAD + TAIL];
    private final long seed;

    LinkTokens(int recipient) {
        seed = recipient * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < BASE.length(); i++) {
            url[i] = (byte) BASE.charAt(i);
        }
        characters(seed, BASE.length(), HEAD);
    }

    private void characters(long start, int from, int length) {
        long state = start;
        for (int i = from; i < from + length; i++) {
            if ((i - from) % 8 == 0) {
                state = (state ^ (state >>> 29)) * 0xBF58476D1CE4E5B9L + 0x94D049BB133111EBL;
            }
            url[i] = ALPHABET[(int) (state >>> (8 * ((i - from) % 8))) & 63];
        }
    }

    /** The URL of a link, which stays until the next one is asked for. */
    byte[] url(int link) {
        characters(seed + link + 1, BASE.length() + HEAD, TAIL);
        return url;
    }

    @Override
    public boolean write(int link, @Nullable String target, AsciiSink out) {
        out.put(url(link), 0, url.length);
        return true;
    }
}
