package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderWriterTest {
    private static String text(String value) {
        Octets out = new Octets(16);
        new HeaderWriter(out).text("Subject", value);
        return new String(out.toMail("<1@x>").toByteArray(), StandardCharsets.US_ASCII);
    }

    private static String from(String name) {
        Octets out = new Octets(16);
        new HeaderWriter(out).mailbox("From", Mailbox.of(name, "news@shop.example"));
        return new String(out.toMail("<1@x>").toByteArray(), StandardCharsets.US_ASCII);
    }

    @Test
    void text_ascii_staysAsItIs() {
        assertThat(text("Your order 42: thank you!")).isEqualTo("Subject: Your order 42: thank you!\r\n");
        assertThat(text("")).isEqualTo("Subject: \r\n");
    }

    @Test
    void text_longAscii_isFoldedAtSpaces() {
        String value = "word ".repeat(40).strip();
        List<String> lines = text(value).lines().toList();
        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= 76);
        assertThat(String.join("", lines)).isEqualTo("Subject: " + value);
    }

    @Test
    void text_longWordWithoutSpaces_staysWholeUpToTheLimitOfALine() {
        String url = "https://shop.example/" + "x".repeat(800);
        assertThat(text(url)).isEqualTo("Subject: " + url + "\r\n");
        assertThat(text("x".repeat(2000)).lines())
                .allMatch(line -> line.length() <= 76)
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {" x", "x ", "a  b", "=?UTF-8?Q?x?=", "a =? b"})
    void text_asciiThatWouldBeReadOtherwise_isEncoded(String value) {
        assertThat(text(value)).startsWith("Subject: =?UTF-8?");
    }

    @Test
    void text_mostlyAscii_takesTheShorterQ() {
        assertThat(text("Caf\u00e9 au lait, s'il vous pla\u00eet"))
                .isEqualTo("Subject: =?UTF-8?Q?Caf=C3=A9_au_lait=2C_s=27il_vous_pla=C3=AEt?=\r\n");
    }

    @Test
    void text_cluster_isNotSplitOverWords() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
        String flag = "\uD83C\uDDEF\uD83C\uDDF5";
        String ga = "\u304B\u3099";
        for (String cluster : List.of(family, flag, ga, "\uD83D\uDC4D\uD83C\uDFFD")) {
            int perCluster = cluster.getBytes(StandardCharsets.UTF_8).length;
            for (String line : text(cluster.repeat(30)).lines().toList()) {
                String word = line.strip().replaceFirst("Subject: ", "");
                String base64 = word.substring("=?UTF-8?B?".length(), word.length() - 2);
                assertThat(java.util.Base64.getDecoder().decode(base64).length % perCluster)
                        .isZero();
            }
        }
    }

    @Test
    void text_hugeCluster_isSplitBetweenCharacters() {
        assertThat(text("a" + "\u0301".repeat(200)).lines()).allMatch(line -> line.length() <= 76);
    }

    @Test
    void mailbox_name_isWrittenAsSimplyAsItCanBe() {
        assertThat(from("Hato Shop")).isEqualTo("From: Hato Shop <news@shop.example>\r\n");
        assertThat(from("Hato, Inc.")).isEqualTo("From: \"Hato, Inc.\" <news@shop.example>\r\n");
        assertThat(from("say \"hi\" \\o/")).isEqualTo("From: \"say \\\"hi\\\" \\\\o/\" <news@shop.example>\r\n");
        assertThat(from("evil@example.jp")).isEqualTo("From: \"evil@example.jp\" <news@shop.example>\r\n");
        assertThat(from("a  b")).isEqualTo("From: \"a  b\" <news@shop.example>\r\n");
        assertThat(from("=?UTF-8?Q?x?=")).startsWith("From: =?UTF-8?");
        assertThat(from("鳩")).isEqualTo("From: =?UTF-8?B?6bOp?= <news@shop.example>\r\n");
    }

    @Test
    void mailbox_longName_isFolded() {
        assertThat(from("とても長い名前のお店".repeat(8)).lines()).allMatch(line -> line.length() <= 76);
        assertThat(from("a,".repeat(90)).lines()).allMatch(line -> line.length() <= 76);
        assertThat(from("ab ".repeat(60).strip()).lines()).allMatch(line -> line.length() <= 76);
    }
}
