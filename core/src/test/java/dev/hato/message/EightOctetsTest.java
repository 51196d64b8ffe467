package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EightOctetsTest {
    private static final byte[] MARKS = "&<>\"'`=?;abcAZ09 \u007F!~%".getBytes(StandardCharsets.US_ASCII);

    @Test
    void tests_randomOctets_sayWhatALoopSays() {
        Random random = new Random(8);
        for (int n = 0; n < 500_000; n++) {
            byte[] octets = new byte[8];
            for (int i = 0; i < 8; i++) {
                octets[i] = (byte) ('!' + random.nextInt(94));
            }
            int at = random.nextInt(8);
            octets[at] = n % 2 == 0 ? (byte) random.nextInt(256) : MARKS[random.nextInt(MARKS.length)];
            boolean quoted = true;
            boolean html = true;
            for (byte octet : octets) {
                quoted &= octet > ' ' && octet < 0x7F && octet != '=';
                html &= octet > ' ' && octet < 0x7F && "&<>\"'`=#?".indexOf(octet) < 0;
            }
            long eight = EightOctets.get(octets, 0);
            if (EightOctets.isGraphicBut(eight, '=') != quoted || EightOctets.isPlainInHtml(eight) != html) {
                assertThat(octets).as("judged wrongly").isNull();
            }
        }
    }

    @Test
    void isToken_oneOtherOctet_isFoundWhereverItStands() {
        for (int length = 8; length < 40; length++) {
            byte[] octets = new byte[length + 2];
            Arrays.fill(octets, (byte) '-');
            octets[0] = 0;
            octets[length + 1] = '=';
            assertThat(EightOctets.isToken(octets, 1, length + 1)).isTrue();
            for (int octet :
                    new int[] {0, '\r', '\n', ' ', '"', '&', '\'', '.', '<', '=', '>', '`', 0x7F, 0x80, 0xFF}) {
                for (int i = 1; i <= length; i++) {
                    octets[i] = (byte) octet;
                    assertThat(EightOctets.isToken(octets, 1, length + 1)).isFalse();
                    octets[i] = '-';
                }
            }
        }
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_".toCharArray()) {
            byte[] octets = ("-------" + c).getBytes(StandardCharsets.US_ASCII);
            assertThat(EightOctets.isToken(octets, 0, 8)).isTrue();
        }
    }

    @Test
    void plain_anyLengthAndColumn_writesWhatWriteWrites() {
        Random random = new Random(9);
        for (int n = 0; n < 50_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i >= 0; i--) {
                text.append(random.nextInt(5) == 0 ? "From" : random.nextInt(4) == 0 ? "." : "x");
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
            byte[] before = "y".repeat(random.nextInt(80)).getBytes(StandardCharsets.US_ASCII);
            Octets mail = new Octets(16);
            QuotedWriter writer = new QuotedWriter();
            writer.write(before, 0, before.length, mail);
            writer.plain(octets, 0, octets.length, mail);
            String written = new String(mail.toByteArray(), StandardCharsets.US_ASCII);
            assertThat(written.replace("=\r\n", "").replace("=2E", ".").replace("=46", "F"))
                    .isEqualTo("y".repeat(before.length) + text);
            for (String line : written.split("\r\n", -1)) {
                boolean fits = line.length() <= 76 && !line.startsWith(".") && !line.startsWith("From ");
                if (!fits) {
                    assertThat(line).as("a bad line").isEmpty();
                }
            }
        }
    }
}
