package dev.hato.benchmarks;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.simplejavamail.api.email.ContentTransferEncoding;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.MailerRegularBuilder;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail with the connection pool of its batch module, as large as there are threads. */
final class SimpleJavaMailLane implements Lane {
    private final Newsletter newsletter;
    private final boolean tuned;
    private final Mailer mailer;
    private final Workers workers;

    SimpleJavaMailLane(Newsletter newsletter, boolean tuned, Destination to, int connections) {
        this.newsletter = newsletter;
        this.tuned = tuned;
        MailerRegularBuilder<?> builder = MailerBuilder.withSMTPServer(to.host(), to.port())
                .withTransportStrategy(TransportStrategy.SMTP)
                .withConnectionPoolCoreSize(connections)
                .withConnectionPoolMaxSize(connections)
                .withProperty("mail.smtp.localhost", "client.example"); // it would ask the DNS, which may not answer
        if (tuned) {
            builder.withConnectionPoolExpireAfterMillis((int) TimeUnit.MINUTES.toMillis(10))
                    .disablingAllClientValidation(true);
        }
        mailer = builder.buildMailer();
        if (tuned) {
            // It makes a text of what withProperty takes, and guards each write by a task of a scheduler.
            Properties properties = mailer.getSession().getProperties();
            properties.put("mail.smtp.socketFactory", new NoDelaySocketFactory());
            properties.remove("mail.smtp.writetimeout");
        }
        workers = new Workers("simple-java-mail", connections);
    }

    /** Returns the newsletter as its users build it. */
    static Email build(Newsletter newsletter, int number, boolean tuned) {
        Newsletter.Recipient recipient = newsletter.recipient(number);
        EmailPopulatingBuilder builder = EmailBuilder.startingBlank()
                .from("鳩の店", "news@shop.example")
                .to(recipient.name(), recipient.address())
                .withSubject(newsletter.subject(recipient))
                .withPlainText(newsletter.text(recipient))
                .withHTMLText(newsletter.html(recipient))
                .withHeader(Newsletter.UNSUBSCRIBE_HEADER, newsletter.unsubscribe(recipient))
                .withHeader(Newsletter.POST_HEADER, Newsletter.POST_VALUE);
        if (tuned) {
            // its quoted-printable, the default, takes half as many octets more
            builder.fixingMessageId("<" + Integer.toHexString(number) + ".news@shop.example>")
                    .withContentTransferEncoding(ContentTransferEncoding.BASE_64);
        }
        return builder.buildEmail();
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        return AngusMail.withStreamProvider(tuned, () -> {
            workers.run(index -> {
                for (int number = tickets.take(); number != Tickets.NONE; number = tickets.take()) {
                    mailer.sendMail(build(newsletter, number, tuned)).join();
                }
            });
            return tickets.taken();
        });
    }

    @Override
    public void close() throws IOException {
        workers.close();
        Workers.await(mailer.shutdownConnectionPool());
    }
}
