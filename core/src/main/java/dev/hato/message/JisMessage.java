package dev.hato.message;

import dev.hato.message.UnmappableTextException.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a message's texts into characters that ISO-2022-JP has, as its {@link Unmappable} says. */
final class JisMessage {
    private static final int LONGEST_NAME = 200;

    private final Unmappable unmappable;
    private final List<Finding> findings = new ArrayList<>();

    private JisMessage(Unmappable unmappable) {
        this.unmappable = unmappable;
    }

    /**
     * Returns the message as it is to be written: in ISO-2022-JP, and then all its characters have codes, or in UTF-8
     * and unchanged.
     *
     * @throws UnmappableTextException if a character has none and that is to fail
     */
    static Message of(Message message, MailCharset.Iso2022Jp charset) {
        JisMessage fitting = new JisMessage(charset.unmappable());
        Message fitted = fitting.fitted(message);
        if (fitting.findings.isEmpty()) {
            return fitted;
        }
        if (charset.unmappable() == Unmappable.FAIL) {
            throw new UnmappableTextException(charset.label(), fitting.findings);
        }
        return message.newBuilder().charset(MailCharset.UTF_8).build();
    }

    private Message fitted(Message message) {
        Mailbox from = mailbox("From", message.from());
        Message.Builder fitted = Message.builder(from, mailbox("To", message.to()))
                .charset(message.charset())
                .subject(plain("subject", message.subject()));
        Mailbox replyTo = message.replyTo();
        if (replyTo != null) {
            fitted.replyTo(mailbox("Reply-To", replyTo));
        }
        for (Message.Header header : message.headers()) {
            fitted.header(header.name(), plain("header " + header.name(), header.value()));
        }
        byte[] text = message.textBytes();
        if (text != null) {
            fitted.text(body("text", text, false));
        }
        byte[] html = message.htmlBytes();
        if (html != null) {
            fitted.html(body("HTML", html, true));
        }
        for (Attachment attachment : message.attachments()) {
            String name = name("file name", attachment.fileName());
            fitted.attach(attachment.named(name.isBlank() ? JisFolding.MISSING : name));
        }
        return fitted.build();
    }

    private Mailbox mailbox(String header, Mailbox mailbox) {
        String name = mailbox.name();
        if (name == null) {
            return mailbox;
        }
        String fitted = name("name in " + header, name);
        return new Mailbox(fitted.isBlank() ? null : fitted, mailbox.address());
    }

    /** A name, which must not become longer than names may be. */
    private String name(String place, String name) {
        String fitted = plain(place, name);
        return fitted.length() <= LONGEST_NAME ? fitted : Graphemes.truncate(fitted, LONGEST_NAME, "");
    }

    private byte[] body(String place, byte[] utf8, boolean html) {
        String body = new String(utf8, StandardCharsets.UTF_8);
        String fitted = fit(place, body, html ? new JisHtml(body) : null);
        return fitted.equals(body) ? utf8 : fitted.getBytes(StandardCharsets.UTF_8);
    }

    private String plain(String place, String text) {
        return fit(place, text, null);
    }

    private String fit(String place, String text, @Nullable JisHtml html) {
        int from = Jis.firstUnheld(text, 0);
        boolean decided = unmappable == Unmappable.UTF8 && !findings.isEmpty();
        if (from == text.length() || decided) {
            return text;
        }
        Map<String, Finding> found = new LinkedHashMap<>();
        StringBuilder out = new StringBuilder(text.length() + 16);
        int done = 0;
        while (from < text.length()) {
            int start = Graphemes.start(text, from, done);
            int end = Graphemes.end(text, start);
            String cluster = text.substring(start, end);
            out.append(text, done, start);
            String spelled = JisSpelling.of(cluster);
            if (Jis.holdsAll(spelled)) {
                out.append(spelled);
            } else if (unmappable == Unmappable.REPLACE) {
                out.append(html == null ? JisFolding.of(spelled) : html.escaped(spelled, start));
            } else {
                found.computeIfAbsent(cluster, c -> new Finding(c, place, start));
            }
            done = end;
            from = Jis.firstUnheld(text, end);
        }
        findings.addAll(found.values());
        return found.isEmpty() ? out.append(text, done, text.length()).toString() : text;
    }
}
