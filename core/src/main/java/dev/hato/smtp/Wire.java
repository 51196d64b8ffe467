package dev.hato.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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
    private byte[] gathered = new byte[FIRST_SIZE];
    private int length;
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

    /** Gets ready for mails, after the session was opened. Mails come in many small pieces: an array takes them fastest. */
    void expectMails() {
        gathered = Arrays.copyOf(gathered, SIZE);
    }

    boolean secured() {
        return tls != null;
    }

    void deadlineIn(Duration duration) {
        socket.deadlineIn(duration);
    }

    /** Writes a command with its line end. */
    void command(String line) throws IOException {
        write(line.getBytes(StandardCharsets.UTF_8));
        write('\r');
        write('\n');
    }

    @Override
    public void write(int octet) throws IOException {
        if (length == gathered.length) {
            flush();
        }
        gathered[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > gathered.length - length) {
            int part = gathered.length - length;
            System.arraycopy(source, at, gathered, length, part);
            length += part;
            at += part;
            left -= part;
            flush();
        }
        System.arraycopy(source, at, gathered, length, left);
        length += left;
    }

    @Override
    public void flush() throws IOException {
        SSLSocket layer = tls;
        if (layer != null) {
            OutputStream out = layer.getOutputStream();
            out.write(gathered, 0, length);
            out.flush();
            taken += length;
            length = 0;
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(gathered, 0, length);
        try {
            socket.send(buffer);
        } finally {
            taken += buffer.position();
        }
        length = 0;
    }

    /** Marks that a mail ends here. */
    void endOfMail() throws IOException {
        if (tls != null) {
            flush(); // else it could share a record with what follows, and who knows which part of that went out
        }
        end = taken + length;
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
