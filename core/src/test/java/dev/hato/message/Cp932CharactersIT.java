package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every double-byte character of Windows' Japanese code page arrives, wherever it stands.
 *
 * <p>Which characters there are comes from the JDK. Python's reading is independent of this library and of the JDK: the
 * MIME parser and the code table are Python's, and only the arithmetic between ISO-2022-JP and Shift_JIS is the test's.
 * Jakarta Mail's reading is independent of this library's MIME, but takes the same code table of the JDK.
 */
@Tag("R8.3")
class Cp932CharactersIT {
    private static final Charset CP932 = Charset.forName("windows-31j");
    private static final int CHUNK = 60;

    /** A double-byte code and its character. */
    private record Code(int code, String character) {
        /** Whether it is JIS X 0208 of 1990, without what NEC and IBM added. */
        boolean isJisX0208() {
            int lead = code >> 8;
            return lead <= 0xEA && lead != 0x87;
        }
    }

    /** All codes but the 1,880 for characters of one's own, which are in the private use area. */
    private static List<Code> codes() {
        List<Code> codes = new ArrayList<>();
        for (int lead = 0x81; lead <= 0xFC; lead++) {
            for (int trail = 0x40; trail <= 0xFC; trail++) {
                if (lead >= 0xA0 && lead <= 0xDF) {
                    continue; // half-width katakana, one octet each
                }
                try {
                    String text = CP932.newDecoder()
                            .decode(ByteBuffer.wrap(new byte[] {(byte) lead, (byte) trail}))
                            .toString();
                    if (text.length() == 1 && Character.getType(text.charAt(0)) != Character.PRIVATE_USE) {
                        codes.add(new Code(lead << 8 | trail, text));
                    }
                } catch (CharacterCodingException e) {
                    // no code
                }
            }
        }
        return codes;
    }

    private static List<String> chunks(List<Code> codes) {
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (Code code : codes) {
            chunk.append(code.character);
            if (chunk.length() == CHUNK) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
        }
        chunks.add(chunk.toString());
        return chunks;
    }

    private static ComposedMail mail(String text, MailCharset charset) {
        ComposedMail mail = Message.builder(Mailbox.of(text, "news@shop.example"), Mailbox.of("hanako@example.jp"))
                .charset(charset)
                .subject(text)
                .text(text)
                .attach(Attachment.of(text, "application/pdf", new byte[1]))
                .build()
                .compose("<1@shop.example>", Instant.EPOCH);
        MailLines.assertWellFormed(mail);
        return mail;
    }

    private static MailCharset charset(String label) {
        return label.equals("UTF-8") ? MailCharset.UTF_8 : MailCharset.iso2022jp(Unmappable.FAIL);
    }

    private static String all(List<String> texts) {
        return String.join("", texts);
    }

    private static List<PythonMail.Read> python(Path folder, List<String> texts, MailCharset charset, String... how)
            throws IOException {
        try (PythonMail python = new PythonMail(folder, how)) {
            return python.read(texts.stream().map(text -> mail(text, charset)).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-2022-JP"})
    void compose_all7724Codes_areReadBackByPython(String label, @TempDir Path folder) throws Exception {
        List<Code> codes = codes();
        assertThat(codes).hasSize(7_724);
        assertThat(new HashSet<>(codes.stream().map(Code::character).toList())).hasSize(7_326);
        List<String> given = chunks(codes);
        List<PythonMail.Read> read = python(folder, given, charset(label));
        for (int i = 0; i < given.size(); i++) {
            assertThat(mailLabels(mail(given.get(i), charset(label)))).containsOnly(label);
        }
        assertThat(read.stream().map(PythonMail.Read::subject).toList()).isEqualTo(given);
        assertThat(read.stream().map(PythonMail.Read::provenName).toList()).isEqualTo(given);
        assertThat(read.stream().map(PythonMail.Read::fileName).toList()).isEqualTo(given);
        assertThat(read.stream().map(PythonMail.Read::text).toList()).isEqualTo(given);
        System.out.printf(
                "%s: %,d of %,d double-byte codes of CP932 (%,d characters) came back from Python in subject, name,"
                        + " body and file name%n",
                label, all(given).length(), codes.size(), 7_326);
    }

    /** The charsets that the mail names, wherever it does. */
    private static List<String> mailLabels(ComposedMail mail) {
        return MailLines.of(mail).stream()
                .flatMap(line -> Pattern.compile("(?:=\\?|charset=|\\*=)(UTF-8|ISO-2022-JP)")
                        .matcher(line)
                        .results())
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-2022-JP"})
    void compose_all7724Codes_areReadBackByJakartaMail(String label) {
        List<String> given = chunks(codes());
        for (String text : given) {
            String octets = new String(mail(text, charset(label)).toByteArray(), StandardCharsets.ISO_8859_1);
            String labelled = octets.replace("ISO-2022-JP", "x-windows-iso2022jp");
            MimeReader read = new MimeReader(ComposedMail.of("", labelled.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(read.subject()).isEqualTo(text);
            assertThat(read.fromName()).isEqualTo(text);
            assertThat(read.text).isEqualTo(text);
            assertThat(read.fileNames).containsExactly(text);
        }
    }

    /** Programs without Windows' additions read all that JIS X 0208 itself has: no code is NEC's or IBM's copy. */
    @Test
    void compose_jisX0208_isReadBackByPythonsOwnCodec(@TempDir Path folder) throws Exception {
        List<Code> standard = codes().stream().filter(Code::isJisX0208).toList();
        assertThat(standard).hasSize(6_879);
        List<String> given = chunks(standard);
        List<PythonMail.Read> read = python(folder, given, MailCharset.iso2022jp(Unmappable.FAIL), "stock");
        // It names seven of the codes otherwise than Windows does.
        assertThat(read.stream()
                        .map(PythonMail.Read::subject)
                        .map(Cp932CharactersIT::windowsNames)
                        .toList())
                .isEqualTo(given);
        assertThat(read.stream()
                        .map(PythonMail.Read::text)
                        .map(Cp932CharactersIT::windowsNames)
                        .toList())
                .isEqualTo(given);
    }

    private static String windowsNames(String text) {
        return text.replace('〜', '～')
                .replace('−', '－')
                .replace('‖', '∥')
                .replace('¢', '￠')
                .replace('£', '￡')
                .replace('¬', '￢')
                .replace('—', '―')
                .replace('\\', '＼');
    }
}
