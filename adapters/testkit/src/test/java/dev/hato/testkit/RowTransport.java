package dev.hato.testkit;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A transport for rows without a network: asks for each mail before it tells the outcome of the one before. */
final class RowTransport implements BulkTransport {
    final List<ReadyMail> begun = new ArrayList<>();
    final List<ReadyMail> sent = new ArrayList<>();
    Function<ReadyMail, SendOutcome> answer = mail -> new SendOutcome.HandedOver("250 ok");
    int rows;

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        throw new UnsupportedOperationException("Only rows.");
    }

    @Override
    public synchronized void sendAll(MailQueue mails) {
        rows++;
        ReadyMail current = mails.next();
        while (current != null) {
            begun.add(current);
            sent.add(current);
            SendOutcome outcome = answer.apply(current);
            ReadyMail following = mails.next();
            try {
                mails.outcome(current, outcome);
            } catch (RuntimeException e) {
                if (following != null) {
                    mails.outcome(following, new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, "not begun"));
                }
                throw e;
            }
            current = following;
        }
    }

    @Override
    public void close() {}
}
