package dev.hato.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R8.2")
class PayloadTest {
    private static Payload payload(String octets) {
        return Payload.of(ComposedMail.of("<1@shop.example>", octets.getBytes(StandardCharsets.UTF_8)));
    }

    private static String wire(Payload payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payload.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The same by regular expressions: line ends, then the last one, then dots. */
    private static String normalised(String octets) {
        String lines = octets.replaceAll("\r\n|\r|\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }

    @Test
    void writeTo_anyOctets_isNormalisedAndStuffedAndEnded() throws IOException {
        Random random = new Random(1);
        String[] pieces = {"\r", "\n", "\r\n", ".", "..", "a", "日本", "\u0000", " ", "QUIT"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder octets = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                octets.append(pieces[random.nextInt(pieces.length)]);
            }
            String expected = normalised(octets.toString());
            Payload payload = payload(octets.toString());
            String wire = wire(payload);
            assertThat(wire).isEqualTo(expected.replaceAll("(?<=^|\r\n)\\.", "..") + ".\r\n");
            assertThat(wire.indexOf("\r\n.\r\n"))
                    .isEqualTo(expected.isEmpty() ? -1 : wire.length() - "\r\n.\r\n".length());
            assertThat(payload.size()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a: b\r\n\r\nc', false, false",
        "'a: 日\r\n\r\nc', true, false",
        "'a: b\r\n\r\n日', false, true",
        "'a: 日\n\n日', true, true",
        "'a: 日', true, false",
        "'\r\n日', false, true"
    })
    void of_octetsOutsideAscii_tellsWhatTheyNeed(String octets, boolean headers, boolean body) {
        Payload payload = payload(octets);
        assertThat(payload.headersNeedUtf8()).isEqualTo(headers);
        assertThat(payload.bodyNeeds8Bit()).isEqualTo(body);
    }

    /** Whether a composed mail is known to be ready or not must not show on the wire. */
    @Test
    void writeTo_composedMail_isTheMailWithDotsStuffed() throws IOException {
        ComposedMail mail = Message.builder(Mailbox.of("news@shop.example"), Mailbox.of("hanako@example.jp"))
                .subject("ご注文")
                .text(".\n..\n.x\nご注文ありがとうございます\n.")
                .html("<p>.</p>\n.\n")
                .build()
                .compose("<1@shop.example>", Instant.EPOCH);
        Payload payload = Payload.of(mail);
        String octets = new String(mail.toByteArray(), StandardCharsets.UTF_8);
        assertThat(wire(payload)).isEqualTo(normalised(octets).replaceAll("(?<=^|\r\n)\\.", "..") + ".\r\n");
        assertThat(payload.size()).isEqualTo(mail.size());
    }
}
