package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyEncodingTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        Octets out = new Octets(4);
        BodyEncoding.QUOTED_PRINTABLE.write(utf8(text), out);
        return new String(out.toMail("<1@x>").toByteArray(), StandardCharsets.US_ASCII);
    }

    @Test
    void forText_asciiWithShortLines_is7bit() {
        assertThat(BodyEncoding.forText(utf8("plain\ttext\r\n\r\n.\r\nFromage")))
                .isEqualTo(BodyEncoding.SEVEN_BIT);
        assertThat(BodyEncoding.forText(utf8("x".repeat(998) + "\r\n"))).isEqualTo(BodyEncoding.SEVEN_BIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From me", "a\r\nFrom me", "--=_x", "a\r\n--=_x", "\u0000", "\u007F", "\u001B[1m", "caf\u00e9"})
    void forText_whatServersMayAlter_isQuotedPrintable(String text) {
        assertThat(BodyEncoding.forText(utf8(text + "x".repeat(20)))).isEqualTo(BodyEncoding.QUOTED_PRINTABLE);
    }

    @Test
    void forText_longLine_isQuotedPrintable() {
        assertThat(BodyEncoding.forText(utf8("x".repeat(999)))).isEqualTo(BodyEncoding.QUOTED_PRINTABLE);
    }

    @Test
    void forText_japanese_isBase64() {
        assertThat(BodyEncoding.forText(utf8("ご注文ありがとうございます"))).isEqualTo(BodyEncoding.BASE64);
    }

    @ParameterizedTest
    @CsvSource({
        "a=b, a=3Db",
        "'x ', x=20",
        "'x \r\ny', 'x=20\r\ny'",
        "'x\t\r\ny', 'x=09\r\ny'",
        ".x, =2Ex",
        "'a\r\n.\r\nb', 'a\r\n=2E\r\nb'",
        "From x, =46rom x",
        "\u00e9, =C3=A9"
    })
    void quotedPrintable_hazards_areEncoded(String text, String expected) {
        assertThat(quoted(text)).isEqualTo(expected);
    }

    @Test
    void quotedPrintable_lines_haveAtMost76Characters() {
        for (int length = 70; length < 160; length++) {
            for (String unit : new String[] {"x", "=", "é", " ", "x "}) {
                String encoded = quoted(unit.repeat(length) + "\r\nend");
                assertThat(encoded.lines()).allMatch(line -> line.length() <= 76);
            }
        }
        assertThat(quoted("x".repeat(76))).isEqualTo("x".repeat(76));
        assertThat(quoted("x".repeat(77))).isEqualTo("x".repeat(75) + "=\r\nxx");
    }

    @ParameterizedTest
    @Tag("R8.2")
    @CsvSource(
            delimiter = '|',
            value = {
                "'a\nb'|'a\r\nb'",
                "'a\rb'|'a\r\nb'",
                "'a\r\nb'|'a\r\nb'",
                "'\n\r'|'\r\n\r\n'",
                "'\r\r\n'|'\r\n\r\n'"
            })
    void normalise_bareLineEnds_becomeCrlf(String text, String expected) {
        assertThat(BodyEncoding.normalise(utf8(text), false)).isEqualTo(utf8(expected));
    }

    @Test
    void normalise_closed_endsTheLastLineOnce() {
        assertThat(BodyEncoding.normalise(utf8("a"), true)).isEqualTo(utf8("a\r\n"));
        assertThat(BodyEncoding.normalise(utf8("a\n"), true)).isEqualTo(utf8("a\r\n"));
        assertThat(BodyEncoding.normalise(utf8(""), true)).isEqualTo(utf8("\r\n"));
        byte[] clean = utf8("a\r\n");
        assertThat(BodyEncoding.normalise(clean, true)).isSameAs(clean);
    }
}
