package dev.hato.delivery;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transport for rows that asks one mail ahead, without a network; a test says what happens on the way. */
final class PausingTransport implements BulkTransport {
    /** Mails whose content left. */
    final List<String> sent = new ArrayList<>();

    /** Called between the moment a mail is given and the question whether it may be begun. */
    Consumer<String> envelope = recipient -> {};

    Function<String, SendOutcome> answer = recipient -> new SendOutcome.HandedOver("250 ok");

    /** A row ends after so many mails, though there are more. */
    int longestRow = Integer.MAX_VALUE;

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        return send(new ReadyMail(sender, recipient, mail), () -> true);
    }

    @Override
    public synchronized SendOutcome send(ReadyMail mail, BooleanSupplier mayBegin) {
        String recipient = mail.recipient().localPart();
        envelope.accept(recipient);
        if (!mayBegin.getAsBoolean()) {
            return new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 0, "withdrawn");
        }
        sent.add(recipient);
        return answer.apply(recipient);
    }

    @Override
    public void sendAll(MailQueue mails) {
        int left = longestRow;
        ReadyMail mail = mails.next();
        while (mail != null) {
            ReadyMail current = mail;
            mail = --left > 0 ? mails.next() : null;
            mails.outcome(current, send(current, () -> mails.mayBegin(current)));
        }
    }

    @Override
    public void close() {}

    /** Returns this transport without its ability to send rows. */
    MailTransport oneByOne() {
        PausingTransport rows = this;
        return new MailTransport() {
            @Override
            public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
                return rows.send(sender, recipient, mail);
            }

            @Override
            public SendOutcome send(ReadyMail mail, BooleanSupplier mayBegin) {
                return rows.send(mail, mayBegin);
            }

            @Override
            public void close() {}
        };
    }

    /** A transport that hands over many mails in one request. */
    static final class Batches implements BulkTransport {
        final List<Integer> sizes = new ArrayList<>();
        final List<String> sent = new ArrayList<>();

        /** Called before each question whether a mail may be begun. */
        Runnable asking = () -> {};

        @Nullable Error failure;

        private final int limit;

        Batches(int limit) {
            this.limit = limit;
        }

        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            throw new UnsupportedOperationException("Only batches.");
        }

        @Override
        public void sendAll(MailQueue mails) {
            List<ReadyMail> batch = mails.next(limit);
            while (!batch.isEmpty()) {
                sizes.add(batch.size());
                List<MailQueue.Result> results = new ArrayList<>();
                for (ReadyMail mail : batch) {
                    asking.run();
                    boolean goes = mails.mayBegin(mail);
                    if (goes) {
                        sent.add(mail.recipient().localPart());
                    }
                    results.add(new MailQueue.Result(
                            mail,
                            goes
                                    ? new SendOutcome.HandedOver("accepted")
                                    : new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 0, "withdrawn")));
                }
                if (failure != null) {
                    throw failure;
                }
                mails.outcomes(results);
                batch = mails.next(limit);
            }
        }

        @Override
        public void close() {}
    }
}
