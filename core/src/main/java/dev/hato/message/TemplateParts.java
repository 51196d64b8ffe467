package dev.hato.message;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The compiled parts of a template. */
record TemplateParts(
        @Nullable Program html, @Nullable Program text, Program subject, Names names, List<Program> headers) {
    private static final int LONGEST_NAME = 100;

    /** Stand for the parts of a template that has not been compiled. */
    static final TemplateParts NONE = new TemplateParts(
            null,
            null,
            new TemplateCompiler(
                            "nothing",
                            new Program.Settings(new Formats(Locale.ROOT, ZoneOffset.UTC), TemplateLimits.standard()))
                    .line("subject", ""),
            new Names(null, null),
            List.of());

    /** The compiled names of the author and of where answers go. */
    record Names(@Nullable Program from, @Nullable Program replyTo) {}

    /**
     * Compiles the sources of a template.
     *
     * @throws TemplateException if a part cannot be compiled, saying where and why
     * @throws IllegalStateException if there is neither HTML nor text
     */
    static TemplateParts compile(MessageTemplate sources, TemplateCompiler compiler) {
        String html = sources.htmlSource();
        String text = sources.textSource();
        if (html == null && text == null) {
            throw new IllegalStateException(
                    "Template '" + sources.name() + "' has neither HTML nor text; set one of them.");
        }
        Program subject = compiler.line("subject", sources.subjectSource());
        TemplateCompiler.HtmlParts both = html == null ? null : compiler.html(html, sources.cssInliner(), text == null);
        Program textPart = text == null ? (both == null ? null : both.text()) : compiler.text(text);
        Names names = new Names(
                name(compiler, "from", sources.fromSource()), name(compiler, "reply-to", sources.replyToSource()));
        List<Program> headers = sources.headerSources().stream()
                .map(header -> compiler.line("header " + header.name(), header.value()))
                .toList();
        return new TemplateParts(both == null ? null : both.html(), textPart, subject, names, headers);
    }

    /**
     * The HTML and the text with the places of their links.
     *
     * @param links these links
     */
    record Linked(@Nullable Program html, @Nullable Program text, TemplateLinks links) {
        static Linked compile(MessageTemplate sources, Program.Settings settings) {
            TemplateCompiler compiler = TemplateCompiler.linking(sources.name(), settings);
            String html = sources.htmlSource();
            String text = sources.textSource();
            TemplateCompiler.HtmlParts both =
                    html == null ? null : compiler.html(html, sources.cssInliner(), text == null);
            Program textPart = text == null ? (both == null ? null : both.text()) : compiler.text(text);
            TemplateLinks links = new TemplateLinks(sources.fingerprint(), compiler.links(), html != null);
            return new Linked(both == null ? null : both.html(), textPart, links);
        }

        /** Fills both parts, and notes where their links stand. */
        void render(Fields values, Message.Builder message) {
            LinkMarking inHtml = new LinkMarking();
            LinkMarking inText = new LinkMarking();
            if (html != null) {
                message.html(html.run(values, inHtml));
            }
            if (text != null) {
                message.text(text.run(values, inText));
            }
            message.links(new MarkedLinks(links, inHtml, inText));
        }
    }

    /**
     * Fills the template.
     *
     * @param linked the parts with the places of their links, if the message is to know them
     */
    Message render(MessageTemplate template, Message.Builder message, Fields values, @Nullable Linked linked) {
        message.subject(OneLine.of(subject.runToString(values)));
        Mailbox replyTo = template.replyToSource();
        if (replyTo != null) {
            message.replyTo(mailbox(replyTo, names.replyTo(), values));
        }
        List<Message.Header> sources = template.headerSources();
        for (int i = 0; i < sources.size(); i++) {
            message.header(sources.get(i).name(), OneLine.of(headers.get(i).runToString(values)));
        }
        if (linked != null) {
            linked.render(values, message);
        } else {
            if (html != null) {
                message.html(html.run(values));
            }
            if (text != null) {
                message.text(text.run(values));
            }
        }
        template.attachments().forEach(message::attach);
        return message.build();
    }

    private static @Nullable Program name(TemplateCompiler compiler, String part, @Nullable Mailbox mailbox) {
        String name = mailbox == null ? null : mailbox.name();
        return name == null ? null : compiler.line(part, name);
    }

    /** Returns the source with its name filled. */
    static Mailbox mailbox(Mailbox source, @Nullable Program name, Fields values) {
        if (name == null) {
            return source;
        }
        String filled = Graphemes.truncate(OneLine.of(name.runToString(values)), LONGEST_NAME, "…");
        return new Mailbox(filled.isBlank() ? null : filled, source.address());
    }
}
