package dev.hato.testkit;

/** The points of an SMTP session at which an {@link SmtpSink} can be told what to do. */
public enum SmtpVerb {
    /** The client has connected; the greeting is due. */
    CONNECT,
    /** EHLO. */
    EHLO,
    /** HELO. */
    HELO,
    /** STARTTLS. */
    STARTTLS,
    /** AUTH has all it needs; the verdict is due. */
    AUTH,
    /** MAIL FROM. */
    MAIL,
    /** RCPT TO. */
    RCPT,
    /** DATA. */
    DATA,
    /** In the middle of the data, before its end was seen. */
    BODY,
    /** The final dot was read. */
    END_OF_DATA,
    /** RSET. */
    RSET,
    /** NOOP. */
    NOOP,
    /** QUIT. */
    QUIT,
    /** Any other command. */
    OTHER
}
