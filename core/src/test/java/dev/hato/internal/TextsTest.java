package dev.hato.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void hasControl_ofEveryCharacter_agreesWithIsControl() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c ->
                                Texts.hasControl("あa" + new String(Character.toChars(c)) + "z") != Texts.isControl(c)))
                .isEmpty();
    }

    @Test
    void hasControl_ofHalvesOfAPair_isTrue() {
        assertThat(Texts.hasControl("\uD83D\uDE00")).isFalse();
        assertThat(Texts.hasControl("\uDE00\uD83D")).isTrue();
        assertThat(Texts.hasControl("a\uD83D")).isTrue();
        assertThat(Texts.hasControl("")).isFalse();
    }
}
