package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R3.1")
class CellParsersTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @ParameterizedTest
    @CsvSource({
        "1980, 1980",
        "' 1,234,567.50 ', 1234567.50",
        "-3.5, -3.5",
        "+7, 7",
        "１，２３４, 1234",
        "－５, -5",
        "−5, -5",
        "007, 7"
    })
    void number_digits_areRead(String cell, BigDecimal expected) {
        assertThat(CellParsers.number().parse(cell)).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1,23", "12,34,567", "1e9", "0x10", "¥100", "1 000", "1.", ".5", "--1", "NaN", "abc", "1,2345"})
    void number_anythingElse_isRefused(String cell) {
        assertThatThrownBy(() -> CellParsers.number().parse(cell))
                .isInstanceOf(CellException.class)
                .hasMessageContaining(cell);
    }

    @Test
    void number_hugeText_isRefusedAtOnce() {
        assertThatThrownBy(() -> CellParsers.number().parse("9".repeat(1_000_000)))
                .isInstanceOf(CellException.class);
    }

    @Test
    void date_pattern_readsThatFormOnly() {
        CellParser<LocalDate> dates = CellParsers.date("yyyy/MM/dd");

        assertThat(dates.parse("1975/04/01")).isEqualTo("1975-04-01");
        assertThat(dates.parse(" １９７５／０４／０１ ")).isEqualTo("1975-04-01");
        assertThat(dates.parse("2024/02/29")).isEqualTo("2024-02-29");
        for (String bad : new String[] {"1975/02/30", "2023/02/29", "昭和50年", "19750401x", "1975/4/1", "1975-04-01"}) {
            assertThatThrownBy(() -> dates.parse(bad))
                    .isInstanceOf(CellException.class)
                    .hasMessageContaining(bad)
                    .hasMessageContaining("yyyy/MM/dd");
        }
    }

    @Test
    void date_default_readsIsoAndSlashes() {
        assertThat(CellParsers.date().parse("1975-04-01")).isEqualTo("1975-04-01");
        assertThat(CellParsers.date().parse("1975/4/1")).isEqualTo("1975-04-01");
        assertThatThrownBy(() -> CellParsers.date().parse("1975-02-30")).isInstanceOf(CellException.class);
        assertThatThrownBy(() -> CellParsers.date().parse("04/01/1975")).isInstanceOf(CellException.class);
    }

    @Test
    void instant_dateOnly_isTheStartOfTheDayInTheZone() {
        assertThat(CellParsers.instant("yyyy-MM-dd", TOKYO).parse("1997-01-01"))
                .isEqualTo(Instant.parse("1996-12-31T15:00:00Z"));
        // no midnight on that day: the clock went from 00:00 to 01:00
        assertThat(CellParsers.instant("yyyy-MM-dd", ZoneId.of("America/Sao_Paulo"))
                        .parse("2018-11-04"))
                .isEqualTo(Instant.parse("2018-11-04T03:00:00Z"));
    }

    @Test
    void instant_dateAndTime_isLocalUnlessThePatternHasAnOffset() {
        assertThat(CellParsers.instant("yyyy/MM/dd HH:mm", TOKYO).parse("2026/04/01 09:30"))
                .isEqualTo(Instant.parse("2026-04-01T00:30:00Z"));
        assertThat(CellParsers.instant("yyyy/MM/dd HH:mmXXX", TOKYO).parse("2026/04/01 09:30Z"))
                .isEqualTo(Instant.parse("2026-04-01T09:30:00Z"));
        assertThat(CellParsers.instant().parse("2026-04-01T09:00:00+09:00"))
                .isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThatThrownBy(() -> CellParsers.instant("yyyy-MM-dd", TOKYO).parse("1997-02-29"))
                .isInstanceOf(CellException.class);
        assertThatThrownBy(() -> CellParsers.instant().parse("2026-04-01T09:00:00"))
                .isInstanceOf(CellException.class);
    }

    @Test
    void bool_declaredWords_areRead() {
        CellParser<Boolean> words = CellParsers.bool(Set.of("はい", "YES"), Set.of("いいえ", "no"));

        assertThat(words.parse(" はい ")).isTrue();
        assertThat(words.parse("ｙｅｓ")).isTrue();
        assertThat(words.parse("No")).isFalse();
        assertThatThrownBy(() -> words.parse("多分"))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("多分")
                .hasMessageContaining("はい");
        assertThatThrownBy(() -> CellParsers.bool(Set.of("x"), Set.of("X")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textSet_separator_dividesAndTrims() {
        assertThat(CellParsers.textSet("、").parse("赤 、青、、赤")).containsExactlyInAnyOrder("赤", "青");
        assertThat(CellParsers.textSet("|").parse("a|b")).containsExactlyInAnyOrder("a", "b");
    }
}
