package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageComposeTest {
    private static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");
    private static final Mailbox HANAKO = Mailbox.of("hanako@example.jp");
    private static final Instant DATE = Instant.parse("2026-04-05T06:07:08Z");
    private static final Attachment PDF = Attachment.of("請求書 4月分.pdf", "application/pdf", new byte[] {1, 2, 3});
    private static final Attachment LOGO = Attachment.inline("logo", "logo.png", "image/png", new byte[] {-1, 0, 10});

    private static Message.Builder message() {
        return Message.builder(SHOP, HANAKO).subject("件名");
    }

    private static ComposedMail compose(Message.Builder message) {
        ComposedMail mail = message.build().compose("<1@shop.example>", DATE);
        MailLines.assertWellFormed(mail);
        return mail;
    }

    private static List<String> structure(Message.Builder message) {
        return new MimeReader(compose(message)).structure;
    }

    @Test
    void compose_textAlone_isTextPlain() {
        assertThat(structure(message().text("a"))).containsExactly("text/plain");
    }

    @Test
    void compose_htmlAlone_isTextHtml() {
        assertThat(structure(message().html("<p>a"))).containsExactly("text/html");
    }

    @Test
    void compose_textAndHtml_areAlternativesTextFirst() {
        assertThat(structure(message().html("<p>a").text("a")))
                .containsExactly("multipart/alternative", " text/plain", " text/html");
    }

    @Test
    void compose_everything_isMixedOfAlternativesOfRelated() {
        MimeReader read = new MimeReader(compose(
                message().html("<img src=\"cid:logo\">").text("a").attach(PDF).attach(LOGO)));
        assertThat(read.structure)
                .containsExactly(
                        "multipart/mixed",
                        " multipart/alternative",
                        "  text/plain",
                        "  multipart/related",
                        "   text/html",
                        "   image/png",
                        " application/pdf");
        assertThat(read.fileNames).containsExactly("logo.png", "請求書 4月分.pdf");
        assertThat(read.files).containsExactly(new byte[] {-1, 0, 10}, new byte[] {1, 2, 3});
        assertThat(read.text).isEqualTo("a");
        assertThat(read.html).isEqualTo("<img src=\"cid:logo\">");
    }

    @Test
    void compose_inlineImageWithoutHtml_isAnAttachment() {
        assertThat(structure(message().text("a").attach(LOGO)))
                .containsExactly("multipart/mixed", " text/plain", " image/png");
    }

    @Test
    void compose_messageAsAttachment_travelsAsAFile() {
        Attachment mail =
                Attachment.of("a.eml", "message/rfc822", "Subject: x\r\n\r\ny".getBytes(StandardCharsets.UTF_8));
        assertThat(structure(message().text("a").attach(mail)))
                .containsExactly("multipart/mixed", " text/plain", " application/octet-stream");
    }

    @Test
    void compose_headers_areThoseOfTheMessageInOrder() {
        ComposedMail mail = compose(message()
                .replyTo(Mailbox.of("Support, \"Level 2\"", "help@shop.example"))
                .header("List-Id", "<spring.shop.example>")
                .header("X-Campaign", "春の売り出し")
                .text("a"));
        assertThat(MailLines.headersOf(mail))
                .startsWith(
                        "Date: Sun, 5 Apr 2026 06:07:08 +0000",
                        "From: =?UTF-8?B?6bOp44Gu5bqX?= <news@shop.example>",
                        "To: hanako@example.jp",
                        "Reply-To: \"Support, \\\"Level 2\\\"\" <help@shop.example>",
                        "Subject: =?UTF-8?B?5Lu25ZCN?=",
                        "Message-ID: <1@shop.example>",
                        "MIME-Version: 1.0",
                        "List-Id: <spring.shop.example>");
        assertThat(mail.messageId()).isEqualTo("<1@shop.example>");
    }

    @Test
    void compose_dateInZoneAndForeignLocale_isEnglishWithOffset() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.JAPAN);
            ComposedMail mail = message().text("a").build().compose("<1@shop.example>", DATE, ZoneId.of("Asia/Tokyo"));
            assertThat(MailLines.of(mail).get(0)).isEqualTo("Date: Sun, 5 Apr 2026 15:07:08 +0900");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    @Tag("R7.3")
    void compose_again_givesTheSameOctets() {
        Message message = message().text("a").html("b").attach(PDF).build();
        assertThat(message.compose("<1@shop.example>", DATE).toByteArray())
                .isEqualTo(message.compose("<1@shop.example>", DATE).toByteArray())
                .isNotEqualTo(message.compose("<2@shop.example>", DATE).toByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1@shop.example",
                "<1>",
                "<@x>",
                "<1@>",
                "<1@x> ",
                "<1@x>\r\nX: 1",
                "<1@x y>",
                "<花@x>",
                "<a@b@c>"
            })
    void compose_messageIdOfAnotherForm_isRefused(String messageId) {
        Message message = message().text("a").build();
        assertThatThrownBy(() -> message.compose(messageId, DATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<opaque@domain>");
    }

    @Test
    void compose_bodyThatHoldsItsOwnBoundary_isNotCutThere() {
        ComposedMail first = compose(message().text("a").html("b"));
        String boundary = MailLines.of(first).stream()
                .filter(line -> line.startsWith("--"))
                .findFirst()
                .orElseThrow();
        String evil = "x\r\n" + boundary + "\r\n\r\ny\r\n" + boundary + "--\r\nz";
        MimeReader read = new MimeReader(compose(message().text(evil).html(evil)));
        assertThat(read.text).isEqualTo(evil);
        assertThat(read.html).isEqualTo(evil);
    }

    @Test
    @Tag("R8.2")
    void compose_bareCrAndLf_becomeCrlf() {
        MimeReader read =
                new MimeReader(compose(message().text("a\rb\nc\r\nd\n\re").html("日\r本\n語")));
        assertThat(read.text).isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\ne");
        assertThat(read.html).isEqualTo("日\r\n本\r\n語");
    }

    @Test
    void compose_addressOutsideAscii_isWrittenInUtf8() {
        ComposedMail mail = Message.builder(SHOP, Mailbox.of("花子", "花子@例え.jp"))
                .text("a")
                .build()
                .compose("<1@shop.example>", DATE);
        assertThat(new String(mail.toByteArray(), StandardCharsets.UTF_8))
                .contains("To: =?UTF-8?B?6Iqx5a2Q?= <花子@xn--r8jz45g.jp>\r\n");
    }

    @Test
    @Tag("R1.2")
    void compose_carriersAddress_isQuoted() {
        ComposedMail mail = compose(
                Message.builder(SHOP, Mailbox.of("花", "a..b@docomo.ne.jp")).text("a"));
        assertThat(MailLines.headersOf(mail)).contains("To: =?UTF-8?B?6Iqx?= <\"a..b\"@docomo.ne.jp>");
    }
}
