package dev.hato.smtp;

/** How a connection is protected. A server that cannot do what is asked gets no mail. */
public enum TlsPolicy {
    /** The connection turns to TLS by STARTTLS before anything else is said (RFC 3207). */
    STARTTLS_REQUIRED,
    /** The connection is TLS from its first byte, as on port 465 (RFC 8314, 3.3). */
    IMPLICIT,
    /** No TLS: everybody on the way can read and change the mail. For a server on the same host, and for tests. */
    PLAINTEXT
}
