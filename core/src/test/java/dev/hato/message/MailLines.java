package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that the octets of any mail must keep. */
final class MailLines {
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?(UTF-8|ISO-2022-JP)\\?([BQ])\\?([!->@-~]*)\\?=");
    private static final char ESC = 0x1B;
    private static final Pattern JIS_LINE =
            Pattern.compile("([^\\x1B\\x80-\\xFF]*+(\\x1B\\$B([!-~][!-~])++\\x1B\\(B)?+)*+");
    private static final Pattern NAME = Pattern.compile("^[!-9;-~]+: ");
    private static final Pattern Q_OCTET = Pattern.compile("=([0-9A-F]{2})");

    private MailLines() {}

    static List<String> of(ComposedMail mail) {
        return Arrays.asList(new String(mail.toByteArray(), StandardCharsets.ISO_8859_1).split("\r\n", -1));
    }

    static List<String> headersOf(ComposedMail mail) {
        List<String> lines = of(mail);
        return lines.subList(0, lines.indexOf(""));
    }

    static void assertWellFormed(ComposedMail mail) {
        List<String> lines = of(mail);
        for (String line : lines) {
            // Plain comparisons: there are millions of lines.
            if (line.length() > 998 || !line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~') || c == ESC)) {
                throw new AssertionError("A line is too long, or has a control or an octet outside ASCII: " + line);
            }
            if (line.indexOf(ESC) >= 0) {
                assertThat(String.join("\n", lines)).contains("charset=ISO-2022-JP");
                assertReturnsToAscii(line);
            }
        }
        assertThat(lines.get(lines.size() - 1)).as("the last line is ended").isEmpty();
        for (String line : headersOf(mail)) {
            assertThat(line).as("no line of white space alone").isNotBlank();
            String value = NAME.matcher(line).replaceFirst(""); // there is no fold between a name and its first word
            if (value.strip().indexOf(' ') >= 0) {
                assertThat(line.length()).as("%s could be folded", line).isLessThanOrEqualTo(76);
            }
            Matcher words = ENCODED_WORD.matcher(line);
            while (words.find()) {
                assertThat(words.group()).hasSizeLessThanOrEqualTo(75);
                assertWholeCharacters(words.group(1), words.group(2), words.group(3));
            }
        }
    }

    /** Only the two escape sequences that RFC 1468 and JIS X 0208 need, whole pairs between them, ASCII at the end. */
    private static void assertReturnsToAscii(String line) {
        assertThat(line).matches(JIS_LINE);
    }

    private static void assertWholeCharacters(String charset, String encoding, String content) {
        byte[] octets = encoding.equals("B")
                ? Base64.getDecoder().decode(content)
                : Q_OCTET.matcher(content)
                        .replaceAll(
                                m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))))
                        .getBytes(StandardCharsets.ISO_8859_1);
        if (!charset.equals("UTF-8")) {
            assertReturnsToAscii(new String(octets, StandardCharsets.ISO_8859_1));
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException("a character is split over two encoded words", e);
        }
    }
}
