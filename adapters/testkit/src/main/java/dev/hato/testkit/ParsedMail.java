package dev.hato.testkit;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail as Jakarta Mail reads it, which knows nothing of how it was composed. */
final class ParsedMail {
    private final MimeMessage message;
    private @Nullable String text;
    private @Nullable String html;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    ParsedMail(byte[] bytes) {
        try {
            message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            walk(message);
        } catch (MessagingException | IOException e) {
            throw new AssertionError("The mail cannot be read as MIME: " + e.getMessage(), e);
        }
    }

    private void walk(Part part) throws MessagingException, IOException {
        ContentType type = new ContentType(part.getContentType());
        if (type.match("multipart/*")) {
            MimeMultipart multipart = (MimeMultipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart child = multipart.getBodyPart(i);
                walk(child);
            }
            return;
        }
        byte[] content = part.getInputStream().readAllBytes();
        String name = part.getFileName();
        if (name != null) {
            files.put(name, content);
        } else if (type.match("text/html") && html == null) {
            html = new String(content, charset(type));
        } else if (type.match("text/plain") && text == null) {
            text = new String(content, charset(type));
        }
    }

    private static Charset charset(ContentType type) {
        String label = type.getParameter("charset");
        return label == null ? StandardCharsets.US_ASCII : Charset.forName(MimeUtility.javaCharset(label));
    }

    @Nullable String text() {
        return text;
    }

    @Nullable String html() {
        return html;
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** All values of a header, decoded and unfolded. */
    List<String> header(String name) {
        try {
            List<String> values = new ArrayList<>();
            String[] raw = message.getHeader(name);
            for (String value : raw == null ? new String[0] : raw) {
                values.add(MimeUtility.decodeText(MimeUtility.unfold(value)));
            }
            return values;
        } catch (MessagingException | IOException e) {
            throw new AssertionError("Header " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
