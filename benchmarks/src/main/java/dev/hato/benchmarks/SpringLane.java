package dev.hato.benchmarks;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Spring's mail sender. It keeps a connection for the mails of one call only: as it comes a call has one
 * mail, tuned it has many.
 */
final class SpringLane implements Lane {
    private static final int BATCH = 50;

    private final Newsletter newsletter;
    private final boolean tuned;
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final Workers workers;

    SpringLane(Newsletter newsletter, boolean tuned, Destination to, int connections) {
        this.newsletter = newsletter;
        this.tuned = tuned;
        sender.setHost(to.host());
        sender.setPort(to.port());
        sender.setDefaultEncoding("UTF-8");
        sender.setJavaMailProperties(AngusMail.properties(to, tuned));
        workers = new Workers("spring", connections);
    }

    private MimeMessage build(int number) throws MessagingException, UnsupportedEncodingException {
        Newsletter.Recipient recipient = newsletter.recipient(number);
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true);
        helper.setFrom("news@shop.example", "鳩の店");
        helper.setTo(recipient.address());
        helper.setSubject(newsletter.subject(recipient));
        helper.setSentDate(Date.from(MailSource.DATE));
        helper.setText(newsletter.text(recipient), newsletter.html(recipient));
        message.setHeader(Newsletter.UNSUBSCRIBE_HEADER, newsletter.unsubscribe(recipient));
        message.setHeader(Newsletter.POST_HEADER, Newsletter.POST_VALUE);
        return message;
    }

    @Override
    public int send(Tickets tickets) throws Exception {
        return AngusMail.withStreamProvider(tuned, () -> {
            workers.run(index -> {
                if (tuned) {
                    sendBatches(tickets);
                    return;
                }
                for (int number = tickets.take(); number != Tickets.NONE; number = tickets.take()) {
                    sender.send(build(number));
                }
            });
            return tickets.taken();
        });
    }

    private void sendBatches(Tickets tickets) throws MessagingException, UnsupportedEncodingException {
        List<MimeMessage> batch = new ArrayList<>();
        do {
            batch.clear();
            int number = Tickets.NONE;
            while (batch.size() < BATCH && (number = tickets.take()) != Tickets.NONE) {
                batch.add(build(number));
            }
            sender.send(batch.toArray(new MimeMessage[0]));
        } while (batch.size() == BATCH);
    }

    @Override
    public void close() {
        workers.close();
    }
}
