package dev.hato.benchmarks;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Angus Mail with a transport that stays connected, one for each thread. */
final class AngusLane implements Lane {
    private final AngusMail mail;
    private final boolean tuned;
    private final Session session;
    private final List<Transport> transports = new ArrayList<>();
    private final Workers workers;

    AngusLane(Newsletter newsletter, boolean tuned, Destination to, int connections) throws MessagingException {
        this.tuned = tuned;
        mail = tuned ? AngusMail.tuned(newsletter) : AngusMail.plain(newsletter);
        session = Session.getInstance(AngusMail.properties(to, tuned));
        workers = new Workers("angus", connections);
        for (int i = 0; i < connections; i++) {
            Transport transport = session.getTransport("smtp");
            transport.connect();
            transports.add(transport);
        }
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        return AngusMail.withStreamProvider(tuned, () -> {
            workers.run(index -> {
                Transport transport = transports.get(index);
                for (int number = tickets.take(); number != Tickets.NONE; number = tickets.take()) {
                    MimeMessage message = mail.build(session, number);
                    transport.sendMessage(message, message.getAllRecipients());
                }
            });
            return tickets.taken();
        });
    }

    @Override
    public void close() throws IOException {
        workers.close();
        try {
            for (Transport transport : transports) {
                transport.close();
            }
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }
}
