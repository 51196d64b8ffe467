package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R3.3")
class TextDecoderTest {
    private static final String TABLE =
            "番号,氏名,メモ\r\n1,髙橋 﨑子,①㈱～－\r\n2,ﾔﾏﾀﾞ ﾀﾛｳ,mixed ASCII と日本語\r\n3,表ソ十能,\"改\r\n行\"\r\n";

    @ParameterizedTest
    @CsvSource({
        "UTF-8, '', UTF-8",
        "UTF-8, EFBBBF, UTF-8",
        "windows-31j, '', windows-31j",
        "x-windows-iso2022jp, '', x-windows-iso2022jp",
        "UTF-16LE, FFFE, UTF-16LE",
        "UTF-16BE, FEFF, UTF-16BE",
        "x-eucJP-Open, '', x-eucJP-Open"
    })
    void read_noEncodingGiven_findsItOut(String charset, String bom, String found) throws IOException {
        String table = table(charset);
        byte[] bytes = bytes(bom, table.getBytes(Charset.forName(charset)));
        TextDecoder decoder = new TextDecoder(new ByteArrayInputStream(bytes), null);

        assertThat(readAll(decoder)).isEqualTo(table);
        assertThat(decoder.charset()).isEqualTo(Charset.forName(found));
        assertThat(decoder.bytesConsumed()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "windows-31j", "x-windows-iso2022jp", "x-eucJP-Open"})
    void read_asciiForMegabytesFirst_stillFindsItOut(String charset) throws IOException {
        String text = "id,name\n" + "1,plain\n".repeat(400_000) + "2,髙橋のメモ\n";
        TextDecoder decoder = new TextDecoder(new ByteArrayInputStream(text.getBytes(Charset.forName(charset))), null);

        assertThat(readAll(decoder).equals(text)).isTrue();
        assertThat(decoder.charset()).isEqualTo(Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "windows-31j, ''", "x-windows-iso2022jp, ''", "UTF-16LE, FFFE"})
    void read_streamOfSingleBytes_isTheSame(String charset, String bom) throws IOException {
        InputStream dripping = new ByteArrayInputStream(bytes(bom, TABLE.getBytes(Charset.forName(charset)))) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };

        assertThat(readAll(new TextDecoder(dripping, null))).isEqualTo(TABLE);
    }

    @ParameterizedTest
    @CsvSource({"Shift_JIS, windows-31j", "ISO-2022-JP, x-windows-iso2022jp", "EUC-JP, x-eucJP-Open"})
    void read_labelOfOldStandardGiven_readsWhatIsMeant(String given, String meant) throws IOException {
        byte[] bytes = table(meant).getBytes(Charset.forName(meant));

        assertThat(readAll(new TextDecoder(new ByteArrayInputStream(bytes), Charset.forName(given))))
                .isEqualTo(table(meant));
    }

    @Test
    void read_utf16Given_obeysTheMark() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] bytes = bytes(charset.equals(StandardCharsets.UTF_16LE) ? "FFFE" : "FEFF", TABLE.getBytes(charset));
            assertThat(readAll(new TextDecoder(new ByteArrayInputStream(bytes), StandardCharsets.UTF_16)))
                    .isEqualTo(TABLE);
            assertThat(readAll(new TextDecoder(new ByteArrayInputStream(bytes), charset)))
                    .isEqualTo(TABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // a lead byte without its trail, a lone continuation, an overlong form; then a lead byte before the comma
        "UTF-8, '', E3812C, C0AF, E32C",
        "windows-31j, '', FD, 81, 812C",
        "UTF-16LE, FFFE, 00DC, 00D83000, 00DC2C00",
        "x-windows-iso2022jp, '', 1B2471, FF, 1B2442FFFF"
    })
    void read_undecodableBytes_areMarkedAndTheRestIsRead(
            String charset, String bom, String bad1, String bad2, String bad3) throws IOException {
        Charset cs = Charset.forName(charset);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes(bom, TABLE.getBytes(cs)));
        for (String bad : List.of(bad1, bad2, bad3)) {
            out.write("x,".getBytes(cs));
            out.write(hex(bad));
            out.write("\n次の行,\uFFFD\n"
                    .replace("\uFFFD", cs.name().startsWith("UTF") ? "\uFFFD" : "?")
                    .getBytes(cs));
        }

        String text = readAll(new TextDecoder(new ByteArrayInputStream(out.toByteArray()), null));

        String[] lines = text.substring(TABLE.length()).split("\n", -1);
        assertThat(lines).hasSize(7);
        for (int i = 0; i < 6; i += 2) {
            assertThat(TextDecoder.hasUndecodable(lines[i])).as(lines[i]).isTrue();
            assertThat(lines[i]).startsWith("x,");
            assertThat(TextDecoder.hasUndecodable(lines[i + 1])).isFalse();
            assertThat(lines[i + 1]).startsWith("次の行,");
        }
    }

    @Test
    void read_escapeCharacterInAsciiText_isACharacter() throws IOException {
        assertThat(readAll(new TextDecoder(
                        new ByteArrayInputStream("a\u001Bb\u001B".getBytes(StandardCharsets.UTF_8)), null)))
                .isEqualTo("a\u001Bb\u001B");
    }

    @Test
    void shown_marks_becomeReplacementCharacters() {
        String tile = "\uD83C\uDC00";
        assertThat(TextDecoder.shown("a" + TextDecoder.UNDECODABLE + tile)).isEqualTo("a\uFFFD" + tile);
        assertThat(TextDecoder.hasUndecodable(tile)).isFalse();
    }

    @Test
    void find_charsetMissing_namesTheModule() {
        assertThatThrownBy(() -> Charsets.find("windows-31j", name -> false))
                .isInstanceOf(CsvFileException.class)
                .hasMessageContaining("windows-31j")
                .hasMessageContaining("jdk.charsets");
    }

    /** EUC-JP has a minus sign where the others have a full-width hyphen. */
    private static String table(String charset) {
        return charset.equals("x-eucJP-Open") ? TABLE.replace('－', '−') : TABLE;
    }

    private static String readAll(TextDecoder decoder) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] chunk = new char[4096];
        for (int count = decoder.read(chunk, 0, chunk.length);
                count >= 0;
                count = decoder.read(chunk, 0, chunk.length)) {
            text.append(chunk, 0, count);
        }
        return text.toString();
    }

    private static byte[] bytes(@Nullable String prefix, byte[] rest) {
        byte[] first = hex(prefix == null ? "" : prefix);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }
}
