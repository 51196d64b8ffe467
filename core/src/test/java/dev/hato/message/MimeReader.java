package dev.hato.message;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What Jakarta Mail reads in a composed mail. */
final class MimeReader {
    final MimeMessage message;
    final List<String> structure = new ArrayList<>();
    final List<String> fileNames = new ArrayList<>();
    final List<byte[]> files = new ArrayList<>();

    @Nullable String text;

    @Nullable String html;

    MimeReader(ComposedMail mail) {
        try {
            message = new MimeMessage(
                    Session.getInstance(new Properties()), new ByteArrayInputStream(mail.toByteArray()));
            walk(message, "");
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private void walk(Part part, String indent) throws MessagingException, IOException {
        ContentType type = new ContentType(part.getContentType());
        structure.add(indent + type.getBaseType());
        if (type.match("multipart/*")) {
            MimeMultipart children = (MimeMultipart) part.getContent();
            for (int i = 0; i < children.getCount(); i++) {
                walk(children.getBodyPart(i), indent + " ");
            }
            return;
        }
        byte[] content = part.getInputStream().readAllBytes();
        String label = type.getParameter("charset");
        Charset charset = label == null ? StandardCharsets.UTF_8 : Charset.forName(label);
        if (part.getFileName() != null) {
            fileNames.add(part.getFileName());
            files.add(content);
        } else if (type.match("text/html")) {
            html = new String(content, charset);
        } else {
            text = new String(content, charset);
        }
    }

    String subject() {
        try {
            return String.valueOf(message.getSubject());
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Nullable String fromName() {
        try {
            return ((InternetAddress) message.getFrom()[0]).getPersonal();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    String fromAddress() {
        try {
            return ((InternetAddress) message.getFrom()[0]).getAddress();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
