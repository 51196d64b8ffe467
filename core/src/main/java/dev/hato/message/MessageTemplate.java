package dev.hato.message;

import dev.hato.css.CssInliner;
import dev.hato.internal.Texts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message with fields: compiled once, filled for each recipient.
 *
 * <pre>{@code
 * MessageTemplate thanks = MessageTemplate.named("thanks")
 *     .subject("{{ contact.name }}様、ご注文ありがとうございます")
 *     .html("<p>{{ contact.name | default: \"お客\" }}様</p>"
 *         + "{% for line in order.lines %}<p>{{ line.item }} {{ line.price | currency: \"JPY\" }}</p>{% endfor %}")
 *     .build();
 * }</pre>
 *
 * <h2>Language</h2>
 *
 * The syntax is Liquid's. {@code {{ path | filter: argument }}} puts out a value; a path is {@code contact.name},
 * {@code items[0].price}, {@code items.first}, {@code items.size} or {@code contact["any name"]}; names are made of
 * letters of any script, digits, {@code _} and {@code -}. Tags are {@code if/elsif/else}, {@code unless},
 * {@code case/when}, {@code for item in list limit: n offset: n reversed} with {@code else} and {@code forloop},
 * {@code assign}, {@code raw} and {@code comment}. A hyphen inside the marks, as in {@code {{- x -}}}, takes the
 * white space beside them away.
 *
 * <p>{@code and} binds closer than {@code or}, brackets group. Numbers compare as exact decimals, texts by UTF-16 unit,
 * dates and times with each other and with their ISO text; values of different kinds are unequal and in no order. Only
 * nil and false are false. Filters are {@code default, date, number, currency, upcase, downcase, capitalize, strip,
 * truncate, replace, append, prepend, join, size, first, last, plus, minus, times, divided_by, round, escape,
 * url_encode, newline_to_br}.
 *
 * <h2>Fields without a value</h2>
 *
 * An output whose field is absent or null raises {@link MissingFieldException}, and so does a loop over such a list
 * unless it has an {@code else}. The filter {@code default} supplies a value instead; it also does for a text that is
 * empty or blank, which otherwise counts as a value. In a condition a missing field is false.
 *
 * <h2>Escaping</h2>
 *
 * Each output is escaped for the place where it stands: HTML text, attribute, URL, style, comment, plain text. An URL
 * that begins with a field must be relative or have the scheme http, https, mailto, tel or cid, else it becomes
 * {@code #blocked}; further fields in it are percent-encoded. Where nothing can be escaped (scripts, event handlers,
 * names of tags) an output is an error when the template is built. What comes from fields is never read as a template.
 *
 * <p>Without a text part one is derived from the HTML when the template is built. Immutable and thread-safe.
 */
public final class MessageTemplate {
    private static final int LONGEST_NAME = 200;
    private static final ZoneId USUAL_ZONE = ZoneId.of("Asia/Tokyo");

    private final Builder settings;
    private final List<Message.Header> headerSources;
    private final TemplateParts parts;
    private final SortedMap<String, TemplateField> fields;
    private final String fingerprint;
    private final AtomicReference<@Nullable MailComposer> composer = new AtomicReference<>();
    private final AtomicReference<TemplateParts.@Nullable Linked> linked = new AtomicReference<>();

    private MessageTemplate(Builder settings, TemplateParts parts, SortedMap<String, TemplateField> fields) {
        this.settings = settings;
        this.headerSources = List.copyOf(settings.headers);
        this.parts = parts;
        this.fields = fields;
        this.fingerprint = TemplateFingerprint.of(this);
    }

    /**
     * Begins a template.
     *
     * @param name names the template in messages and reports, at most 200 characters
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Returns a builder that begins with all that this template has. */
    public Builder newBuilder() {
        return settings.copy();
    }

    /** Returns the name. */
    public String name() {
        return settings.name;
    }

    /** Returns the source of the subject. */
    public String subjectSource() {
        return settings.subject;
    }

    /** Returns the source of the HTML, or null if there is none. */
    public @Nullable String htmlSource() {
        return settings.html;
    }

    /** Returns the source of the text, or null if it is derived from the HTML. */
    public @Nullable String textSource() {
        return settings.text;
    }

    /** Returns the charset in which the mails are written. */
    public MailCharset charset() {
        return settings.charset;
    }

    /** Returns the author, whose name may be a template, or null for the engine's sender. */
    public @Nullable Mailbox fromSource() {
        return settings.from;
    }

