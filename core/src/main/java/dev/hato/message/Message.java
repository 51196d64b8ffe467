package dev.hato.message;

import dev.hato.internal.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message to one recipient with all its fields filled, not yet in MIME form.
 *
 * <p>Immutable and thread-safe.
 */
public final class Message {
    private final Mailbox from;
    private final Mailbox to;
    private final @Nullable Mailbox replyTo;
    private final MailCharset charset;
    private final String subject;
    private final List<Header> headers;
    private final byte @Nullable [] html;
    private final byte @Nullable [] text;
    private final List<Attachment> attachments;

    /** Where links lead that nobody may replace. */
    private final Set<String> kept;

    /** Found when they are asked for, if they are not known; racing threads find the same. */
    private volatile @Nullable FilledLinks links;

    private Message(Builder builder) {
        from = builder.from;
        to = builder.to;
        replyTo = builder.replyTo;
        charset = builder.charset;
        subject = builder.subject;
        headers = List.copyOf(builder.headers);
        html = builder.html;
        text = builder.text;
        attachments = List.copyOf(builder.attachments);
        kept = builder.kept;
        links = builder.links;
    }

    /** Begins a message. */
    public static Builder builder(Mailbox from, Mailbox to) {
        return new Builder(from, to);
    }

    /** Returns a builder that begins with all that this message has. */
    public Builder newBuilder() {
        Builder builder = new Builder(from, to);
        builder.replyTo = replyTo;
        builder.charset = charset;
        builder.subject = subject;
        builder.headers.addAll(headers);
        builder.html = html;
        builder.text = text;
        builder.attachments.addAll(attachments);
        builder.kept = kept;
        builder.links = links;
        return builder;
    }

    /** Returns the author. */
    public Mailbox from() {
        return from;
    }

    /** Returns the recipient. */
    public Mailbox to() {
        return to;
    }

    /** Returns where answers go, or null for the author. */
    public @Nullable Mailbox replyTo() {
        return replyTo;
    }

    /** Returns the charset in which the mail is written, as far as it holds what the message has. */
    public MailCharset charset() {
        return charset;
    }

    /** Returns the subject, without control characters, possibly empty. */
    public String subject() {
        return subject;
    }

    /** Returns the further headers in the order they were added. */
    public List<Header> headers() {
        return headers;
    }

    /** Returns the HTML, or null if the message has none. */
    public @Nullable String html() {
        return html == null ? null : new String(html, StandardCharsets.UTF_8);
    }

    /** Returns the plain text, or null if the message has none. */
    public @Nullable String text() {
        return text == null ? null : new String(text, StandardCharsets.UTF_8);
    }

    /** Returns the attachments, inline images among them. */
    public List<Attachment> attachments() {
        return attachments;
    }

    /**
     * Returns the links of this message: those of its template, if it was rendered after {@link MessageTemplate#links}
     * was called and no part has been set since; else those that are found in the HTML and in the text.
     */
    public TemplateLinks links() {
        return filledLinks().links();
    }

    /**
     * Returns this message with other links; all else in it stays as it is, to the byte.
     *
     * @param replacing knows the links by their indexes in {@link #links()}
     */
    public Message withLinks(MailLinks replacing) {
        return filledLinks().replaced(this, Objects.requireNonNull(replacing, "replacing"));
    }

    private FilledLinks filledLinks() {
        FilledLinks known = links;
        if (known == null) {
            known = FilledLinks.parse(this, kept);
            links = known;
        }
        return known;
    }

    /**
     * Writes the message as MIME, with its date in UTC.
     *
     * <p>The same message, Message-ID and date always give the same octets, so that every try of one
     * mail is the same mail. Bare CR and LF in text and HTML become CRLF, and so ends a body that stands
     * alone. If an
     * address has a local part outside ASCII, the mail needs a server with SMTPUTF8 (RFC 6532);
     * all else is ASCII.
     *
     * @param messageId {@code <opaque@domain>} in ASCII, with its angle brackets (RFC 5322, 3.6.4)
     * @param date when the mail was made
     * @throws IllegalArgumentException if the Message-ID is not of that form
     * @throws UnmappableTextException if the charset cannot hold all characters, and that is to fail
     */
    public ComposedMail compose(String messageId, Instant date) {
        return compose(messageId, date, ZoneOffset.UTC);
    }

    /**
     * Writes the message as MIME, with its date in a zone.
     *
     * @param messageId {@code <opaque@domain>} in ASCII, with its angle brackets (RFC 5322, 3.6.4)
     * @param date when the mail was made
     * @param zone whose local time the Date header shows
     * @throws IllegalArgumentException if the Message-ID is not of that form
     * @throws UnmappableTextException if the charset cannot hold all characters, and that is to fail
     * @see #compose(String, Instant)
     */
    public ComposedMail compose(String messageId, Instant date, ZoneId zone) {
        return MimeWriter.compose(this, messageId, date.atZone(zone));
    }

    /** The HTML in UTF-8, not to be changed. */
    byte @Nullable [] htmlBytes() {
        return html;
    }

