package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.SubscriptionStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2.5")
class ConsentWordsTest {
    private final ConsentWords words =
            ConsentWords.active("希望する", "Yes").stopped("希望しない", "no").meaning(SubscriptionStatus.BANNED, "禁止");

    @Test
    void read_declaredWord_isItsStatusWhateverCaseAndWidth() {
        assertThat(words.read("希望する")).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(words.read(" ＹＥＳ　")).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(words.read("NO")).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(words.read("禁止")).isEqualTo(SubscriptionStatus.BANNED);
    }

    @Test
    void read_unknownWord_namesItEscapedAndTheKnownOnes() {
        assertThatThrownBy(() -> words.read("たぶん\n"))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("'たぶん\\u000A'")
                .hasMessageContaining("'希望する' (ACTIVE)")
                .hasMessageContaining("'希望しない' (STOPPED)");
    }

    @Test
    void read_blankCell_saysNothingUnlessDeclared() {
        assertThat(words.read("　")).isNull();
        assertThat(words.blank(SubscriptionStatus.STOPPED).read("")).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    void stopped_wordOfAnotherMeaning_isRefused() {
        assertThatThrownBy(() -> words.stopped("yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ACTIVE");
        assertThatThrownBy(() -> words.stopped(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
