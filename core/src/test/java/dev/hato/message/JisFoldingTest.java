package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R8.3")
class JisFoldingTest {
    private static final IntPredicate UNHELD =
            c -> !(c >= 0xD800 && c <= 0xDFFF) && !(Character.isBmpCodePoint(c) && Jis.holds((char) c));

    private static IntStream allUnheld() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(UNHELD);
    }

    @ParameterizedTest
    @CsvSource({
        "𠮷, 吉",
        "頰, 頬",
        "ゔ, ヴ",
        "–, -",
        "‑, ‐",
        "•, ・",
        "™, (TM)",
        "Ł, L",
        "ệ, e",
        "ﬁ, fi",
        "㊗, 祝",
        "㉑, (21)",
        "㊿, (50)",
        "❶, ①",
        "𝐀, A",
        "𝟗, 9",
        "=\u0338, ≠",
        "☎️, ℡",
        "⭐, ★",
        "🇯🇵, 〓",
        "¹, 〓",
        "½, 〓",
        "𪚥, 〓"
    })
    void of_character_meansTheSameOrIsMissed(String character, String expected) {
        assertThat(JisFolding.of(character)).isEqualTo(expected);
    }

    @Test
    void of_anyCodePoint_hasCodesAndIsHarmless() {
        int[] missing = {0};
        int[] meant = {0};
        allUnheld().forEach(c -> {
            String folded = JisFolding.of(Character.toString(c));
            if (!Jis.holdsAll(folded) || !folded.matches("[A-Za-z0-9 ()\\-.,!?\\n\\x{80}-\\x{10FFFF}]{0,20}")) {
                throw new AssertionError(String.format("U+%04X becomes '%s'", c, folded));
            }
            (folded.equals(JisFolding.MISSING) ? missing : meant)[0]++;
        });
        assertThat(missing[0]).isGreaterThan(1_000_000);
        assertThat(meant[0]).isGreaterThan(3_000);
    }

    @Test
    void holds_codes_areThoseOfCp932WithoutTheirCopies() {
        long held = IntStream.rangeClosed(0x80, 0xFFFF)
                .filter(UNHELD.negate())
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .count();
        assertThat(held).isEqualTo(7_326);
        // NEC's and IBM's copies of these are what the JDK would write, and what not every program reads.
        assertThat(Jis.encode("√∫⊥￢"))
                .isEqualTo(new byte[] {0x1B, '$', 'B', 0x22, 0x65, 0x22, 0x69, 0x22, 0x5D, 0x22, 0x4C, 0x1B, '(', 'B'});
    }
}
