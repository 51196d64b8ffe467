package dev.hato.testkit;

import static dev.hato.testkit.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink spoken to by hand. */
@Timeout(60)
class SmtpSinkIT {
    private static final String ENVELOPE = "EHLO me\r\nMAIL FROM:<a@example.jp>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\n";

    /** Sends all octets at once, as a careless pipelining client, and returns the replies up to the end. */
    private static List<String> talk(SmtpSink sink, String octets) throws IOException {
        try (Socket socket = new Socket("localhost", sink.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return in.lines().toList();
        }
    }

    private static List<String> codes(List<String> replies) {
        return replies.stream()
                .filter(line -> line.charAt(3) == ' ')
                .map(line -> line.substring(0, 3))
                .toList();
    }

    @Test
    void session_pipelined_isAnsweredInOrder() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            List<String> replies = talk(
                    sink,
                    ENVELOPE
                            + "Subject: x\r\n\r\n..\r\n...\r\n.a\r\nb\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<\"a>b\"@example.jp>"
                            + " NOTIFY=NEVER\r\nRCPT TO:<c@example.jp>\r\nDATA\r\n.\r\nNOOP\r\nRSET\r\nVRFY x\r\nQUIT\r\n");
            assertThat(codes(replies))
                    .containsExactly(
                            "220", "250", "250", "250", "354", "250", "250", "250", "250", "354", "250", "250", "250",
                            "500", "221");
            List<AcceptedMail> accepted = sink.ledger().accepted();
            assertThat(accepted.get(0).raw()).isEqualTo("Subject: x\r\n\r\n.\r\n..\r\na\r\nb\r\n");
            assertThat(accepted.get(1).raw()).isEmpty();
            assertThat(accepted.get(1).sender()).isEmpty();
            assertThat(accepted.get(1).recipients()).containsExactly("\"a>b\"@example.jp", "c@example.jp");
            assertThat(sink.ledger().commands()).startsWith("EHLO me", "MAIL FROM:<a@example.jp>");
            assertThat(sink.ledger().count(SmtpVerb.NOOP)).isEqualTo(1);
        }
    }

    @Test
    void data_cutAtEveryOctet_isReadTheSame() throws Exception {
        String mail = "a\r\n..b\r\n\r\n.\r\r\n\n.\n\r\n";
        String all = ENVELOPE + mail + ".\r\n";
        for (int cut = ENVELOPE.length() - 2; cut < all.length(); cut++) {
            try (SmtpSink sink = SmtpSink.start();
                    Socket socket = new Socket("localhost", sink.port())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(all.substring(0, cut).getBytes(StandardCharsets.UTF_8));
                InputStream in = socket.getInputStream();
                in.readNBytes(30); // the sink has seen the first part, or much of it
                socket.getOutputStream().write(all.substring(cut).getBytes(StandardCharsets.UTF_8));
                assertThat(sink.ledger().awaitAccepted(1, Sending.SHORT.multipliedBy(100)))
                        .isTrue();
                assertThat(sink.ledger().single().raw()).isEqualTo("a\r\n.b\r\n\r\n\r\r\n\n.\n\r\n");
            }
        }
    }

    @Test
    void commands_outOfOrder_areRefused() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            assertThat(codes(talk(
                            sink, "RCPT TO:<b@example.jp>\r\nDATA\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<a@b>\r\nQUIT\r\n")))
                    .containsExactly("220", "503", "503", "250", "503", "221");
        }
    }

    @Test
    void rules_conditionTimesAndAfter_decideWhenTheyApply() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            sink.on(SmtpVerb.NOOP).after(1).times(2).reply("450 later");
            sink.on(SmtpVerb.NOOP).when(line -> line.endsWith("x")).reply("550 no");
            assertThat(codes(talk(sink, "NOOP\r\nNOOP x\r\nNOOP\r\nNOOP\r\nNOOP\r\nQUIT\r\n")))
                    .containsExactly("220", "250", "550", "450", "450", "250", "221");
            sink.behave();
            assertThat(codes(talk(sink, "NOOP x\r\nQUIT\r\n"))).containsExactly("220", "250", "221");
        }
    }

    @Test
    void keep_fewMails_countsTheOthers() throws IOException {
        try (SmtpSink sink = SmtpSink.builder().keep(1).start()) {
            talk(sink, ENVELOPE + "1\r\n.\r\n" + ENVELOPE + "2\r\n.\r\nQUIT\r\n");
            assertThat(sink.ledger().accepted()).hasSize(1);
            assertThat(sink.ledger().acceptedCount()).isEqualTo(2);
            assertThat(sink.ledger().octets()).isEqualTo(6);
            assertThatThrownBy(() -> sink.ledger().single()).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void journalTo_folder_holdsEachMailAndAnIndex(@TempDir Path folder) throws IOException {
        List<String> told = new ArrayList<>();
        try (SmtpSink sink = SmtpSink.builder()
                .journalTo(folder.resolve("journal"))
                .onAccepted(mail -> told.add(mail.recipient()))
                .start()) {
            talk(sink, ENVELOPE + "Message-ID: <1@x>\r\n\r\nhello\r\n.\r\nQUIT\r\n");
        }
        assertThat(folder.resolve("journal/000000001.eml")).hasContent("Message-ID: <1@x>\r\n\r\nhello\r\n");
        assertThat(Files.readAllLines(folder.resolve("journal/index.tsv")))
                .containsExactly("000000001.eml\t1\ta@example.jp\tb@example.jp\t<1@x>");
        assertThat(told).containsExactly("b@example.jp");
    }

    @Test
    void assertions_wrongExpectation_fail() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            talk(sink, ENVELOPE + "Subject: Hi {{name}}\r\n\r\nhello\r\n.\r\nQUIT\r\n");
            MailAssert mail = assertThat(sink.ledger().single());
            mail.hasSubject("Hi {{name}}").isTo("b@example.jp").hasText("hello").hasNoHeader("X-None");
            assertThatThrownBy(() -> mail.hasSubject("Hi")).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> mail.isTo("c@example.jp")).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> mail.hasText("bye")).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> mail.htmlContains("hello")).isInstanceOf(AssertionError.class);
            assertThatThrownBy(mail::hasNoRawPlaceholder)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("{{name}}");
        }
    }

    @Test
    void main_untilItsInputEnds_printsPortAndCounts() throws IOException {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(new byte[0]));
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            SmtpSinkMain.main(new String[] {"--port=0", "--keep=0"});
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .matches("listening \\d+\\R" + "accepted 0 mails, 0 octets, 0 connections\\R");
        assertThatThrownBy(() -> SmtpSinkMain.main(new String[] {"--nonsense"})).hasMessageContaining("--port");
    }
}