    /** Returns where answers go, the name may be a template, or null for the author. */
    public @Nullable Mailbox replyToSource() {
        return settings.replyTo;
    }

    /** Returns the further headers, whose values may be templates, in order. */
    public List<Message.Header> headerSources() {
        return headerSources;
    }

    /** Returns the attachments and inline images. */
    public List<Attachment> attachments() {
        return List.copyOf(settings.attachments);
    }

    /** Returns what moves the HTML's style rules into style attributes, or null if they stay. */
    public @Nullable CssInliner cssInliner() {
        return settings.inliner;
    }

    /** Returns the language of dates, numbers and letters. */
    public Locale locale() {
        return settings.locale;
    }

    /** Returns the zone in which instants are shown. */
    public ZoneId zone() {
        return settings.zone == null ? USUAL_ZONE : settings.zone;
    }

    /** Returns the zone that the template declares, or null if it shows instants in the engine's. */
    @Nullable ZoneId declaredZone() {
        return settings.zone;
    }

    /** Returns this template if it declares a zone or shows instants in this one anyway, else one that does. */
    public MessageTemplate inZone(ZoneId usual) {
        boolean fits = settings.zone != null || usual.equals(zone());
        return fits ? this : newBuilder().zone(usual).build();
    }

    /** Returns what becomes of a recipient for whom a field has no value. */
    public MissingField onMissing() {
        return settings.onMissing;
    }

    /** Returns what the template may cost. */
    public TemplateLimits limits() {
        return settings.limits;
    }

    /** Returns the fields that the template reads, by path. */
    public SortedSet<TemplateField> fields() {
        SortedSet<TemplateField> sorted = new TreeSet<>(Comparator.comparing(TemplateField::path));
        sorted.addAll(fields.values());
        return Collections.unmodifiableSortedSet(sorted);
    }

    /**
     * Returns a SHA-256 in hexadecimal over name, sources, attachments, locale, zone, charset and the rule for missing
     * fields: two templates with the same make the same mails. It is the same in every process and version.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Finds the fields that nothing can fill, before a delivery begins.
     *
     * @param known the paths that have a value for some recipient at least, such as {@code contact.name}; a path stands
     *     for all that is inside it; elements of lists are written {@code order.lines[].price}
     * @return one finding for each such field, by path; empty if all is well
     */
    public List<FieldFinding> check(Collection<String> known) {
        return FieldCheck.of(fields.values(), known);
    }

    /**
     * Fills the template for one recipient.
     *
     * @param to the recipient
     * @param defaultFrom the author, where the template has none of its own
     * @throws MissingFieldException if a field that the mail shows has no value
     * @throws RenderException if a value is of a wrong kind, or a limit is exceeded
     */
    public Message render(Mailbox to, Mailbox defaultFrom, Fields values) {
        Mailbox from = settings.from == null
                ? defaultFrom
                : TemplateParts.mailbox(settings.from, parts.names().from(), values);
        return parts.render(this, Message.builder(from, to).charset(settings.charset), values, linked.get());
    }

    /** Returns the template's links, as {@link LinkTransformer} wants them; later messages know where they stand. */
    public TemplateLinks links() {
        return linked().links();
    }

    /** The parts with the places of their links, compiled when they are first wanted. */
    TemplateParts.Linked linked() {
        return linked.updateAndGet(
                known -> known != null ? known : TemplateParts.Linked.compile(this, settings.program()));
    }

    /**
     * Returns what does the same as {@link #render} followed by {@link Message#compose(String, java.time.Instant,
     * ZoneId)}, many times faster: all that does not differ between the mails is encoded now, once. The last one is
     * kept.
     *
     * @param defaultFrom the author, where the template has none of its own
     * @param zone whose local time the Date header shows
     */
    public MailComposer composer(Mailbox defaultFrom, ZoneId zone) {
        Mailbox from = settings.from == null ? Objects.requireNonNull(defaultFrom, "defaultFrom") : settings.from;
        return composer.updateAndGet(kept ->
                kept != null && kept.isFor(from, zone) ? kept : new MailComposer(MailPlan.of(this, from, null), zone));
    }

    /** The compiled parts. */
    TemplateParts parts() {
        return parts;
    }

    /** Returns the name and the fingerprint. */
    @Override
    public String toString() {
        return "MessageTemplate[" + settings.name + ", " + fingerprint.substring(0, 12) + "]";
    }

