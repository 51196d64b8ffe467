package dev.hato.testkit;

import static dev.hato.testkit.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SmtpTransport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SmtpTransportIT {
    @Test
    void send_composedMail_arrivesAsComposed() {
        try (SmtpSink sink = SmtpSink.start();
                SmtpTransport transport =
                        SmtpTransport.to("localhost", sink.port()).plaintext().build()) {
            ComposedMail mail = Message.builder(
                            Mailbox.of("鳩の店", "news@shop.example"), Mailbox.of("花子", "hanako@example.jp"))
                    .subject("ご注文ありがとうございます")
                    .text("ご注文番号は 42 です。\n.\nQUIT\n")
                    .html("<p>ご注文番号は <b>42</b> です。</p>")
                    .build()
                    .compose("<1@shop.example>", Instant.EPOCH);
            SendOutcome outcome =
                    transport.send(EmailAddress.of("bounce@shop.example"), EmailAddress.of("hanako@example.jp"), mail);
            assertThat(outcome).isInstanceOf(SendOutcome.HandedOver.class);
            assertThat(sink.ledger().single())
                    .hasSubject("ご注文ありがとうございます")
                    .isTo("hanako@example.jp")
                    .isFrom("bounce@shop.example")
                    .hasText("ご注文番号は 42 です。\n.\nQUIT\n")
                    .htmlContains("<b>42</b>")
                    .hasHeader("From", "鳩の店 <news@shop.example>")
                    .hasNoRawPlaceholder();
            assertThat(sink.ledger().single().bytes()).isEqualTo(mail.toByteArray());
        }
    }
}
