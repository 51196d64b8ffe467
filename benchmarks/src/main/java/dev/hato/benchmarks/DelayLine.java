package dev.hato.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way to a server: passes on all octets, in both directions, a time after they came.
 *
 * <p>Nothing is held back for any other reason: as much as comes in a time leaves in the same time. In
 * each direction of a connection one thread reads and one writes.
 */
final class DelayLine implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final long delayNanos;

    /** Listens on a free port of the address and leads to the server. */
    DelayLine(String host, InetSocketAddress server, Duration delay) throws IOException {
        this.listener = new ServerSocket(0, 512, InetAddress.getByName(host));
        this.server = server;
        this.delayNanos = delay.toNanos();
        daemon("delay-line", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(server.getAddress(), server.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (SocketException e) {
                // one connection less, or closed
            } catch (IOException e) {
                throw new IllegalStateException("The delay line cannot go on: " + e.getMessage(), e);
            }
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Parcel> underway = new LinkedBlockingQueue<>();
        daemon("delay-line-in", () -> {
            byte[] buffer = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    underway.add(new Parcel(System.nanoTime() + delayNanos, Arrays.copyOf(buffer, count)));
                }
            } catch (IOException e) {
                // ends like a connection that is closed
            }
            underway.add(new Parcel(System.nanoTime() + delayNanos, new byte[0]));
        });
        daemon("delay-line-out", () -> {
            try (to) {
                OutputStream out = to.getOutputStream();
                for (Parcel next = underway.take(); next.octets().length > 0; next = underway.take()) {
                    next.await();
                    out.write(next.octets());
                }
            } catch (IOException e) {
                // the other side is gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Octets and when they are due; none at the end of the connection. */
    @SuppressWarnings("ArrayRecordComponent") // made once, read once, never compared
    private record Parcel(long due, byte[] octets) {
        void await() {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
