package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SipHashTest {
    private static final int VECTORS = 64;

    /** SHA-256 of the 64 values that the function's authors publish, one after another. */
    private static final String ALL = "ecfaa9fe47ff788fa834a9863ea2715a2880cd37d2b8c3c194402838428119b9";

    private static byte[] counted(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** Hashes the bytes 0, 1, 2 and so on. */
    private static SipHash hash(SipHash begun, int length) {
        byte[] bytes = counted(length);
        int words = length / Long.BYTES * Long.BYTES;
        long ending = 0;
        for (int i = length - 1; i >= words; i--) {
            ending = ending << 8 | bytes[i];
        }
        return begun.bytes(bytes, 0, words).finish(ending, length - words);
    }

    private static byte[] value(SipHash hash) {
        byte[] value = new byte[16];
        SipHash.put(value, 0, hash.low());
        SipHash.put(value, 8, hash.high());
        return value;
    }

    @Test
    void value_isThatOfItsAuthors() throws Exception {
        SipHash.Key key = SipHash.Key.of(counted(16));
        SipHash hash = new SipHash();
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (int length = 0; length < VECTORS; length++) {
            all.update(value(hash(hash.begin(key), length)));
        }
        assertThat(HexFormat.of().formatHex(all.digest())).isEqualTo(ALL);

        assertThat(HexFormat.of().formatHex(value(hash(hash.begin(key), 0))))
                .isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(HexFormat.of().formatHex(value(hash(hash.begin(key), 15))))
                .isEqualTo("5493e99933b0a8117e08ec0f97cfc3d9");
    }

    @Test
    void wordsBefore_areTheBytesBefore() {
        byte[] bytes = counted(45);
        SipHash.Key key = SipHash.Key.of(counted(16));
        SipHash whole = new SipHash().begin(key).bytes(bytes, 0, bytes.length).finish(7);
        SipHash begun = new SipHash().begin(key).word(SipHash.wordAt(bytes, 0)).word(SipHash.wordAt(bytes, 8));
        SipHash other =
                new SipHash().begin(begun).bytes(bytes, 16, bytes.length).finish(7);
        assertThat(other.is(whole.low(), whole.high())).isTrue();
        assertThat(other.is(whole.low() ^ 1, whole.high())).isFalse();
        assertThat(other.is(whole.low(), whole.high() ^ 1L << 63)).isFalse();
    }

    @Test
    void key_isNotShown() {
        assertThat(SipHash.Key.of(counted(16))).hasToString("Key[…]");
    }
}
