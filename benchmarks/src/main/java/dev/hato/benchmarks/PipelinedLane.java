package dev.hato.benchmarks;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import org.jspecify.annotations.Nullable;

/** Sends in rows over a {@link BulkTransport}: one row for each connection. */
final class PipelinedLane implements Lane {
    private final MailSource source;
    private final BulkTransport transport;
    private final Workers workers;

    PipelinedLane(MailSource source, BulkTransport transport, int connections) {
        this.source = source;
        this.transport = transport;
        workers = new Workers("hato-pipelined", connections);
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        workers.run(index -> transport.sendAll(new Row(tickets)));
        return tickets.taken();
    }

    @Override
    public void close() {
        transport.close();
        workers.close();
    }

    private final class Row implements MailQueue {
        private final Tickets tickets;

        Row(Tickets tickets) {
            this.tickets = tickets;
        }

        @Override
        public @Nullable ReadyMail next() {
            int number = tickets.take();
            return number == Tickets.NONE ? null : source.mail(number);
        }

        @Override
        public void outcome(ReadyMail mail, SendOutcome outcome) {
            HatoLane.requireAccepted(outcome);
        }
    }
}
