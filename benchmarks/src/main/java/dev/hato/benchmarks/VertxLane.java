package dev.hato.benchmarks;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The Vert.x mail client with a pool as large as there are threads. */
final class VertxLane implements Lane {
    private final Newsletter newsletter;
    private final Vertx vertx = Vertx.vertx();
    private final MailClient client;
    private final Workers workers;

    VertxLane(Newsletter newsletter, Destination to, int connections) {
        this.newsletter = newsletter;
        client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname(to.host())
                        .setPort(to.port())
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setOwnHostname("client.example") // it would ask the DNS, which may not answer
                        .setMaxPoolSize(connections));
        workers = new Workers("vertx", connections);
    }

    private MailMessage build(int number) {
        Newsletter.Recipient recipient = newsletter.recipient(number);
        MailMessage message = new MailMessage();
        message.setFrom("news@shop.example (鳩の店)");
        message.setTo(recipient.address());
        message.setSubject(newsletter.subject(recipient));
        // it makes CRLF of LF and encodes a CR that was there before as a character
        message.setText(newsletter.text(recipient).replace("\r\n", "\n"));
        message.setHtml(newsletter.html(recipient).replace("\r\n", "\n"));
        message.setHeaders(MultiMap.caseInsensitiveMultiMap()
                .add(Newsletter.UNSUBSCRIBE_HEADER, newsletter.unsubscribe(recipient))
                .add(Newsletter.POST_HEADER, Newsletter.POST_VALUE));
        return message;
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        workers.run(index -> {
            for (int number = tickets.take(); number != Tickets.NONE; number = tickets.take()) {
                client.sendMail(build(number))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
            }
        });
        return tickets.taken();
    }

    @Override
    public void close() throws IOException {
        workers.close();
        Workers.await(client.close().toCompletionStage().toCompletableFuture());
        Workers.await(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
