package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.DsnRequest;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.PipelinedSmtpTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.HandedOver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is not ours takes all mails, over both transports. */
@Tag("R7.3")
@Timeout(300)
class PostfixIT {
    private static final int ROWS = 4;
    private static final int MAILS_IN_A_ROW = 2500;

    @TempDir
    static Path folder;

    private static @Nullable Postfix postfix;

    @BeforeAll
    static void start() throws Exception {
        Postfix.reasonNotTo().ifPresent(reason -> {
            System.out.println("PostfixIT is skipped: " + reason + ".");
            Assumptions.abort(reason);
        });
        postfix = Postfix.start(folder);
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    private static Postfix running() {
        Postfix started = postfix;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static ReadyMail mail(int number) {
        return new ReadyMail(Sending.SENDER, Sending.HANAKO, Sending.mail(number, "ありがとうございます。\n.\n"));
    }

    @Test
    void sendAll_tenThousandMailsInRows_areAllHandedOver() throws Exception {
        try (PipelinedSmtpTransport transport = PipelinedSmtpTransport.to(
                        "127.0.0.1", running().port())
                .plaintext()
                .connections(ROWS)
                .dsn(DsnRequest.of(DsnRequest.Event.FAILURE))
                .build()) {
            ExecutorService threads = Executors.newFixedThreadPool(ROWS);
            List<Future<ListQueue>> rows = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                int first = 100_000 + row * MAILS_IN_A_ROW;
                rows.add(threads.submit(() -> {
                    ListQueue queue = new ListQueue(IntStream.range(first, first + MAILS_IN_A_ROW)
                            .mapToObj(PostfixIT::mail)
                            .toList());
                    transport.sendAll(queue);
                    return queue;
                }));
            }
            for (Future<ListQueue> row : rows) {
                assertThat(row.get().outcomes())
                        .hasSize(MAILS_IN_A_ROW)
                        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(HandedOver.class));
            }
            threads.shutdown();
        }
        assertThat(running().messageIds())
                .filteredOn(id -> id.startsWith("<1") && id.length() == "<100000@shop.example>".length())
                .hasSize(ROWS * MAILS_IN_A_ROW)
                .doesNotHaveDuplicates();
    }

    @Test
    void send_someHundredMailsOneByOne_areAllHandedOverOverBothLanes() throws Exception {
        for (Lane lane : Lane.values()) {
            int first = lane == Lane.ANGUS ? 1000 : 2000;
            try (MailTransport transport =
                    lane.to("127.0.0.1", running().port()).plaintext().build()) {
                for (int i = 0; i < 300; i++) {
                    ReadyMail mail = mail(first + i);
                    SendOutcome outcome = transport.send(mail.sender(), mail.recipient(), mail.content());
                    assertThat(outcome).isInstanceOf(HandedOver.class);
                    assertThat(outcome.detail()).contains("queued as");
                }
            }
            assertThat(running().messageIds())
                    .filteredOn(
                            id -> id.startsWith("<" + first / 1000) && id.length() == "<1000@shop.example>".length())
                    .hasSize(300)
                    .doesNotHaveDuplicates();
        }
    }
}
