package dev.hato.benchmarks;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.List;

/** Takes mails in batches, as a service with an interface over HTTP does, and every one at once. Thread-safe. */
final class NullTransport implements BulkTransport {
    private static final SendOutcome TAKEN = new SendOutcome.HandedOver("250 2.0.0 Ok");
    private static final SendOutcome WITHDRAWN =
            new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 0, "The mail may not be sent any more.");

    private final int batch;

    NullTransport(int batch) {
        this.batch = batch;
    }

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        return TAKEN;
    }

    @Override
    public void sendAll(MailQueue mails) {
        List<ReadyMail> given = mails.next(batch);
        while (!given.isEmpty()) {
            List<MailQueue.Result> results = new ArrayList<>(given.size());
            for (ReadyMail mail : given) {
                results.add(new MailQueue.Result(mail, mails.mayBegin(mail) ? TAKEN : WITHDRAWN));
            }
            mails.outcomes(results);
            given = mails.next(batch);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
