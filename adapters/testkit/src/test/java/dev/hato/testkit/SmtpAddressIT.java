package dev.hato.testkit;

import static dev.hato.testkit.MailAssertions.assertThat;
import static dev.hato.testkit.Sending.HANAKO;
import static dev.hato.testkit.Sending.SENDER;
import static dev.hato.testkit.Sending.assertHandedOver;
import static dev.hato.testkit.Sending.mail;
import static dev.hato.testkit.Sending.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which octets an address has on the wire, and which addresses go nowhere. */
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpAddressIT {
    private final Lane lane;

    SmtpAddressIT(Lane lane) {
        this.lane = lane;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hanako@example.jp",
                "Hanako.O'Neil+tag@example.jp",
                "a..b@docomo.ne.jp",
                "abc.@ezweb.ne.jp",
                "\"a b\"@example.jp",
                "\"a@b> NOTIFY=NEVER\"@example.jp",
                "花子@example.jp",
                "šdmin@example.jp",
                "hanako@日本語.jp"
            })
    @Tag("R1.2")
    void send_anyValidAddress_goesOutAsExactlyTheseOctets(String text) {
        EmailAddress recipient = EmailAddress.of(text);
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            assertHandedOver(transport.send(SENDER, recipient, mail(1, "text")));
            byte[] rcpt = sink.ledger().commandBytes(1).get(2);
            assertThat(rcpt).isEqualTo(("RCPT TO:<" + recipient.wire() + ">").getBytes(StandardCharsets.UTF_8));
            assertThat(sink.ledger().single().recipients()).containsExactly(recipient.wire());
            boolean extended = sink.ledger().commands().get(1).endsWith(" SMTPUTF8");
            assertThat(extended).as("SMTPUTF8 asked for").isEqualTo(!recipient.isAscii());
        }
    }

    @Test
    void send_addressNeedsSmtpUtf8ThatIsNotOffered_bouncesBeforeAnythingIsSaid() {
        try (SmtpSink sink = SmtpSink.builder().extensions("8BITMIME").start();
                MailTransport transport = lane.to(sink).build()) {
            SendOutcome outcome = transport.send(SENDER, EmailAddress.of("šdmin@b.example"), mail(1, "text"));
            Sending.assertBounced(outcome, 0);
            assertThat(outcome.detail()).contains("SMTPUTF8");
            Sending.assertBounced(transport.send(EmailAddress.of("花@b.example"), HANAKO, mail(1, "text")), 0);
            assertThat(sink.ledger().count(SmtpVerb.MAIL)).isZero();
            assertThat(sink.ledger().acceptedCount()).isZero();
        }
    }

    @Test
    void send_headerNeedsSmtpUtf8ThatIsNotOffered_bounces() {
        ComposedMail mail = Message.builder(Mailbox.of("花子@shop.example"), Mailbox.of("hanako@example.jp"))
                .text("text")
                .build()
                .compose("<1@shop.example>", Instant.EPOCH);
        try (SmtpSink sink = SmtpSink.builder().extensions().start();
                MailTransport transport = lane.to(sink).build()) {
            Sending.assertBounced(send(transport, mail), 0);
            ComposedMail eightBit =
                    ComposedMail.of("<2@shop.example>", "Subject: x\r\n\r\n日本語\r\n".getBytes(StandardCharsets.UTF_8));
            Sending.assertBounced(send(transport, eightBit), 0);
            assertThat(sink.ledger().acceptedCount()).isZero();
        }
    }
}
