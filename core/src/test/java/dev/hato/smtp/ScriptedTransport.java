package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A transport in memory that answers as told, one by one; {@link Rows} sends in a row, asking one ahead. */
class ScriptedTransport implements MailTransport {
    private static final EmailAddress SENDER = EmailAddress.of("bounce@shop.example");
    private static final EmailAddress HANAKO = EmailAddress.of("hanako@example.jp");
    private static final byte[] CONTENT = {'x', '\r', '\n'};

    private final List<String> attempts = new ArrayList<>();
    private volatile Function<String, SendOutcome> answer = id -> taken();
    private final AtomicInteger closed = new AtomicInteger();

    static SendOutcome taken() {
        return new SendOutcome.HandedOver("250 2.0.0 queued");
    }

    static SendOutcome routeDown() {
        return new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 421, "421 4.3.2 closing");
    }

    static SendOutcome later() {
        return new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 450, "450 4.2.1 later");
    }

    static SendOutcome refused() {
        return new SendOutcome.Bounced(550, "550 5.7.1 bad reputation");
    }

    static SendOutcome uncertain() {
        return new SendOutcome.Unknown("no answer to the end of the data");
    }

    static ReadyMail mail(int number) {
        return new ReadyMail(SENDER, HANAKO, ComposedMail.of("<" + number + "@shop.example>", CONTENT));
    }

    static String id(ReadyMail mail) {
        return mail.content().messageId();
    }

    static SendOutcome send(MailTransport transport, int number) {
        ReadyMail mail = mail(number);
        return transport.send(mail.sender(), mail.recipient(), mail.content());
    }

    ScriptedTransport answer(SendOutcome outcome) {
        return answer(id -> outcome);
    }

    ScriptedTransport answer(Function<String, SendOutcome> function) {
        answer = function;
        return this;
    }

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        synchronized (attempts) {
            attempts.add(mail.messageId());
        }
        return answer.apply(mail.messageId());
    }

    /** Returns the Message-IDs of the mails that were offered, in order. */
    List<String> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    int count() {
        return attempts().size();
    }

    int closed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    /** Sends in a row as a pipelining client does: the next mail is asked for before the first is answered. */
    static final class Rows extends ScriptedTransport implements BulkTransport {
        private final List<Integer> rows = new ArrayList<>();

        /** Returns how many mails each row had. */
        List<Integer> rows() {
            synchronized (rows) {
                return List.copyOf(rows);
            }
        }

        @Override
        public void sendAll(MailQueue mails) {
            int sent = 0;
            ReadyMail mail = mails.next();
            while (mail != null) {
                ReadyMail ahead;
                RuntimeException broken = null;
                try {
                    ahead = mails.next();
                } catch (RuntimeException e) {
                    ahead = null;
                    broken = e;
                }
                sent++;
                SendOutcome outcome = send(mail.sender(), mail.recipient(), mail.content());
                try {
                    mails.outcome(mail, outcome);
                } catch (RuntimeException e) {
                    broken = e;
                }
                if (broken != null) {
                    if (ahead != null) {
                        mails.outcome(ahead, new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, "not begun"));
                    }
                    throw broken;
                }
                mail = ahead;
            }
            synchronized (rows) {
                rows.add(sent);
            }
        }
    }
}
