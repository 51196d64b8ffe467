package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A newsletter as Angus Mail reads it. */
final class ReceivedNewsletter {
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private String subject = "";

    static ReceivedNewsletter parse(byte[] octets) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        ReceivedNewsletter received = new ReceivedNewsletter();
        received.subject = message.getSubject();
        for (Header header : Collections.list(message.getAllHeaders())) {
            received.headers.put(header.getName(), header.getValue());
        }
        received.collect(message);
        return received;
    }

    private void collect(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i));
            }
            return;
        }
        bodies.put(
                part.isMimeType("text/html") ? "html" : "text",
                normal(part.getContent().toString()));
    }

    private static String normal(String body) {
        return body.replace("\r\n", "\n").strip();
    }

    /** Returns the number of the mail to an address. */
    static int number(String address) {
        return Integer.parseInt(address, "reader".length(), address.indexOf('@'), 10);
    }

    void requireIs(Newsletter newsletter, String address) {
        Newsletter.Recipient recipient = newsletter.recipient(number(address));
        assertThat(subject).isEqualTo(newsletter.subject(recipient)).contains(recipient.name());
        assertThat(headers)
                .containsEntry(Newsletter.UNSUBSCRIBE_HEADER, newsletter.unsubscribe(recipient))
                .containsEntry(Newsletter.POST_HEADER, Newsletter.POST_VALUE);
        assertThat(headers.get("To")).contains(recipient.address());
        assertThat(bodies)
                .containsOnly(
                        Map.entry("html", normal(newsletter.html(recipient))),
                        Map.entry("text", normal(newsletter.text(recipient))));
    }
}
