package dev.hato.jdbc.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Stands between a node and its database, and goes wrong as told. */
final class DatabaseProxy implements AutoCloseable {
    /** What befalls the octets on their way. */
    enum Weather {
        FINE,
        /** Octets are taken and never passed on, in both directions; connections stay open. */
        HALF_OPEN,
        /** Each piece comes 200 ms later. */
        SLOW,
        /** Nobody is let in. */
        SHUT
    }

    /** By which a commit is known on the wire: the command, or a statement of mails, each of which commits by itself. */
    private static final List<byte[]> COMMITS = Stream.of("COMMIT", "ended as (update", "begun as (")
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger resetsAtCommit = new AtomicInteger();
    private volatile Weather weather = Weather.FINE;
    private volatile boolean passCommitOn;

    DatabaseProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void weather(Weather value) {
        weather = value;
    }

    /** Breaks all connections. */
    void cut() {
        open.forEach(DatabaseProxy::reset);
    }

    /**
     * Breaks the next so many connections when they commit.
     *
     * @param passOn whether the database gets the commit, so that only its answer is lost
     */
    void resetAtCommit(int times, boolean passOn) {
        passCommitOn = passOn;
        resetsAtCommit.set(times);
    }

    int resetsToCome() {
        return resetsAtCommit.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (weather == Weather.SHUT) {
                    client.close();
                    continue;
                }
                Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                database.setTcpNoDelay(true);
                open.add(client);
                open.add(database);
                daemon(() -> pump(client, database, true));
                daemon(() -> pump(database, client, false));
            } catch (IOException e) {
                // the client sees it, or this is the end
            }
        }
    }

    private void pump(Socket from, Socket to, boolean commands) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                if (commands
                        && resetsAtCommit.get() > 0
                        && commits(buffer, count)
                        && resetsAtCommit.getAndDecrement() > 0) {
                    if (passCommitOn) {
                        out.write(buffer, 0, count);
                        out.flush();
                        LockSupport.parkNanos(50_000_000); // time enough to commit
                    }
                    reset(from);
                    return;
                }
                if (weather == Weather.SLOW) {
                    LockSupport.parkNanos(200_000_000);
                }
                if (weather != Weather.HALF_OPEN) {
                    out.write(buffer, 0, count);
                }
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // the other side sees it
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static boolean commits(byte[] buffer, int count) {
        return COMMITS.stream().anyMatch(commit -> contains(buffer, count, commit));
    }

    private static boolean contains(byte[] buffer, int count, byte[] text) {
        for (int i = 0; i + text.length <= count; i++) {
            if (Arrays.equals(buffer, i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "database-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
