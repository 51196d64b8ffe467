package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyHashTest {
    private static final String[] PIECES = {
        "\r\n", "\r\n", " ", " ", "\t", "a", "b", ".", "é", "word", "\u0000", "\u001F"
    };

    /** RFC 6376, 3.4.3 and 3.4.4, step by step over a string. */
    private static String canonical(String body, Canonicalization form) {
        String text = body;
        if (form == Canonicalization.RELAXED) {
            text = text.replaceAll("[ \t]+(?=\r\n|\\z)", "").replaceAll("[ \t]+", " ");
        }
        text = text.replaceAll("(\r\n)+\\z", "");
        if (text.isEmpty()) {
            return form == Canonicalization.SIMPLE ? "\r\n" : "";
        }
        return text + "\r\n";
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] octets) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            body.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return body.toString();
    }

    @Test
    void anyBody_inAnyPieces_hasTheHashOfItsCanonicalForm() throws Exception {
        Random random = new Random(6376);
        for (int run = 0; run < 20_000; run++) {
            String body = body(random);
            byte[] octets = octets(body);
            for (Canonicalization form : Canonicalization.values()) {
                byte[] canonical = octets(canonical(body, form));
                boolean limited = random.nextInt(4) == 0;
                long limit = limited ? random.nextInt(canonical.length + 3) : Long.MAX_VALUE;
                BodyHash hash = new BodyHash(form, limit);
                for (int at = 0; at < octets.length; ) {
                    int end = Math.min(octets.length, at + 1 + random.nextInt(20));
                    hash.update(octets, at, end);
                    at = end;
                }
                byte[] expected = Arrays.copyOf(canonical, (int) Math.min(canonical.length, limit));
                assertThat(hash.finish()).as("%s of %s", form, body).isEqualTo(sha256(expected));
                assertThat(hash.length()).isEqualTo(canonical.length);
                assertThat(hash.hasBareLineEnds()).isFalse();
            }
        }
    }

    @Test
    void bareLf_isALineEnd_andIsNoticed() throws Exception {
        BodyHash hash = new BodyHash(Canonicalization.SIMPLE, Long.MAX_VALUE);
        byte[] octets = octets("a\nb\n\n");
        hash.update(octets, 0, octets.length);

        assertThat(hash.finish()).isEqualTo(sha256(octets("a\r\nb\r\n")));
        assertThat(hash.hasBareLineEnds()).isTrue();
    }

    @Test
    void bareCr_isAnOctetLikeOthers_andIsNoticed() throws Exception {
        for (String body : new String[] {"a\rb", "a\r", "\r\r\na", "a\r\r\r\n\r"}) {
            BodyHash hash = new BodyHash(Canonicalization.SIMPLE, Long.MAX_VALUE);
            byte[] octets = octets(body);
            hash.update(octets, 0, octets.length);

            assertThat(hash.finish()).isEqualTo(sha256(octets(body + "\r\n")));
            assertThat(hash.hasBareLineEnds()).isTrue();
        }
    }
}
