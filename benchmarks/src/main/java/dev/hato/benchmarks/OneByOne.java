package dev.hato.benchmarks;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;

/** Sends the mails of a row one after the other over a transport that knows no rows. */
record OneByOne(MailTransport transport) implements BulkTransport {
    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        return transport.send(sender, recipient, mail);
    }

    @Override
    public void sendAll(MailQueue mails) {
        for (ReadyMail mail = mails.next(); mail != null; mail = mails.next()) {
            mails.outcome(mail, transport.send(mail.sender(), mail.recipient(), mail.content()));
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
