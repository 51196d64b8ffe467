package dev.hato.testkit;

/** The entry to assertions on mail, to be imported statically. */
public final class MailAssertions {
    private MailAssertions() {}

    /** Begins assertions on a mail, which is read by a parser independent of the composer. */
    public static MailAssert assertThat(AcceptedMail actual) {
        return new MailAssert(actual);
    }
}
