package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.time.Instant;

/** What the tests of sending share. */
final class Sending {
    static final EmailAddress SENDER = EmailAddress.of("bounce@shop.example");
    static final EmailAddress HANAKO = EmailAddress.of("hanako@example.jp");
    static final Duration SHORT = Duration.ofMillis(300);
    /** A body that no socket buffer holds whole. */
    static final int LARGE = 32 * 1024 * 1024;

    private Sending() {}

    static ComposedMail mail(int number, String text) {
        return Message.builder(Mailbox.of("鳩の店", "news@shop.example"), Mailbox.of("hanako@example.jp"))
                .subject("ご注文 " + number)
                .text(text)
                .build()
                .compose("<" + number + "@shop.example>", Instant.EPOCH);
    }

    static ComposedMail largeMail() {
        return mail(1, ("x".repeat(98) + "\r\n").repeat(LARGE / 100));
    }

    static SendOutcome send(MailTransport transport) {
        return send(transport, mail(1, "text"));
    }

    static SendOutcome send(MailTransport transport, ComposedMail mail) {
        return transport.send(SENDER, HANAKO, mail);
    }

    static void assertDeferred(SendOutcome outcome, SendOutcome.Cause cause, int code) {
        assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Deferred.class, deferred -> {
            assertThat(deferred.cause()).as(deferred.detail()).isEqualTo(cause);
            assertThat(deferred.replyCode()).as(deferred.detail()).isEqualTo(code);
        });
    }

    static void assertBounced(SendOutcome outcome, int code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Bounced.class,
                        bounced -> assertThat(bounced.replyCode())
                                .as(bounced.detail())
                                .isEqualTo(code));
    }

    static void assertHandedOver(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(SendOutcome.HandedOver.class);
    }

    static void assertUnknown(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(SendOutcome.Unknown.class);
    }
}
