package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiTextTest {
    @Test
    void put_anyText_writesWhatItsCharactersWouldWrite() {
        Random random = new Random(3);
        for (int n = 0; n < 20_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append((char) (random.nextInt(6) == 0 ? '!' + random.nextInt(94) : 'a' + random.nextInt(26)));
            }
            for (boolean isHtml : new boolean[] {true, false}) {
                Utf8Buffer expected = new Utf8Buffer(16);
                LinkSink characters = new LinkSink(expected, isHtml);
                characters.put(text.toString());
                Utf8Buffer written = new Utf8Buffer(16);
                LinkSink sink = new LinkSink(written, isHtml);
                sink.put(AsciiText.of(text.toString()));
                assertThat(written.toByteArray()).as("%s", text).isEqualTo(expected.toByteArray());
                assertThat(sink.isPlain()).as("%s", text).isEqualTo(characters.isPlain());
            }
        }
    }

    @Test
    void put_sinkThatKnowsNoneOfIt_getsTheCharacters() {
        StringBuilder got = new StringBuilder();
        AsciiSink sink = new AsciiSink() {
            @Override
            public void put(byte[] ascii, int from, int length) {
                got.append(new String(ascii, from, length, StandardCharsets.US_ASCII));
            }

            @Override
            public void put(String ascii) {
                got.append(ascii);
            }
        };
        sink.put(AsciiText.of("https://shop.example/?a=1&b=<2>"));
        assertThat(got).hasToString("https://shop.example/?a=1&b=<2>");
    }

    @Test
    void of_whiteSpaceControlsAndBeyondAscii_refused() {
        for (String text : new String[] {"a b", "a\nb", "a\u007Fb", "aéb", "a\u0141b", "日本", "abcdefgh ijklmnop"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AsciiText.of(text))
                    .withMessageContaining("percent-encode it");
        }
    }

    @Test
    void copyTo_offset_returnsTheIndexBehindTheText() {
        byte[] target = "......".getBytes(StandardCharsets.US_ASCII);
        AsciiText text = AsciiText.of("abc");
        assertThat(text.copyTo(target, 2)).isEqualTo(5);
        assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("..abc.");
        assertThat(text.length()).isEqualTo(3);
        assertThat(text).isEqualTo(AsciiText.of("abc")).isNotEqualTo(AsciiText.of("abd"));
        assertThat(text).hasSameHashCodeAs(AsciiText.of("abc")).hasToString("abc");
    }
}
