package dev.hato.testkit;

/** The certificates an {@link SmtpSink} can show. */
public enum SinkCertificate {
    /** Valid for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
    LOCALHOST,
    /** Valid, but for another host's name. */
    ELSEWHERE,
    /** Of the right name, but out of date since 2002. */
    EXPIRED
}
