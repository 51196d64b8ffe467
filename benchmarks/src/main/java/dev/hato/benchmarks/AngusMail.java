package dev.hato.benchmarks;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The newsletter as its users of Jakarta Mail build it.
 *
 * @param encoding the transfer encoding of both parts, or null for the one that Angus Mail finds by
 *     reading each part once more
 * @param ownMessageId whether the Message-ID is made here: Angus Mail asks for this host's name each time
 */
record AngusMail(Newsletter newsletter, @Nullable String encoding, boolean ownMessageId) {
    private static final String STREAM_PROVIDER = "jakarta.mail.util.StreamProvider";

    /** Returns mails as they come. */
    static AngusMail plain(Newsletter newsletter) {
        return new AngusMail(newsletter, null, false);
    }

    /** Returns mails with all that makes them faster. */
    static AngusMail tuned(Newsletter newsletter) {
        return new AngusMail(newsletter, "base64", true);
    }

    MimeMessage build(Session session, int number) throws MessagingException, UnsupportedEncodingException {
        Newsletter.Recipient recipient = newsletter.recipient(number);
        MimeMessage message = ownMessageId ? new NamedMessage(session, number) : new MimeMessage(session);
        message.setFrom(new InternetAddress("news@shop.example", "鳩の店", "UTF-8"));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(recipient.address(), recipient.name(), "UTF-8"));
        message.setSubject(newsletter.subject(recipient), "UTF-8");
        message.setSentDate(Date.from(MailSource.DATE));
        message.setHeader(Newsletter.UNSUBSCRIBE_HEADER, newsletter.unsubscribe(recipient));
        message.setHeader(Newsletter.POST_HEADER, Newsletter.POST_VALUE);
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(newsletter.text(recipient), "plain"));
        parts.addBodyPart(part(newsletter.html(recipient), "html"));
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        if (encoding != null) {
            part.setHeader("Content-Transfer-Encoding", encoding);
        }
        return part;
    }

    /** Does the work while Jakarta Mail is told its stream provider, so that it looks for none at each part. */
    static <T> T withStreamProvider(boolean told, Workload<T> work) throws Exception {
        if (!told) {
            return work.run();
        }
        System.setProperty(STREAM_PROVIDER, "org.eclipse.angus.mail.util.MailStreamProvider");
        try {
            return work.run();
        } finally {
            System.clearProperty(STREAM_PROVIDER);
        }
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Workload<T> {
        /** Does it. */
        T run() throws Exception;
    }

    /** Returns settings of Angus Mail for a server. */
    static Properties properties(Lane.Destination to, boolean noDelay) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", to.host());
        properties.put("mail.smtp.port", Integer.toString(to.port()));
        properties.put("mail.smtp.localhost", "client.example"); // it would ask the DNS, which may not answer
        if (noDelay) {
            properties.put("mail.smtp.socketFactory", new NoDelaySocketFactory());
        }
        return properties;
    }

    private static final class NamedMessage extends MimeMessage {
        private final int number;

        NamedMessage(Session session, int number) {
            super(session);
            this.number = number;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + Integer.toHexString(number) + ".news@shop.example>");
        }
    }
}
