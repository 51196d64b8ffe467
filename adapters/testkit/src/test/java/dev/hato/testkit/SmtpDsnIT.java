package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import dev.hato.smtp.DsnRequest;
import dev.hato.smtp.DsnRequest.Event;
import dev.hato.smtp.DsnRequest.Return;
import dev.hato.smtp.MailTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery status notifications are asked for as RFC 3461 has it, and only where they are offered. */
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpDsnIT {
    private final Lane lane;

    SmtpDsnIT(Lane lane) {
        this.lane = lane;
    }

    private List<String> commands(DsnRequest request, String messageId, String... extensions) {
        try (SmtpSink sink = SmtpSink.builder().extensions(extensions).start();
                MailTransport transport = lane.to(sink).dsn(request).build()) {
            byte[] octets = "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);
            Sending.assertHandedOver(Sending.send(transport, ComposedMail.of(messageId, octets)));
            return sink.ledger().commands();
        }
    }

    @Test
    void send_dsnOffered_asksForIt() {
        DsnRequest request = DsnRequest.of(Event.FAILURE, Event.DELAY).returning(Return.FULL);
        assertThat(commands(request, "<1@shop.example>", "PIPELINING", "DSN"))
                .contains(
                        "MAIL FROM:<bounce@shop.example> RET=FULL ENVID=1@shop.example",
                        "RCPT TO:<hanako@example.jp> NOTIFY=FAILURE,DELAY");
        assertThat(commands(DsnRequest.never(), "<1@shop.example>", "DSN"))
                .contains(
                        "MAIL FROM:<bounce@shop.example> RET=HDRS ENVID=1@shop.example",
                        "RCPT TO:<hanako@example.jp> NOTIFY=NEVER");
    }

    @Test
    void send_dsnNotOffered_doesNotMentionIt() {
        assertThat(commands(DsnRequest.of(Event.SUCCESS), "<1@shop.example>", "PIPELINING"))
                .contains("MAIL FROM:<bounce@shop.example>", "RCPT TO:<hanako@example.jp>");
    }

    @ParameterizedTest
    @CsvSource({"<a+b=c@x>,a+2Bb+3Dc@x", "<a b@x>,a+20b@x", "plain@x,plain@x"})
    void send_messageIdWithSpecials_goesAsXtext(String messageId, String envelopeId) {
        assertThat(commands(DsnRequest.never(), messageId, "DSN"))
                .contains("MAIL FROM:<bounce@shop.example> RET=HDRS ENVID=" + envelopeId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a\r\nRCPT TO:<evil@example.jp>@x>", "<花@x>", "<\u0000@x>", "<>x\n"})
    @Tag("R8.2")
    void send_messageIdThatIsNoText_isLeftOut(String messageId) {
        assertThat(commands(DsnRequest.never(), messageId, "DSN"))
                .hasSize(4)
                .contains("MAIL FROM:<bounce@shop.example> RET=HDRS");
    }

    @Test
    void send_messageIdLongerThanAllowed_isLeftOut() {
        assertThat(commands(DsnRequest.never(), "<" + "x".repeat(101) + ">", "DSN"))
                .contains("MAIL FROM:<bounce@shop.example> RET=HDRS");
        assertThat(commands(DsnRequest.never(), "<" + "x".repeat(100) + ">", "DSN"))
                .contains("MAIL FROM:<bounce@shop.example> RET=HDRS ENVID=" + "x".repeat(100));
    }
}
