package dev.hato.smtp;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a transport was built with; see {@link SmtpBuilder} for the meaning of each. */
record SmtpSettings(String host, int port, Protection protection, Timeouts timeouts, Limits limits, Protocol protocol) {

    /** User and password, which no text form shows. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    /** How connections are protected, and who signs in. */
    record Protection(
            TlsPolicy policy, TlsFactory factory, @Nullable Credentials credentials) {}

    /** The deadlines, each for a whole phase. */
    record Timeouts(Duration connect, Duration command, Duration data) {}

    /** How many connections there are, and how long each lives. */
    record Limits(int connections, Duration idleTimeout, int maxMails) {}

    /** What is said to the server. */
    record Protocol(@Nullable String heloName, @Nullable DsnRequest dsn) {}

    /** The server, as messages name it. */
    String server() {
        return host + ":" + port;
    }

    TlsPolicy tls() {
        return protection.policy();
    }

    TlsFactory tlsFactory() {
        return protection.factory();
    }

    @Nullable Credentials credentials() {
        return protection.credentials();
    }

    @Nullable DsnRequest dsn() {
        return protocol.dsn();
    }

    /** The name in EHLO: the one that was set, or the address literal of RFC 5321, 4.1.3, which needs no DNS. */
    String heloName(InetAddress local) {
        String name = protocol.heloName();
        if (name != null) {
            return name;
        }
        String literal = local.getHostAddress();
        int zone = literal.indexOf('%');
        String address = zone < 0 ? literal : literal.substring(0, zone);
        return address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address + "]";
    }
}
