package dev.hato.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server that accepts and counts every mail and keeps none, as fast as one thread can.
 *
 * <p>In a process of its own it is driven over its standard input and output; see {@link SinkProcess}.
 */
final class FastSink implements AutoCloseable {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();
    private final Thread thread;

    /** Listens on a free port of the address. */
    FastSink(String host) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(host, 0), 512);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::serve, "fast-sink");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Runs a sink: {@code FastSink HOST [DELAY_MICROS]}. It says its port, then the count at each line it
     * reads, and ends with its input. With a delay, the port is one that each octet reaches, and leaves,
     * so much later.
     */
    public static void main(String[] arguments) throws IOException {
        String host = arguments[0];
        try (FastSink sink = new FastSink(host);
                BufferedReader input =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            int port = sink.port();
            if (arguments.length > 1) {
                Duration delay = Duration.ofNanos(1000L * Integer.parseInt(arguments[1]));
                port = new DelayLine(host, new InetSocketAddress(host, port), delay).port();
            }
            System.out.println("port " + port);
            while (input.readLine() != null) {
                System.out.printf(Locale.ROOT, "count %d %d%n", sink.accepted(), sink.octets());
            }
        }
        System.exit(0); // the threads of a delay line wait for connections for ever
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Returns how many mails were accepted; a mail is counted before its reply is sent. */
    long accepted() {
        return accepted.get();
    }

    /** Returns how many octets came, commands included. */
    long octets() {
        return octets.get();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        server.close();
    }

    private void serve() {
        ByteBuffer input = ByteBuffer.allocateDirect(128 * 1024);
        ByteBuffer output = ByteBuffer.allocateDirect(64 * 1024);
        try {
            while (selector.isOpen()) {
                selector.select(key -> ready(key, input, output));
            }
        } catch (ClosedSelectorException e) {
            // closed
        } catch (IOException e) {
            throw new IllegalStateException("The sink cannot go on: " + e.getMessage(), e);
        }
    }

    private void ready(SelectionKey key, ByteBuffer input, ByteBuffer output) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SinkDialogue dialogue = new SinkDialogue(accepted);
                channel.register(selector, SelectionKey.OP_READ, dialogue);
                send(channel, dialogue.greeting(output));
                return;
            }
            read((SocketChannel) key.channel(), (SinkDialogue) key.attachment(), input, output);
        } catch (IOException | RuntimeException e) {
            close(key); // it is gone, or talks nonsense: the others must not suffer
        }
    }

    private void read(SocketChannel channel, SinkDialogue dialogue, ByteBuffer input, ByteBuffer output)
            throws IOException {
        int kept = dialogue.restore(input);
        int count = channel.read(input);
        if (count < 0) {
            channel.close();
            return;
        }
        octets.addAndGet(count);
        output.clear();
        boolean open = dialogue.take(input, kept, output);
        send(channel, output.flip());
        if (!open) {
            channel.close();
        }
    }

    /** Sends replies; a client that does not read what it asked for only keeps the others waiting. */
    private static void send(SocketChannel channel, ByteBuffer replies) throws IOException {
        while (replies.hasRemaining()) {
            channel.write(replies);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // the aim was to be rid of it
        }
    }
}
