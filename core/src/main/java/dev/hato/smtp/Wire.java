package dev.hato.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The two directions of a connection, plain or under TLS: what is written is gathered and goes out in
 * as few calls as possible, and it is known how much of it the network has taken.
 *
 * <p>Used by one thread at a time.
 */
final class Wire extends OutputStream {
    private static final int FIRST_SIZE = 1024;
    private static final int SIZE = 64 * 1024;

    private final DeadlineSocket socket;
    private final ReplyReader replies;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);
    private @Nullable SSLSocket tls;
    private long taken;
    private long end;

    Wire(DeadlineSocket socket) {
        this.socket = socket;
        this.replies = new ReplyReader(socket.getInputStream());
    }

    /**
     * Turns to TLS, and forgets all that came before: somebody on the way could have put it there.
     *
     * @throws IOException if the handshake fails, or the certificate is not the server's
     */
    void secure(TlsFactory factory, String host, int port) throws IOException {
        SSLSocket layer = factory.createSocket(socket, host, port, true);
        layer.startHandshake();
        replies.readFrom(layer.getInputStream());
        tls = layer;
    }

    /** Gets ready for mails, after the session was opened: what goes out plain is gathered where the system takes it. */
    void expectMails() {
        buffer = tls == null ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
    }

    boolean secured() {
        return tls != null;
    }

    void deadlineIn(Duration duration) {
        socket.deadlineIn(duration);
    }

    /** Writes a command with its line end. */
    void command(String line) throws IOException {
        int length = line.length();
        if (buffer.remaining() < length + 2) {
            flush();
        }
        if (length + 2 > buffer.capacity()) {
            write(line.getBytes(StandardCharsets.UTF_8));
        } else {
            for (int i = 0; i < length; i++) {
                char c = line.charAt(i);
                if (c > '~') {
                    write(line.substring(i).getBytes(StandardCharsets.UTF_8));
                    break;
                }
                buffer.put((byte) c);
            }
        }
        write('\r');
        write('\n');
    }

    @Override
    public void write(int octet) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) octet);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > buffer.remaining()) {
            int part = buffer.remaining();
            buffer.put(source, at, part);
            at += part;
            left -= part;
            flush();
        }
        buffer.put(source, at, left);
    }

    @Override
    public void flush() throws IOException {
        SSLSocket layer = tls;
        if (layer != null) {
            OutputStream out = layer.getOutputStream();
            out.write(buffer.array(), 0, buffer.position());
            out.flush();
            taken += buffer.position();
            buffer.clear();
            return;
        }
        buffer.flip();
        try {
            socket.send(buffer);
        } finally {
            taken += buffer.position();
        }
        buffer.clear();
    }

    /** Marks that a mail ends here. */
    void endOfMail() throws IOException {
        if (tls != null) {
            flush(); // else it could share a record with what follows, and who knows which part of that went out
        }
        end = taken + buffer.position();
    }

    /** Returns whether the network has taken the mail up to the end that was marked last. */
    boolean tookMail() {
        return taken >= end;
    }

    /** Marks that a mail begins here, whose end the network cannot have. */
    void beginOfMail() {
        end = Long.MAX_VALUE;
    }

    Reply reply(Phase phase) throws IOException {
        return replies.read(phase);
    }

    /** Returns whether the server has said more than it was asked, as far as it has come. */
    boolean hasUnaskedReply() {
        return replies.hasMore();
    }

    /** Says what is given and closes, within a moment. */
    void close(String lastCommand) {
        socket.deadlineIn(MailConnection.CLOSING);
        try {
            command(lastCommand);
            flush();
            if (tls != null) {
                tls.close();
            }
        } catch (IOException e) {
            // the connection goes anyway
        } finally {
            abort();
        }
    }

    /** Closes without a word. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to do for a connection that is given up
        }
    }
}
