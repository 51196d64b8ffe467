package dev.hato.message;

import dev.hato.internal.Texts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message as MIME: the same message, Message-ID and date always give the same octets.
 *
 * <p>Everything is written in ASCII, except local parts that need SMTPUTF8 (RFC 6532).
 */
final class MimeWriter {
    /** RFC 5322, 3.3, with an English day and month whatever the locale. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private static final Pattern MESSAGE_ID =
            Pattern.compile("<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[A-Za-z0-9.-]{1,255}>");

    private final Message message;
    private final String messageId;
    private final Octets out;
    private final HeaderWriter headers;
    private final String boundary;
    private final @Nullable Bodies bodies;
    private int boundaries;

    private MimeWriter(Message message, String messageId, Octets out, @Nullable Bodies bodies) {
        this.message = message;
        this.messageId = messageId;
        this.out = out;
        this.bodies = bodies;
        headers = new HeaderWriter(out, message.charset());
        boundary = boundary(messageId);
    }

    /** Writes some text parts in a way of its own. */
    @FunctionalInterface
    interface Bodies {
        /**
         * Writes a part from Content-Type to the line break before the next boundary, or returns false
         * without writing anything.
         *
         * @param alone whether the part is the whole body, which no boundary follows
         */
        boolean write(String subtype, boolean alone, Octets out);
    }

    /**
     * Writes a message's content without the headers at its top.
     *
     * @param seed of the boundaries
     */
    static void content(Message message, String seed, Octets out, Bodies bodies) {
        new MimeWriter(message, seed, out, bodies).content();
    }

    static ComposedMail compose(Message message, String messageId, ZonedDateTime date) {
        requireMessageId(messageId);
        Message fitted = message.charset() instanceof MailCharset.Iso2022Jp jis ? JisMessage.of(message, jis) : message;
        MimeWriter writer = new MimeWriter(fitted, messageId, new Octets(estimate(fitted)), null);
        writer.topHeaders(date);
        writer.content();
        return writer.out.toMail(messageId);
    }

    static String requireMessageId(String messageId) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new IllegalArgumentException("Message-ID " + Texts.quote(messageId)
                    + " is not of the form <opaque@domain> in ASCII; make it of letters, digits and dots.");
        }
        return messageId;
    }

    /** Returns the value of the Date header. */
    static String date(ZonedDateTime date) {
        return DATE.format(date);
    }

    private static int estimate(Message message) {
        long size = 2048;
        byte[] text = message.textBytes();
        byte[] html = message.htmlBytes();
        size += text == null ? 0 : text.length + text.length / 2;
        size += html == null ? 0 : html.length + html.length / 2;
        for (Attachment attachment : message.attachments()) {
            size += 512 + attachment.content().length * 7L / 5;
        }
        return (int) Math.min(size, Integer.MAX_VALUE - 16L);
    }

    /**
     * A boundary's beginning. Neither base64 nor quoted-printable can have {@code =_} in it, and 7bit
     * is not chosen for text with a line that begins like a boundary: so it never occurs in content.
     */
    private static String boundary(String messageId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.US_ASCII));
            return "=_"
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }

    private void topHeaders(ZonedDateTime date) {
        headers.raw("Date", date(date));
        headers.mailbox("From", message.from());
        headers.mailbox("To", message.to());
        Mailbox replyTo = message.replyTo();
        if (replyTo != null) {
            headers.mailbox("Reply-To", replyTo);
        }
        headers.text("Subject", message.subject());
        headers.raw("Message-ID", messageId);
        headers.raw("MIME-Version", "1.0");
        for (Message.Header header : message.headers()) {
            headers.text(header.name(), header.value());
        }
    }

    private void content() {
        List<Attachment> inline = new ArrayList<>();
        List<Attachment> files = new ArrayList<>();
        for (Attachment attachment : message.attachments()) {
            boolean shown = attachment.contentId() != null && message.htmlBytes() != null;
            (shown ? inline : files).add(attachment);
        }
        if (files.isEmpty()) {
            alternatives(inline);
            return;
        }
        String mixed = open("multipart/mixed", "");
        delimiter(mixed);
        alternatives(inline);
        for (Attachment file : files) {
            delimiter(mixed);
            file(file);
        }
        close(mixed);
    }

    private void alternatives(List<Attachment> inline) {
        byte[] text = message.textBytes();
        byte[] html = message.htmlBytes();
        if (html == null || text == null) {
            body(text, html, inline);
            return;
        }
        String alternative = open("multipart/alternative", "");
        delimiter(alternative);
        text("plain", text);
        delimiter(alternative);
        body(null, html, inline);
        close(alternative);
    }

    private void body(byte @Nullable [] text, byte @Nullable [] html, List<Attachment> inline) {
        if (html == null) {
            text("plain", text == null ? new byte[0] : text);
            return;
        }
        if (inline.isEmpty()) {
            text("html", html);
            return;
        }
        String related = open("multipart/related", "; type=\"text/html\"");
        delimiter(related);
        text("html", html);
        for (Attachment image : inline) {
            delimiter(related);
            file(image);
        }
        close(related);
    }

    private void text(String subtype, byte[] content) {
        boolean alone = boundaries == 0;
        if (bodies != null && bodies.write(subtype, alone, out)) {
            return;
        }
        byte[] normalised = BodyEncoding.normalise(content, alone);
        MailCharset charset = message.charset();
        if (charset instanceof MailCharset.Iso2022Jp) {
            normalised = Jis.encode(normalised);
        }
        BodyEncoding encoding = BodyEncoding.forText(normalised, charset);
        headers.raw("Content-Type", "text/" + subtype + "; charset=" + charset.label());
        headers.raw("Content-Transfer-Encoding", encoding.token);
        out.crlf();
        encoding.write(normalised, out);
        if (!alone || encoding == BodyEncoding.BASE64) {
            out.crlf();
        }
    }

    private void file(Attachment file) {
        String name = file.fileName();
        boolean plain = MimeParameters.isPlain(name);
        // The Content-Type's name serves programs that do not know RFC 2231. It stands apart from
        // filename*, since programs disagree on which of two names in one header they take.
        out.put("Content-Type: ").put(mediaType(file)).put(";\r\n name=");
        out.put(MimeParameters.quoted(plain ? name : MimeParameters.fallback(name)))
                .crlf();
        headers.raw("Content-Transfer-Encoding", BodyEncoding.BASE64.token);
        String contentId = file.contentId();
        if (contentId != null) {
            headers.raw("Content-ID", "<" + contentId + ">");
        }
        out.put("Content-Disposition: ").put(contentId == null ? "attachment" : "inline");
        if (plain) {
            out.put(";\r\n filename=").put(MimeParameters.quoted(name));
        } else {
            out.put(MimeParameters.extended("filename", name, message.charset()));
        }
        out.crlf().crlf();
        BodyEncoding.BASE64.write(file.content(), out);
        out.crlf();
    }

    /** Messages and multiparts must not be encoded in base64 (RFC 2046, 5): they travel as plain files. */
    private static String mediaType(Attachment file) {
        String type = file.mediaType();
        return type.startsWith("message/") || type.startsWith("multipart/") ? "application/octet-stream" : type;
    }

    private String open(String type, String parameters) {
        String own = boundary + '.' + ++boundaries;
        headers.raw("Content-Type", type + parameters + ";\r\n boundary=\"" + own + '"');
        out.crlf();
        return own;
    }

    private void delimiter(String own) {
        out.put("--").put(own).crlf();
    }

    private void close(String own) {
        out.put("--").put(own).put("--").crlf();
    }
}
