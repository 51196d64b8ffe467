package dev.hato.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the connection to a session that takes mail: greeting, EHLO, STARTTLS, EHLO once more, AUTH
 * (RFC 5321, 3.1 and 3.2; RFC 3207; RFC 4954). Everything waits for its reply here.
 */
final class PipelinedOpening {
    private final SmtpSettings settings;
    private final Wire wire;
    private final String heloName;
    private Phase phase = Phase.GREETING;
    private @Nullable Reply lastReply;
    private Map<String, String> offers = Map.of();

    private PipelinedOpening(SmtpSettings settings, Wire wire, String heloName) {
        this.settings = settings;
        this.wire = wire;
        this.heloName = heloName;
    }

    /** Opens a connection that is ready for mail, or throws with what is known. */
    static PipelinedConnection open(SmtpSettings settings) throws OpeningFailedException {
        long deadline = System.nanoTime() + settings.timeouts().connect().toNanos();
        DeadlineSocket socket;
        try {
            socket = DeadlineSocket.connect(settings.host(), settings.port(), deadline);
        } catch (IOException e) {
            throw OpeningFailedException.unreachable(settings, e);
        }
        Wire wire = new Wire(socket);
        PipelinedOpening opening = new PipelinedOpening(settings, wire, settings.heloName(socket.getLocalAddress()));
        try {
            opening.run();
        } catch (IOException | RuntimeException e) {
            wire.abort();
            throw OpeningFailedException.at(opening.phase, opening.lastReply, settings, e);
        }
        wire.expectMails();
        return new PipelinedConnection(settings, wire, ServerExtensions.of(opening.offers::get));
    }

    private void run() throws IOException {
        if (settings.tls() == TlsPolicy.IMPLICIT) {
            secure();
        }
        phase = Phase.GREETING;
        expect(220, reply());
        hello();
        if (settings.tls() == TlsPolicy.STARTTLS_REQUIRED) {
            phase = Phase.STARTTLS;
            if (!offers.containsKey("STARTTLS")) {
                throw new IOException("STARTTLS is required, but the server does not offer it");
            }
            expect(220, command("STARTTLS"));
            secure();
            hello();
        }
        if (settings.credentials() != null) {
            signIn(settings.credentials());
        }
    }

    private void secure() throws IOException {
        if (settings.tls() == TlsPolicy.IMPLICIT) {
            phase = Phase.TLS_HANDSHAKE;
        }
        wire.secure(settings.tlsFactory(), settings.host(), settings.port());
        offers = Map.of();
    }

    private void hello() throws IOException {
        phase = Phase.EHLO;
        Reply reply = command("EHLO " + heloName);
        if (reply.code() == 250) {
            offers = ServerExtensions.keywords(reply);
            return;
        }
        boolean startedTls = wire.secured() && settings.tls() == TlsPolicy.STARTTLS_REQUIRED;
        if (reply.temporary() || startedTls) {
            throw new IOException("the server is not ready");
        }
        expect(250, command("HELO " + heloName)); // for those that do not know EHLO
    }

    private void signIn(SmtpSettings.Credentials credentials) throws IOException {
        phase = Phase.SIGN_IN;
        String offered = offers.get("AUTH");
        if (offered == null) {
            throw new IOException("the server offers no authentication, but credentials are set");
        }
        List<String> mechanisms = Arrays.asList(offered.toUpperCase(Locale.ROOT).split("[ \t]+"));
        Reply reply;
        if (mechanisms.contains("PLAIN")) {
            reply = command("AUTH PLAIN " + base64('\0' + credentials.user() + '\0' + credentials.password()));
        } else if (mechanisms.contains("LOGIN")) {
            reply = command("AUTH LOGIN");
            if (reply.code() == 334) {
                reply = command(base64(credentials.user()));
            }
            if (reply.code() == 334) {
                reply = command(base64(credentials.password()));
            }
        } else {
            throw new IOException("the server offers neither AUTH PLAIN nor AUTH LOGIN");
        }
        expect(235, reply);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(int code, Reply reply) throws IOException {
        if (reply.code() != code) {
            throw new IOException("the server did not answer " + code);
        }
    }

    private Reply command(String line) throws IOException {
        wire.command(line);
        wire.flush();
        return reply();
    }

    private Reply reply() throws IOException {
        lastReply = null;
        Reply reply = wire.reply(phase);
        lastReply = reply;
        return reply;
    }
}
