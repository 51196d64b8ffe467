package dev.hato.testkit;

import static dev.hato.testkit.Sending.assertHandedOver;
import static dev.hato.testkit.Sending.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.EmailAddress;
import dev.hato.message.Attachment;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome.HandedOver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that tries to become protocol: foreign headers, second mails, further commands. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpInjectionIT {
    private final Lane lane;

    SmtpInjectionIT(Lane lane) {
        this.lane = lane;
    }

    private static final List<String> BREAKS = List.of(
            "\r\n", "\n", "\r", "\u0000", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\u001B", "\u007F", "\uD800",
            "\uDC00x");
    /** The inputs below that end up in a header or a command: ten when a message is built, two when it is composed. */
    private static final int HEADER_BOUND_INPUTS = 12;

    private static final List<String> PAYLOADS = List.of("X-Evil: 1", "Bcc: victim@example.jp", "\r\n<html>");

    static Stream<String> injections() {
        return BREAKS.stream().flatMap(br -> PAYLOADS.stream().map(payload -> "x" + br + payload));
    }

    @ParameterizedTest
    @MethodSource("injections")
    @Tag("R8.2")
    void build_controlCharactersInAnythingHeaderBound_areRefused(String value) {
        Mailbox box = Mailbox.of("hanako@example.jp");
        Message.Builder message = Message.builder(box, box);
        List<Runnable> attempts = List.of(
                () -> message.subject(value),
                () -> message.header("X-Campaign", value),
                () -> message.header(value, "spring"),
                () -> Mailbox.of(value, "hanako@example.jp"),
                () -> Mailbox.of("花子", value + "@example.jp"),
                () -> Mailbox.of("花子", "\"" + value + "\"@example.jp"),
                () -> Attachment.of(value, "text/plain", new byte[0]),
                () -> Attachment.of("a.txt", value, new byte[0]),
                () -> Attachment.inline(value, "a.png", "image/png", new byte[0]),
                () -> EmailAddress.of("hanako@example.jp" + value));
        assertThat(attempts).hasSize(HEADER_BOUND_INPUTS - 2);
        for (Runnable attempt : attempts) {
            assertThatThrownBy(attempt::run).isInstanceOf(IllegalArgumentException.class);
        }
        Message built = message.text("text").build();
        assertThatThrownBy(() -> built.compose("<" + value + "@shop.example>", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> built.compose("<1@shop.example>" + value, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> smuggling() {
        List<String> ends = List.of("\r\n", "\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "");
        String mail =
                "MAIL FROM:<evil@example.jp>\r\nRCPT TO:<victim@example.jp>\r\nDATA\r\nSubject: smuggled\r\n\r\nx";
        Stream<String> ended = ends.stream()
                .flatMap(before ->
                        ends.stream().map(after -> "hello" + before + "." + after + mail + before + "." + after));
        return Stream.concat(
                ended,
                Stream.of(
                        ".",
                        "..",
                        ".\n",
                        "\n.",
                        ".\r",
                        "..\n...\n.hidden\n",
                        "\u0000.\n.\n",
                        "\r\n\u0000.\r\n",
                        "QUIT\nDATA\n",
                        "From me\n.\nFrom you\n"));
    }

    private static String normalised(String body) {
        return body.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    @ParameterizedTest
    @MethodSource("smuggling")
    @Tag("R8.2")
    @Tag("R7.3")
    void send_bodyThatLooksLikeProtocol_isOneMailWithThatBody(String body) {
        ComposedMail mail = Sending.mail(1, body);
        for (boolean lenient : new boolean[] {false, true}) {
            try (SmtpSink sink = lenient ? SmtpSink.builder().lenientLineEnds().start() : SmtpSink.start();
                    MailTransport transport = lane.to(sink).build()) {
                assertHandedOver(send(transport, mail));
                assertHandedOver(send(transport, Sending.mail(2, "after")));
                List<AcceptedMail> accepted = sink.ledger().accepted();
                assertThat(accepted).hasSize(2);
                assertThat(accepted.get(0).recipients()).containsExactly("hanako@example.jp");
                String text = new ParsedMail(accepted.get(0).bytes()).text();
                String expected = normalised(body);
                assertThat(text).isEqualTo(expected.endsWith("\r\n") ? expected : expected + "\r\n");
                assertThat(accepted.get(1).messageId()).isEqualTo("<2@shop.example>");
                assertThat(sink.ledger().count(SmtpVerb.OTHER)).isZero();
            }
        }
    }

    /** The same bodies as ready octets, which the composer has not seen: the transport alone must hold. */
    @ParameterizedTest
    @MethodSource("smuggling")
    @Tag("R8.2")
    void send_readyOctetsThatLookLikeProtocol_areOneMail(String body) {
        ComposedMail mail = ComposedMail.of(
                "<1@shop.example>", ("Message-ID: <1@shop.example>\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
        for (boolean lenient : new boolean[] {false, true}) {
            try (SmtpSink sink = lenient ? SmtpSink.builder().lenientLineEnds().start() : SmtpSink.start();
                    MailTransport transport = lane.to(sink).build()) {
                assertHandedOver(send(transport, mail));
                assertHandedOver(send(transport, Sending.mail(2, "after")));
                assertThat(sink.ledger().accepted())
                        .extracting(AcceptedMail::messageId)
                        .containsExactly("<1@shop.example>", "<2@shop.example>");
                String expected = normalised(body);
                assertThat(sink.ledger().accepted().get(0).raw()).doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
                assertThat(sink.ledger().accepted().get(0).raw())
                        .isEqualTo("Message-ID: <1@shop.example>\r\n\r\n"
                                + (expected.isEmpty() || expected.endsWith("\r\n") ? expected : expected + "\r\n"));
            }
        }
    }

    /** All of them in one row, each beside another: none becomes a command or a part of its neighbour. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R8.2")
    void sendOneBehindAnother_octetsThatLookLikeProtocol_areOneMailEach(boolean lenient) {
        List<String> bodies = smuggling().toList();
        List<ReadyMail> mails = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            String octets = "Message-ID: <" + i + "@shop.example>\r\n\r\n" + bodies.get(i);
            mails.add(new ReadyMail(
                    Sending.SENDER,
                    Sending.HANAKO,
                    ComposedMail.of("<" + i + "@shop.example>", octets.getBytes(StandardCharsets.UTF_8))));
            mails.add(new ReadyMail(Sending.SENDER, Sending.HANAKO, Sending.mail(1000 + i, bodies.get(i))));
        }
        try (SmtpSink sink = lenient ? SmtpSink.builder().lenientLineEnds().start() : SmtpSink.start();
                MailTransport transport = lane.to(sink).build()) {
            if (transport instanceof BulkTransport bulk) {
                ListQueue queue = new ListQueue(mails);
                bulk.sendAll(queue);
                assertThat(queue.outcomes()).hasSize(mails.size()).allMatch(HandedOver.class::isInstance);
            } else {
                mails.forEach(
                        mail -> assertHandedOver(transport.send(mail.sender(), mail.recipient(), mail.content())));
            }
            assertThat(sink.ledger().accepted())
                    .extracting(AcceptedMail::messageId)
                    .containsExactlyElementsOf(mails.stream()
                            .map(mail -> mail.content().messageId())
                            .toList());
            assertThat(sink.ledger().accepted())
                    .allSatisfy(mail -> assertThat(mail.raw()).doesNotContainPattern("(?<!\r)\n|\r(?!\n)"));
            assertThat(sink.ledger().commands()).hasSize(1 + 3 * mails.size());
            assertThat(sink.ledger().count(SmtpVerb.OTHER)).isZero();
        }
    }

    @Test
    @Tag("R8.2")
    void forms_areAsManyAsPromised() {
        long headers = injections().count() * HEADER_BOUND_INPUTS;
        long bodies = smuggling().count();
        System.out.println("SMTP injection: " + headers + " header forms, " + bodies
                + " smuggling forms as text and as ready octets, to strict and lenient servers, one by one and"
                + " in a row");
        assertThat(headers).isGreaterThanOrEqualTo(118);
        assertThat(bodies).isGreaterThanOrEqualTo(54);
    }
}
