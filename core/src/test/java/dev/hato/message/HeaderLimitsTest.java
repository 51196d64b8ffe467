package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded words, lines and continued parameters keep their limits whatever stands in them. */
@Tag("R8.3")
class HeaderLimitsTest {
    private static final long SEED = 20_260_407L;
    private static final int ROUNDS = 4_000;
    private static final String JIS = "春の売り出し①㈱～－髙﨑ガ、。「」　ア゛Ωж≠";

    private static String text(Random random, boolean jis, RandomText any) {
        if (!jis) {
            return any.next().replaceAll("[\\p{Cc}\\p{Cs}\u2028\u2029]", "x");
        }
        StringBuilder out = new StringBuilder();
        int runs = 1 + random.nextInt(12);
        for (int i = 0; i < runs; i++) {
            boolean ascii = random.nextInt(3) == 0;
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 12);
            for (int k = 0; k < length; k++) {
                out.append(ascii ? (char) (' ' + random.nextInt(95)) : JIS.charAt(random.nextInt(JIS.length())));
            }
        }
        return out.toString();
    }

    private static String name(String text) {
        String cut = Graphemes.truncate(text, 90, "");
        return cut.isBlank() ? "x" : cut;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void compose_randomHeaders_keepTheLimits(boolean jis) {
        Random random = new Random(SEED);
        RandomText any = new RandomText(SEED);
        MailCharset charset = jis ? MailCharset.iso2022jp(Unmappable.FAIL) : MailCharset.UTF_8;
        int words = 0;
        int continued = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String name = name(text(random, jis, any));
            ComposedMail mail = Message.builder(Mailbox.of(name, "news@shop.example"), Mailbox.of("hanako@example.jp"))
                    .charset(charset)
                    .subject(text(random, jis, any))
                    .header("X-".concat("Y".repeat(random.nextInt(70))), text(random, jis, any))
                    .text(text(random, jis, any))
                    .attach(Attachment.of(name(text(random, jis, any)), "application/pdf", new byte[1]))
                    .build()
                    .compose("<1@shop.example>", Instant.EPOCH);
            MailLines.assertWellFormed(mail);
            for (String line : MailLines.of(mail)) {
                words += line.contains("=?" + charset.label() + "?") ? 1 : 0;
                if (line.startsWith(" filename*")) {
                    assertThat(line).hasSizeLessThanOrEqualTo(78);
                    assertWholeCharacters(line, jis);
                    continued += line.contains("filename*1*=") ? 1 : 0;
                }
            }
        }
        assertThat(words).isGreaterThan(ROUNDS * 2);
        assertThat(continued).isGreaterThan(ROUNDS / 20);
    }

    private static void assertWholeCharacters(String line, boolean jis) {
        String value = line.substring(line.indexOf('=') + 1)
                .replaceAll("^[A-Z0-9-]+''", "")
                .replaceAll(";$", "");
        byte[] octets = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        String read = new String(octets, jis ? Jis.charset(name -> true) : StandardCharsets.UTF_8);
        byte[] again = jis ? Jis.encode(read) : read.getBytes(StandardCharsets.UTF_8);
        assertThat(again).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "X-Very-Long-Name-That-Leaves-Hardly-Any-Room-For-The-Value-Beside-It"})
    void text_anyLengthInIso2022Jp_isCutWhereItFits(String header) {
        for (int length = 1; length < 200; length++) {
            for (String unit : List.of("漢", "a漢", "漢a", "aaa漢字かな")) {
                Octets out = new Octets(16);
                new HeaderWriter(out, MailCharset.iso2022jp(Unmappable.FAIL)).text(header, unit.repeat(length));
                assertThat(new String(out.toByteArray(), StandardCharsets.US_ASCII).lines())
                        .allMatch(line -> line.length() <= 76 && !line.isBlank());
            }
        }
    }
}