    /** Collects what a template has. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<Message.Header> headers = new ArrayList<>();
        private final List<Attachment> attachments = new ArrayList<>();
        private String subject = "";
        private @Nullable String html;
        private @Nullable String text;
        private @Nullable Mailbox from;
        private @Nullable Mailbox replyTo;
        private MailCharset charset = MailCharset.UTF_8;
        private Locale locale = Locale.JAPAN;
        private @Nullable ZoneId zone;
        private MissingField onMissing = MissingField.EXCLUDE;
        private TemplateLimits limits = TemplateLimits.standard();
        private @Nullable CssInliner inliner;

        private Builder(String name) {
            this.name = Texts.requireName("Template name", name, LONGEST_NAME);
        }

        private Builder copy() {
            Builder copy = new Builder(name);
            copy.headers.addAll(headers);
            copy.attachments.addAll(attachments);
            copy.subject = subject;
            copy.html = html;
            copy.text = text;
            copy.from = from;
            copy.replyTo = replyTo;
            copy.charset = charset;
            copy.locale = locale;
            copy.zone = zone;
            copy.onMissing = onMissing;
            copy.limits = limits;
            copy.inliner = inliner;
            return copy;
        }

        /** Sets the subject; line breaks in it become spaces. */
        public Builder subject(String source) {
            subject = Objects.requireNonNull(source, "subject");
            return this;
        }

        /** Sets the HTML part. */
        public Builder html(String source) {
            html = Objects.requireNonNull(source, "html");
            return this;
        }

        /** Sets the plain text part. Without one it is derived from the HTML. */
        public Builder text(String source) {
            text = Objects.requireNonNull(source, "text");
            return this;
        }

        /** Sets the author; the name may be a template. Without one it is the engine's sender. */
        public Builder from(Mailbox value) {
            from = Objects.requireNonNull(value, "from");
            return this;
        }

        /** Sets where answers go; the name may be a template. */
        public Builder replyTo(Mailbox value) {
            replyTo = Objects.requireNonNull(value, "replyTo");
            return this;
        }

        /**
         * Adds a header; the value may be a template.
         *
         * @throws IllegalArgumentException if the library writes the header itself, or the name is none
         */
        public Builder header(String headerName, String source) {
            headers.add(new Message.Header(headerName, source));
            return this;
        }

        /** Adds an attachment or an inline image. */
        public Builder attach(Attachment attachment) {
            attachments.add(Objects.requireNonNull(attachment, "attachment"));
            return this;
        }

        /** Sets the charset in which the mails are written; by default UTF-8. */
        public Builder charset(MailCharset value) {
            charset = Objects.requireNonNull(value, "charset");
            return this;
        }

        /** Sets the language of dates, numbers and letters; by default Japanese in Japan. */
        public Builder locale(Locale value) {
            locale = Objects.requireNonNull(value, "locale");
            return this;
        }

        /** Sets the zone in which instants are shown; by default the engine's, and Asia/Tokyo without an engine. */
        public Builder zone(ZoneId value) {
            zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /** Sets what becomes of a recipient for whom a field has no value; by default {@link MissingField#EXCLUDE}. */
        public Builder onMissing(MissingField value) {
            onMissing = Objects.requireNonNull(value, "onMissing");
            return this;
        }

        /** Sets what the template may cost; by default {@link TemplateLimits#standard()}. */
        public Builder limits(TemplateLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /** Moves the HTML's style rules into style attributes when the template is built; by default they stay. */
        public Builder inlineCss(CssInliner value) {
            inliner = Objects.requireNonNull(value, "inliner");
            return this;
        }

        /** Returns the sources so far, which need not compile, to look for what is wrong with them. */
        public TemplateSources sources() {
            return new TemplateSources(uncompiled());
        }

        private Program.Settings program() {
            return new Program.Settings(new Formats(locale, zone == null ? USUAL_ZONE : zone), limits);
        }

        private MessageTemplate uncompiled() {
            return new MessageTemplate(copy(), TemplateParts.NONE, Collections.emptySortedMap());
        }

        /**
         * Compiles the template.
         *
         * @throws TemplateException if a part cannot be compiled, saying where and why
         * @throws IllegalStateException if there is neither HTML nor text
         */
        public MessageTemplate build() {
            MessageTemplate sources = uncompiled();
            TemplateCompiler compiler = new TemplateCompiler(name, sources.settings.program());
            TemplateParts compiled = TemplateParts.compile(sources, compiler);
            return new MessageTemplate(copy(), compiled, compiler.fields());
        }
    }
}
