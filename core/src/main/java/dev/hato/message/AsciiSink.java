package dev.hato.message;

/**
 * Takes an URL piece by piece: printable ASCII without white space. What HTML would not take as it is gets escaped.
 *
 * <p>Used by one thread, during the call that it is given to.
 */
public interface AsciiSink {
    /**
     * Takes a range of an array, which is copied.
     *
     * @throws IllegalArgumentException if an octet is not one of 0x21 to 0x7E
     */
    void put(byte[] ascii, int from, int length);

    /**
     * Takes a text.
     *
     * @throws IllegalArgumentException if a character is not one of U+0021 to U+007E
     */
    void put(String ascii);

    /** Takes a text that was looked through before, which costs less. */
    default void put(AsciiText text) {
        put(text.toString());
    }
}
