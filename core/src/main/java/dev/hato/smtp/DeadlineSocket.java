package dev.hato.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reads and writes end at a deadline, at an interrupt, and after too many octets.
 *
 * <p>A timeout that counts per read never ends against a server that sends an octet now and then,
 * and a blocking write knows no timeout at all: hence a channel that does not block, and a selector.
 * Nagle's algorithm is off, since it holds back the end of each mail until the server's delayed
 * acknowledgement.
 *
 * <p>Used by one thread at a time; {@link #close()} may be called by any.
 */
final class DeadlineSocket extends Socket {
    /** No reply is longer, nor a server's part of a TLS handshake. */
    private static final int MAX_OCTETS_BETWEEN_WRITES = 128 * 1024;

    private static final int MAX_WRITE = 64 * 1024;

    /**
     * How long a wait lasts before the interrupt flag is looked at again: {@link Thread#interrupt()} sets it after it
     * has looked for a selector to wake, and misses one that begins to wait in between.
     */
    private static final long MAX_WAIT_MILLIS = 250;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final InetAddress named;
    private final InputStream in = new In();
    private final OutputStream out = new Out();
    private volatile long deadline;
    private int received;
    private @Nullable SSLSocket layer;
    private volatile boolean closed;

    private DeadlineSocket(SocketChannel channel, InetAddress named, long deadline) throws IOException {
        this.channel = channel;
        this.named = named;
        this.deadline = deadline;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        selector = channel.provider().openSelector();
        key = channel.register(selector, 0);
    }

    /** Connects to one address before the deadline, a value of {@link System#nanoTime()}. */
    @SuppressWarnings("resource") // closed with the socket, which the caller gets
    static DeadlineSocket connect(InetSocketAddress address, long deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            DeadlineSocket socket = new DeadlineSocket(channel, address.getAddress(), deadline);
            try {
                if (!channel.connect(address)) {
                    while (!channel.finishConnect()) {
                        socket.await(SelectionKey.OP_CONNECT);
                    }
                }
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Connects to any address of a host. Each gets its share of the time, so that a dead one leaves some for the next. */
    static DeadlineSocket connect(String host, int port, long deadline) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        IOException first = null;
        for (int i = 0; i < addresses.length; i++) {
            long now = System.nanoTime();
            long share = now + (deadline - now) / (addresses.length - i);
            try {
                DeadlineSocket socket = connect(new InetSocketAddress(addresses[i], port), share);
                socket.deadlineAt(deadline);
                return socket;
            } catch (Interrupted e) {
                throw e;
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IOException("the name has no address") : first;
    }

    /** Sets when all that follows must have ended, counted from now. */
    void deadlineIn(Duration duration) {
        deadline = System.nanoTime() + duration.toNanos();
    }

    void deadlineAt(long nanoTime) {
        deadline = nanoTime;
    }

    /** Remembers the TLS socket over this one. */
    void layer(SSLSocket tls) {
        layer = tls;
    }

    /** Returns the TLS socket over this one, or null. */
    @Nullable SSLSocket layer() {
        return layer;
    }

    /** Waits until the operation may be possible, or for a while: the caller tries it, and waits again. */
    private void await(int operation) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted();
        }
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        try {
            if (key.interestOps() != operation) {
                key.interestOps(operation);
            }
            selector.select(DeadlineSocket::woken, Math.min(remaining / 1_000_000 + 1, MAX_WAIT_MILLIS));
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("Socket closed", e);
        }
    }

    /** There is one key only, and being woken is all that matters. */
    private static void woken(SelectionKey key) {}

    /** Writes what is left in the buffer; where it fails, the buffer's position tells how much went out. */
    void send(ByteBuffer buffer) throws IOException {
        received = 0;
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** The thread was interrupted; its flag stays set. */
    static final class Interrupted extends InterruptedIOException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the thread was interrupted");
        }
    }

    private final class In extends InputStream {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            ByteBuffer buffer = ByteBuffer.wrap(to, from, count);
            if (received == 0) {
                await(SelectionKey.OP_READ); // the answer to what was just written cannot be there yet
            }
            while (true) {
                int read = channel.read(buffer);
                if (read < 0) {
                    return -1;
                }
                if (read > 0) {
                    received += read;
                    if (received > MAX_OCTETS_BETWEEN_WRITES) {
                        throw new IOException("the server sent more than " + MAX_OCTETS_BETWEEN_WRITES
                                + " octets where a reply was due");
                    }
                    // Octets that come one by one must not hold us beyond the deadline.
                    if (deadline - System.nanoTime() <= 0) {
                        throw new SocketTimeoutException("the deadline has passed");
                    }
                    return read;
                }
                await(SelectionKey.OP_READ);
            }
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            received = 0;
            int at = from;
            int end = from + count;
            while (at < end) {
                // In pieces, since the JDK copies what it is offered into a direct buffer of that size.
                int written = channel.write(ByteBuffer.wrap(source, at, Math.min(end - at, MAX_WRITE)));
                if (written == 0) {
                    await(SelectionKey.OP_WRITE);
                }
                at += written;
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
        selector.close();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    /** Returns the address with the name that was asked for, so that nobody looks it up backwards. */
    @Override
    public InetAddress getInetAddress() {
        return named;
    }

    @Override
    public InetAddress getLocalAddress() {
        return getLocalSocketAddress() instanceof InetSocketAddress local ? local.getAddress() : named;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return channel.socket().getRemoteSocketAddress();
    }

    @Override
    public int getPort() {
        return channel.socket().getPort();
    }

    @Override
    public int getLocalPort() {
        return channel.socket().getLocalPort();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isInputShutdown() {
        return closed;
    }

    @Override
    public boolean isOutputShutdown() {
        return closed;
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Ignored: the deadline decides. */
    @Override
    public void setSoTimeout(int milliseconds) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return channel.socket().getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public String toString() {
        return "DeadlineSocket[" + named + ":" + getPort() + "]";
    }
}
