package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
    @Test
    void text_isThatOfTheJdk() {
        Random random = new Random(1);
        Base64.Encoder jdk = Base64.getUrlEncoder().withoutPadding();
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            byte[] out = new byte[Base64Url.length(to - from) + 3];
            int end = Base64Url.encode(bytes, from, to, out, 3);
            String text = new String(out, 3, end - 3, StandardCharsets.US_ASCII);
            assertThat(end).isEqualTo(out.length);
            assertThat(text).isEqualTo(jdk.encodeToString(part));
            assertThat(Base64Url.decode(text)).isEqualTo(part);
        }
    }

    @Test
    void bytes_haveOneTextOnly() {
        Random random = new Random(2);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append((char) (random.nextInt(60) == 0 ? random.nextInt(0x10000) : random.nextInt('-', 'z' + 1)));
            }
            byte[] bytes = Base64Url.decode(text.toString());
            if (bytes != null) {
                read++;
                assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                        .isEqualTo(text.toString());
            }
        }
        assertThat(read).isGreaterThan(10_000);
    }

    @Test
    void everyCharacterThatIsNoDigit_isRefused() {
        for (int c = 0; c <= 0xFFFF; c++) {
            boolean digit =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            for (int at = 0; at < 4; at++) {
                StringBuilder text = new StringBuilder("AAAA");
                text.setCharAt(at, (char) c);
                assertThat(Base64Url.decode(text.toString()) != null).isEqualTo(digit);
            }
            assertThat(Base64Url.decode("AAAA" + (char) c)).isNull();
        }
        assertThat(Base64Url.decode("AAA🕊")).isNull();
        assertThat(Base64Url.decode("AAAA🕊")).isNull();
        assertThat(Base64Url.decode("🕊🕊")).isNull();
    }
}
