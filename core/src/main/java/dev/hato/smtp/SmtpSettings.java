package dev.hato.smtp;

import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What a transport was built with; see {@link SmtpTransport.Builder} for the meaning of each. */
record SmtpSettings(
        String host,
        int port,
        TlsPolicy tls,
        TlsFactory tlsFactory,
        @Nullable Credentials credentials,
        @Nullable String heloName,
        Timeouts timeouts) {

    /** User and password, which no text form shows. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    /** The deadlines, each for a whole phase. */
    record Timeouts(Duration connect, Duration command, Duration data) {}

    /** The server, as messages name it. */
    String server() {
        return host + ":" + port;
    }

    /** What Angus Mail reads from a session. Timeouts are not here: the socket has deadlines. */
    Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.auth", String.valueOf(credentials != null));
        properties.put("mail.smtp.starttls.enable", String.valueOf(tls == TlsPolicy.STARTTLS_REQUIRED));
        properties.put("mail.smtp.starttls.required", String.valueOf(tls == TlsPolicy.STARTTLS_REQUIRED));
        properties.put("mail.smtp.ssl.socketFactory", tlsFactory);
        // The factory checks during the handshake; Angus would check once more, with rules of its own.
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        return properties;
    }
}
