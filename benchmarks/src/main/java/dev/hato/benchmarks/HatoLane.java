package dev.hato.benchmarks;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SmtpTransport;

/** Sends one by one over {@link SmtpTransport}, with a thread for each connection. */
final class HatoLane implements Lane {
    private final MailSource source;
    private final MailTransport transport;
    private final Workers workers;

    HatoLane(MailSource source, Destination to, int connections) {
        this.source = source;
        transport = SmtpTransport.to(to.host(), to.port())
                .plaintext()
                .connections(connections)
                .build();
        workers = new Workers("hato-angus", connections);
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        workers.run(index -> {
            for (int number = tickets.take(); number != Tickets.NONE; number = tickets.take()) {
                ReadyMail mail = source.mail(number);
                requireAccepted(transport.send(mail.sender(), mail.recipient(), mail.content()));
            }
        });
        return tickets.taken();
    }

    static void requireAccepted(SendOutcome outcome) {
        if (!(outcome instanceof SendOutcome.HandedOver)) {
            throw new IllegalStateException("A mail was not accepted: " + outcome);
        }
    }

    @Override
    public void close() {
        transport.close();
        workers.close();
    }
}
