package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ComposedMailTest {
    private static ComposedMail mail(String octets) {
        return ComposedMail.of("<1@x.example>", octets.getBytes(StandardCharsets.UTF_8));
    }

    private static ComposedMail composed() {
        return MessageTemplate.named("t")
                .subject("{{ a }}")
                .html("<p>A paragraph that is a segment.</p>{{ a }}<p>A paragraph that is a segment.</p>")
                .build()
                .composer(SameMail.SHOP, SameMail.ZONE)
                .compose(Mailbox.of("a@x.example"), Fields.of("a", "b"), SameMail.STAMP);
    }

    private static String text(ComposedMail mail) {
        return new String(mail.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void withHeader_putsItFirstAndLeavesTheRest() throws IOException {
        for (ComposedMail mail : List.of(composed(), mail("Subject: x\r\n\r\ny\r\n"))) {
            ComposedMail signed =
                    mail.withHeader("DKIM-Signature", "v=1;\r\n\tb=abc").withHeader("X-First", "1");
            assertThat(text(signed)).isEqualTo("X-First: 1\r\nDKIM-Signature: v=1;\r\n\tb=abc\r\n" + text(mail));
            assertThat(signed.size()).isEqualTo(signed.toByteArray().length);
            assertThat(signed.messageId()).isEqualTo(mail.messageId());
            assertThat(signed.isSmtpReady()).isTrue();
            assertThat(signed.withHeader(".x", "1").isSmtpReady()).isFalse();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            signed.writeTo(out);
            assertThat(out.toByteArray()).isEqualTo(signed.toByteArray());
        }
    }

    @Test
    @Tag("R8.2")
    void withHeader_whatWouldBreakOut_isRefused() {
        ComposedMail mail = composed();
        for (String value : List.of(
                "a\r\nBcc: x",
                "a\nb",
                "a\rb",
                "a\r\n\r\n b",
                "a\r\n",
                "a\r\n ",
                "é",
                "a\u0000",
                "x".repeat(999),
                "a\r\n\n b")) {
            assertThatThrownBy(() -> mail.withHeader("X-A", value))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("X-A");
        }
        for (String name : List.of("", "X A", "X:", "X\r\nBcc", "é")) {
            assertThatThrownBy(() -> mail.withHeader(name, "x"))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Header name");
        }
    }

    @Test
    void isSmtpReady_isTrueOnlyForWhatCanFollowDataAsItIs() {
        assertThat(mail("A: b\r\n\r\nc.\r\n").isSmtpReady()).isTrue();
        for (String octets :
                List.of("", "a", "a\r\n.\r\n", ".a\r\n", "a\n", "a\r", "a\rb\r\n", "a\r\n\nb\r\n", "é\r\n", "a\r\nb")) {
            assertThat(mail(octets).isSmtpReady()).as(octets).isFalse();
        }
    }

    @Test
    void copyTo_withoutRoom_isRefused() {
        ComposedMail mail = composed();
        byte[] target = new byte[mail.size() + 3];
        assertThat(mail.copyTo(target, 3)).isEqualTo(target.length);
        assertThat(new String(target, 3, mail.size(), StandardCharsets.US_ASCII))
                .isEqualTo(text(mail));
        assertThatThrownBy(() -> mail.copyTo(target, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