    /** The text in UTF-8, not to be changed. */
    byte @Nullable [] textBytes() {
        return text;
    }

    /**
     * One further header.
     *
     * @param name printable ASCII without a colon (RFC 5322, 2.2)
     * @param value Unicode text without control characters
     */
    public record Header(String name, String value) {
        private static final int LONGEST_NAME = 76;

        /** Headers that this library writes itself, in lower case. */
        private static final Set<String> RESERVED = Set.of(
                "from",
                "sender",
                "to",
                "cc",
                "bcc",
                "reply-to",
                "subject",
                "date",
                "message-id",
                "mime-version",
                "content-type",
                "content-transfer-encoding",
                "content-disposition",
                "content-id",
                "return-path",
                "received",
                "dkim-signature");

        /** Checks that neither can break out of its line and that the library does not write the header itself. */
        public Header {
            if (!isName(name)) {
                throw new IllegalArgumentException("Header name " + Texts.quote(name)
                        + " is not printable ASCII without colon and spaces; write a name such as X-Campaign.");
            }
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Header " + name
                        + " is written by the library; use the message's own " + "setting for it, or leave it out.");
            }
            Objects.requireNonNull(value, () -> "Header " + name);
            if (Texts.hasControl(value)) {
                requireOneLine("Header " + name, value);
            }
        }

        private static boolean isName(String name) {
            int length = name.length();
            boolean printable = length > 0 && length <= LONGEST_NAME;
            for (int i = 0; i < length && printable; i++) {
                char c = name.charAt(i);
                printable = c > ' ' && c < 0x7F && c != ':';
            }
            return printable;
        }
    }

    static String requireOneLine(String what, String value) {
        Objects.requireNonNull(value, what);
        int next;
        for (int i = 0; i < value.length(); i += next) {
            int cp = value.codePointAt(i);
            next = Character.charCount(cp);
            if (Texts.isControl(cp)) {
                throw new IllegalArgumentException(what + " has a line break or another control character in "
                        + Texts.quote(value) + "; remove it.");
            }
        }
        return value;
    }

    private static String requireWhole(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(String.format(
                        "%s has half a surrogate pair, \\u%04X, at index %d: a character was cut in two;"
                                + " cut texts between code points.",
                        what, (int) c, i));
            }
        }
        return value;
    }

    /** Collects what a message has. Not thread-safe. */
    public static final class Builder {
        private final Mailbox from;
        private final Mailbox to;
        private final List<Header> headers = new ArrayList<>();
        private final List<Attachment> attachments = new ArrayList<>();
        private @Nullable Mailbox replyTo;
        private MailCharset charset = MailCharset.UTF_8;
        private String subject = "";
        private byte @Nullable [] html;
        private byte @Nullable [] text;
        private Set<String> kept = Set.of();
        private @Nullable FilledLinks links;

        private Builder(Mailbox from, Mailbox to) {
            this.from = Objects.requireNonNull(from, "from");
            this.to = Objects.requireNonNull(to, "to");
        }

        /**
         * Sets the subject.
         *
         * @throws IllegalArgumentException if it has a line break or another control character
         */
        public Builder subject(String value) {
            subject = requireOneLine("Subject", value);
            return this;
        }

        /** Sets the charset in which the mail is written; by default UTF-8. */
        public Builder charset(MailCharset value) {
            charset = Objects.requireNonNull(value, "charset");
            return this;
        }

        /** Sets where answers go. */
        public Builder replyTo(Mailbox value) {
            replyTo = Objects.requireNonNull(value, "replyTo");
            return this;
        }

        /** Adds a header. */
        public Builder header(String name, String value) {
            headers.add(new Header(name, value));
            return this;
        }

        /**
         * Sets the HTML.
         *
         * @throws IllegalArgumentException if it has half a surrogate pair
         */
        public Builder html(String value) {
            return html(requireWhole("HTML", value).getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Sets the plain text.
         *
         * @throws IllegalArgumentException if it has half a surrogate pair
         */
        public Builder text(String value) {
            return text(requireWhole("Text", value).getBytes(StandardCharsets.UTF_8));
        }

        /** Sets the HTML in UTF-8, which is not copied. */
        Builder html(byte[] utf8) {
            html = utf8;
            links = null;
            return this;
        }

        /** Sets the plain text in UTF-8, which is not copied. */
        Builder text(byte[] utf8) {
            text = utf8;
            links = null;
            return this;
        }

        /** Says where the links stand in the parts that have been set. */
        Builder links(MarkedLinks value) {
            links = value;
            kept = value.kept();
            return this;
        }

        /** Adds an attachment or an inline image. */
        public Builder attach(Attachment attachment) {
            attachments.add(Objects.requireNonNull(attachment, "attachment"));
            return this;
        }

        /**
         * Returns the message.
         *
         * @throws IllegalStateException if it has neither HTML nor text
         */
        public Message build() {
            if (html == null && text == null) {
                throw new IllegalStateException("The message has neither HTML nor text; set one of them.");
            }
            return new Message(this);
        }
    }
}
