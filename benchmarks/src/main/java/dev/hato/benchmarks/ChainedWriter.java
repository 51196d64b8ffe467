package dev.hato.benchmarks;

import dev.hato.message.ReadyMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit of the pipelined lane: ready octets, one write and one read for each mail, with the envelope
 * of the next mail behind the data of the one before. It counts replies and knows no outcomes.
 */
final class ChainedWriter implements Lane {
    private final List<ByteBuffer> chain;
    private final List<Connection> connections = new ArrayList<>();
    private final Workers workers;

    ChainedWriter(List<ByteBuffer> chain, Destination to, int connections) throws IOException {
        this.chain = chain;
        workers = new Workers("limit-pipelined", connections);
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection(to));
        }
    }

    /** Returns the octets after DATA of each mail, with the envelope of the next one behind them. */
    static List<ByteBuffer> chain(MailSource source, int count) {
        List<ByteBuffer> chain = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            byte[] data = source.mail(number).content().toByteArray();
            byte[] envelope = envelope(source.mail((number + 1) % count));
            ByteBuffer all = ByteBuffer.allocateDirect(data.length + 64 + envelope.length);
            stuff(data, all);
            chain.add(all.put(ascii(".\r\n")).put(envelope).flip());
        }
        return chain;
    }

    /** Puts lines that end in CRLF, with a second dot before one that begins a line. */
    private static void stuff(byte[] data, ByteBuffer to) {
        boolean lineStart = true;
        for (byte octet : data) {
            if (lineStart && octet == '.') {
                to.put(octet);
            }
            to.put(octet);
            lineStart = octet == '\n';
        }
        if (!lineStart) {
            to.put(ascii("\r\n"));
        }
    }

    private static byte[] envelope(ReadyMail mail) {
        return ascii("MAIL FROM:<" + mail.sender().value() + ">\r\nRCPT TO:<"
                + mail.recipient().value() + ">\r\nDATA\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        workers.run(index -> connections.get(index).sendRow(tickets));
        return tickets.taken();
    }

    @Override
    public void close() throws IOException {
        workers.close();
        for (Connection connection : connections) {
            connection.channel.close();
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer replies = ByteBuffer.allocateDirect(4096);

        Connection(Destination to) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(to.host(), to.port()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            expect("2");
            write(ByteBuffer.wrap(ascii("EHLO limit.example\r\n")));
            expect("2");
        }

        /** Begins with the envelope of its first mail and ends by dropping the one that came with the last. */
        void sendRow(Tickets tickets) throws IOException {
            int number = tickets.take();
            if (number == Tickets.NONE) {
                return;
            }
            int size = chain.size();
            int at = number % size;
            ByteBuffer before = chain.get((at + size - 1) % size).duplicate();
            write(before.position(before.limit() - envelopeLength(before)));
            expect("223");
            while (true) {
                number = tickets.take();
                ByteBuffer next = chain.get(at).duplicate();
                if (number == Tickets.NONE) {
                    write(next.limit(next.limit() - envelopeLength(next)));
                    expect("2");
                    return;
                }
                write(next);
                expect("2223");
                at = (at + 1) % size;
            }
        }

        private int envelopeLength(ByteBuffer octets) {
            int at = octets.limit() - 1;
            while (octets.get(at) != '.' || octets.get(at - 1) != '\n' || octets.get(at + 1) != '\r') {
                at--;
            }
            return octets.limit() - at - 3;
        }

        private void write(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }

        /** Reads as many replies as there are digits, each of which is the first of one. */
        private void expect(String digits) {
            int seen = 0;
            int lineStart = 0;
            replies.clear();
            try {
                while (seen < digits.length()) {
                    if (channel.read(replies) < 0) {
                        throw new IllegalStateException("The sink closed the connection.");
                    }
                    for (int i = lineStart; i < replies.position(); i++) {
                        if (replies.get(i) == '\n') {
                            if (replies.get(lineStart + 3) != '-' && replies.get(lineStart) != digits.charAt(seen++)) {
                                throw new IllegalStateException("The sink refused a mail.");
                            }
                            lineStart = i + 1;
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
