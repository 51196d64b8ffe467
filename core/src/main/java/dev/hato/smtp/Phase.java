package dev.hato.smtp;

/** Where a session stands, as messages name it. */
enum Phase {
    GREETING("the greeting"),
    TLS_HANDSHAKE("the TLS handshake"),
    EHLO("EHLO"),
    STARTTLS("STARTTLS"),
    SIGN_IN("signing in"),
    RSET("RSET"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    CONTENT("the data"),
    END_OF_DATA("the answer to the end of data");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
