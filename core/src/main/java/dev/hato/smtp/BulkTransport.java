package dev.hato.smtp;

/**
 * A transport that sends mails in a row faster than one by one: the envelope of the next travels with
 * the content of the one before.
 *
 * <p>Several threads may send at once, each a queue of its own.
 */
public interface BulkTransport extends MailTransport {
    /**
     * Sends the mails of a queue until it has none, over as few connections as the server allows, and
     * tells the outcome of each.
     *
     * <p>A transport that hands over many mails in one request takes them in batches, see {@link
     * MailQueue#next(int)}.
     *
     * <p>Blocks, and calls the queue on the calling thread only. The outcomes are those of {@link #send};
     * a failure of one mail does not keep the others from being tried. An interrupt ends the row: the
     * mails that were given get their outcomes, no further one is asked for, and the thread's flag stays
     * set. What the queue throws is thrown on, after every mail that it had given got its outcome; see
     * {@link MailQueue}.
     */
    void sendAll(MailQueue mails);
}
