package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkDialogueTest {
    private static final String ENVELOPE = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";

    private final AtomicLong accepted = new AtomicLong();
    private final SinkDialogue dialogue = new SinkDialogue(accepted);
    private final StringBuilder replies = new StringBuilder();
    private boolean open = true;

    private void give(byte[] octets, int from, int to) {
        ByteBuffer input = ByteBuffer.allocateDirect(128 * 1024);
        ByteBuffer output = ByteBuffer.allocateDirect(64 * 1024);
        int kept = dialogue.restore(input);
        input.put(octets, from, to - from);
        open = dialogue.take(input, kept, output);
        replies.append(StandardCharsets.US_ASCII.decode(output.flip()));
    }

    private void give(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        give(octets, 0, octets.length);
    }

    private String codes() {
        return replies.toString().replaceAll("(?m)^(\\d{3}) .*\\r\\n", "$1 ").strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n..\r\n",
                "\n.\n",
                "\r.\r",
                "\r\n.\r",
                "x.\r\n",
                "\r\n.x\r\n",
                ".\r\n\n",
                "\r\n\r\n",
                "\u00e3\u0081"
            })
    void data_thatLookAlmostLikeTheirEnd_goOn(String almost) {
        give(ENVELOPE);
        give("Subject: x\r\n\r\nbody" + almost + "rest");

        assertThat(accepted).hasValue(0);
        give("\r\n.\r\n");
        assertThat(accepted).hasValue(1);
        assertThat(codes()).isEqualTo("250 250 354 250");
    }

    @Test
    void data_withoutAnyLine_areAMail() {
        give(ENVELOPE);
        give(".\r\n" + ENVELOPE);
        give(".\r\n");

        assertThat(accepted).hasValue(2);
        assertThat(codes()).isEqualTo("250 250 354 250 250 250 354 250");
    }

    @Test
    void mails_cutAnywhere_areCountedExactly() {
        Random random = new Random(7);
        StringBuilder all = new StringBuilder();
        int mails = 400;
        for (int i = 0; i < mails; i++) {
            all.append(ENVELOPE);
            int pieces = random.nextInt(40);
            for (int j = 0; j < pieces; j++) {
                // a line begins with a dot only where it was doubled, as every client does
                all.append(new String[] {"abc", "\r\n..", "\r\n", "\r", "\n", "x.", "\u00e9", "\r\n..\r\n"}
                        [random.nextInt(8)]);
            }
            all.append("x\r\n.\r\n");
        }
        byte[] octets = all.toString().getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < octets.length) {
            int to = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 3_000));
            give(octets, at, to);
            at = to;
        }

        assertThat(accepted).hasValue(mails);
        assertThat(open).isTrue();
        assertThat(codes().split(" ")).hasSize(4 * mails);
    }

    @Test
    void commands_outOfOrder_areRefused() {
        give(
                "DATA\r\nRCPT TO:<a@b.example>\r\nMAIL FROM:<>\r\nDATA\r\nrcpt to:<a@b.example>\r\nRSET\r\nDATA\r\nWHAT\r\n");
        assertThat(codes()).isEqualTo("503 503 250 503 503 250 503 500");
        give("QUIT\r\n");
        assertThat(open).isFalse();
        assertThat(accepted).hasValue(0);
    }
}
