package dev.hato.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clicks over connections that stay open, one request after the other on each, by a client that does as little as possible. */
final class ClickLoad implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final byte[][] requests;
    private final String target;
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads;

    ClickLoad(InetSocketAddress server, int connections, String[] paths, String agent, String target)
            throws IOException {
        this.target = target;
        requests = new byte[paths.length][];
        for (int i = 0; i < paths.length; i++) {
            requests[i] = ("GET " + paths[i] + " HTTP/1.1\r\nHost: t.shop.example\r\nUser-Agent: " + agent
                            + "\r\nAccept: */*\r\nAccept-Language: ja\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection(server, i * paths.length / connections));
        }
        threads = Executors.newFixedThreadPool(connections);
    }

    /** Clicks for this long and returns how often a second. */
    double run(long nanos) {
        long start = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        connections.forEach(connection -> running.add(threads.submit(() -> connection.run(start + nanos))));
        long count = 0;
        try {
            for (Future<Integer> done : running) {
                count += done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The load was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A click was not answered.", e);
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.forEach(Connection::close);
    }

    /** One connection. */
    private final class Connection {
        private final Socket socket;
        private final byte[] answer = new byte[4_096];
        private int next;

        Connection(InetSocketAddress server, int first) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            next = first;
        }

        int run(long until) throws IOException {
            InputStream in = socket.getInputStream();
            int count = 0;
            do {
                socket.getOutputStream().write(requests[next]);
                next = next + 1 == requests.length ? 0 : next + 1;
                check(read(in), count);
                count++;
            } while (System.nanoTime() - until < 0);
            return count;
        }

        /** Reads the answer, which has no body, to its blank line. */
        private int read(InputStream in) throws IOException {
            int length = 0;
            while (length < 4
                    || answer[length - 1] != '\n'
                    || answer[length - 2] != '\r'
                    || answer[length - 3] != '\n') {
                int more = in.read(answer, length, answer.length - length);
                if (more <= 0) {
                    throw new IOException("The server closed the connection after " + length + " bytes of an answer.");
                }
                length += more;
            }
            return length;
        }

        /** Looks at the status of each answer, and at the whole of some. */
        private void check(int length, int count) {
            boolean redirected = answer[9] == '3' && answer[10] == '0' && answer[11] == '2';
            if (!redirected
                    || (count % 100 == 0
                            && !new String(answer, 0, length, StandardCharsets.US_ASCII)
                                    .contains("ocation: " + target + "\r\n"))) {
                throw new IllegalStateException(
                        "A click was not redirected: " + new String(answer, 0, length, StandardCharsets.US_ASCII));
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
