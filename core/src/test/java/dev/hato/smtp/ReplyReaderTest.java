package dev.hato.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private static final String GROUP = String.join(
            "\r\n",
            "250 2.1.0 sender ok",
            "250-2.1.5 recipient",
            "250-2.1.5 is",
            "250 2.1.5 ok",
            "354",
            "550-5.7.1 日本語\n550 5.7.1 no\n");

    /** Gives its octets in three parts, cut at two places, and never more than one part at a time. */
    private static final class Cut extends InputStream {
        private final byte[] octets;
        private final int[] ends;
        private int at;

        Cut(byte[] octets, int first, int second) {
            this.octets = octets;
            this.ends = new int[] {first, second, octets.length};
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] to, int from, int count) {
            for (int end : ends) {
                if (at < end) {
                    int part = Math.min(end - at, count);
                    System.arraycopy(octets, at, to, from, part);
                    at += part;
                    return part;
                }
            }
            return -1;
        }
    }

    private static ReplyReader reader(String text) {
        return new ReplyReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Reply> four(InputStream in) throws IOException {
        ReplyReader reader = new ReplyReader(in);
        List<Reply> replies = new ArrayList<>();
        for (Phase phase : List.of(Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.MAIL)) {
            replies.add(reader.read(phase));
        }
        assertThat(reader.hasMore()).isFalse();
        return replies;
    }

    @Test
    void read_cutAnywhere_isTheSame() throws IOException {
        byte[] octets = GROUP.getBytes(StandardCharsets.UTF_8);
        List<Reply> expected = List.of(
                new Reply(250, "250 2.1.0 sender ok"),
                new Reply(250, "250-2.1.5 recipient\n250-2.1.5 is\n250 2.1.5 ok"),
                new Reply(354, "354"),
                new Reply(550, "550-5.7.1 日本語\n550 5.7.1 no"));
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second++) {
                assertThat(four(new Cut(octets, first, second))).isEqualTo(expected);
            }
        }
    }

    @Test
    void read_sameReplyAgain_isTheSameObject() throws IOException {
        ReplyReader reader = reader("250 ok\r\n250 ok\r\n250 okay\r\n250 ok\r\n");
        Reply first = reader.read(Phase.MAIL);
        assertThat(reader.read(Phase.MAIL)).isSameAs(first);
        assertThat(reader.read(Phase.MAIL).text()).isEqualTo("250 okay");
        assertThat(reader.read(Phase.MAIL)).isEqualTo(first);
    }

    @Test
    void hasMore_anotherReplyCameAlong_isTrue() throws IOException {
        ReplyReader reader = reader("354 go on\r\n250 early\r\n");
        reader.read(Phase.DATA);
        assertThat(reader.hasMore()).isTrue();
    }

    @Test
    void readFrom_anotherStream_forgetsWhatCameBefore() throws IOException {
        ReplyReader reader = reader("220 go ahead\r\n250-evil\r\n250 AUTH PLAIN\r\n");
        assertThat(reader.read(Phase.STARTTLS).code()).isEqualTo(220);
        reader.readFrom(new ByteArrayInputStream("250 honest\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(reader.read(Phase.EHLO).text()).isEqualTo("250 honest");
    }

    @Test
    void read_replyLongerThanTheBuffer_isWhole() throws IOException {
        String lines = "250-x".repeat(1) + "y".repeat(20_000) + "\n";
        Reply reply = reader(lines + lines + "250 end\n221 bye\n").read(Phase.EHLO);
        assertThat(reply.text()).isEqualTo(lines + lines + "250 end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "25",
                "25\r\n",
                "hello\r\n",
                "99 what\r\n",
                "150 early\r\n",
                "600 late\r\n",
                "+25 sign\r\n",
                "2５0 wide\r\n",
                "250ok\r\n",
                "2500 digits\r\n",
                "250_ok\r\n",
                "250-half\r\n",
                "250-half\r\n250-ha",
                "250-yes\r\n550 no\r\n",
                "250-yes\r\nno\r\n",
                "250-yes\r\n250\tno\r\n"
            })
    void read_noReply_isRefused(String text) {
        assertThatThrownBy(() -> reader(text).read(Phase.MAIL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no reply code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250", "250 ", "250 ok", "250 ok\r", "250\r\n", "250 ok\n", "250-a\r\n250 b"})
    void read_lastLineWithoutItsEnd_counts(String text) throws IOException {
        assertThat(reader(text).read(Phase.MAIL).code()).isEqualTo(250);
    }
}
