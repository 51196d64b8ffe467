package dev.hato.examples.tracking;

import dev.hato.testkit.AcceptedMail;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A mail as its reader gets it.
 *
 * @param name the recipient's address
 * @param html the HTML part
 */
record Letter(String name, String html) {
    private static final Pattern LINK = Pattern.compile("href=\"(https://[^\"]+)\"");

    static Letter of(List<AcceptedMail> mails) throws MessagingException, IOException {
        AcceptedMail mail = mails.get(0);
        Part part = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.bytes()));
        while (part.isMimeType("multipart/*")) {
            Multipart parts = (Multipart) part.getContent();
            part = parts.getBodyPart(parts.getCount() - 1);
        }
        return new Letter(mail.recipient(), (String) part.getContent());
    }

    /** Returns where its links lead. */
    List<URI> links() {
        return LINK.matcher(html)
                .results()
                .map((MatchResult link) -> link.group(1).replace("&amp;", "&"))
                .map(URI::create)
                .toList();
    }
}
