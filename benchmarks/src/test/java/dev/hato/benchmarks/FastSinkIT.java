package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FastSinkIT {
    private static final Newsletter NEWSLETTER = new Newsletter(50);

    @Test
    void process_overEightConnections_countsEveryMail() throws Exception {
        try (SinkProcess sink = SinkProcess.start(List.of(), "127.0.0.1", 0);
                Lane lane = new ChainedWriter(
                        ChainedWriter.chain(MailSource.rendered(NEWSLETTER), 50), sink.destination(), 8)) {
            for (int mails : new int[] {1, 5, 3_000}) {
                long before = sink.count().mails();

                assertThat(lane.send(new Tickets(mails, Long.MAX_VALUE / 2))).isEqualTo(mails);
                assertThat(sink.count().mails() - before).isEqualTo(mails);
            }
            assertThat(sink.count().octets()).isGreaterThan(3_006 * 20_000L);
        }
    }

    @Test
    void process_atADistance_countsEveryMail() throws Exception {
        try (SinkProcess sink = SinkProcess.start(List.of(), "127.0.0.1", 1_000);
                Lane lane = new ChainedWriter(
                        ChainedWriter.chain(MailSource.rendered(NEWSLETTER), 50), sink.destination(), 2)) {
            assertThat(lane.send(new Tickets(100, Long.MAX_VALUE / 2))).isEqualTo(100);
            assertThat(sink.count().mails()).isEqualTo(100);
        }
    }

    @Test
    void row_whoseMailsDidNotAllArrive_fails() throws Exception {
        try (SinkProcess sink = SinkProcess.start(List.of(), "127.0.0.1", 0)) {
            Lane boaster = new Lane() {
                @Override
                public int send(Tickets tickets) {
                    return 3;
                }

                @Override
                public void close() {}
            };
            LaneRow row = new LaneRow(
                    "boaster", 1, (to, connections) -> boaster, new LaneRow.Load(10, 100, 100), sink, line -> {});

            assertThatThrownBy(row::measure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("3 mails were sent, but the sink accepted 0");
        }
    }

    @Test
    void delayLine_withManyOctets_passesThemOnUnchangedAndLate() throws Exception {
        byte[] octets = new byte[3_000_000];
        new Random(1).nextBytes(octets);
        Duration delay = Duration.ofMillis(30);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayLine line = new DelayLine(
                        "127.0.0.1",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                        delay);
                Socket near = new Socket(InetAddress.getLoopbackAddress(), line.port());
                Socket far = server.accept()) {
            CompletableFuture<byte[]> arrived = CompletableFuture.supplyAsync(() -> read(far, octets.length));
            long start = System.nanoTime();
            near.getOutputStream().write(octets);
            assertThat(arrived.get(30, TimeUnit.SECONDS)).isEqualTo(octets);
            far.getOutputStream().write(octets, 0, 1_000);
            assertThat(read(near, 1_000)).hasSize(1_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay.multipliedBy(2));

            near.shutdownOutput();
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static byte[] read(Socket socket, int count) {
        try {
            InputStream in = socket.getInputStream();
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tickets_pastTheirTimeOrNumber_areNoneAndCountExactly() {
        Tickets few = new Tickets(2, Long.MAX_VALUE / 2);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(few.take());
        }
        assertThat(taken).containsExactly(0, 1, Tickets.NONE, Tickets.NONE);
        assertThat(few.taken()).isEqualTo(2);

        Tickets late = new Tickets(2, -1);
        assertThat(late.take()).isEqualTo(Tickets.NONE);
        assertThat(late.taken()).isZero();
    }
}
