package dev.hato.message;

import dev.hato.css.CssInliner;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a template that need not compile, for tools that say what is wrong with them.
 *
 * <p>Immutable and thread-safe.
 *
 * @see MessageTemplate.Builder#sources()
 */
public final class TemplateSources {
    /** How many problems of one part are looked for. */
    private static final int MOST = 20;

    /** Without them their end tags would be wrong too. */
    private static final Pattern OPENERS = Pattern.compile("\\{%-?\\s*(?:if|unless|case|for|raw|comment)\\b");

    /** Stands for the parts of a template that has not been compiled. */
    static final Program NOTHING = new TemplateCompiler(
                    "nothing",
                    new Program.Settings(new Formats(Locale.ROOT, ZoneOffset.UTC), TemplateLimits.standard()))
            .line("subject", "");

    private final MessageTemplate uncompiled;

    TemplateSources(MessageTemplate uncompiled) {
        this.uncompiled = uncompiled;
    }

    /** Returns the template's name. */
    public String name() {
        return uncompiled.name();
    }

    /** Returns the source of the subject, possibly empty. */
    public String subject() {
        return uncompiled.subjectSource();
    }

    /** Returns the source of the HTML, or null if there is none. */
    public @Nullable String html() {
        return uncompiled.htmlSource();
    }

    /** Returns the source of the text, or null if it is derived from the HTML. */
    public @Nullable String text() {
        return uncompiled.textSource();
    }

    /** Returns the attachments and inline images. */
    public List<Attachment> attachments() {
        return uncompiled.attachments();
    }

    /** Returns what moves the HTML's style rules into style attributes, or null if they stay. */
    public @Nullable CssInliner cssInliner() {
        return uncompiled.cssInliner();
    }

    /**
     * Returns what keeps the template from being built, part by part: the first problem of each part, and those behind
     * it as long as what is wrong is one output, or a tag without a block, that can be passed over. Empty if it can be built, provided that it has
     * HTML or text.
     */
    public List<TemplateException> problems() {
        List<TemplateException> problems = new ArrayList<>();
        line(problems, "subject", subject());
        String html = html();
        if (html != null) {
            find(problems, html, source -> compiler().html(source, uncompiled.cssInliner(), text() == null));
        }
        String text = text();
        if (text != null) {
            line(problems, "text", text);
        }
        mailbox(problems, "from", uncompiled.fromSource());
        mailbox(problems, "reply-to", uncompiled.replyToSource());
        for (Message.Header header : uncompiled.headerSources()) {
            line(problems, "header " + header.name(), header.value());
        }
        return List.copyOf(problems);
    }

    private TemplateCompiler compiler() {
        return new TemplateCompiler(
                name(), new Program.Settings(new Formats(uncompiled.locale(), uncompiled.zone()), uncompiled.limits()));
    }

    private void mailbox(List<TemplateException> problems, String part, @Nullable Mailbox mailbox) {
        String name = mailbox == null ? null : mailbox.name();
        if (name != null) {
            line(problems, part, name);
        }
    }

    private void line(List<TemplateException> problems, String part, String source) {
        find(problems, source, text -> compiler().line(part, text));
    }

    private interface Attempt {
        Object compile(String source);
    }

    private static void find(List<TemplateException> problems, String source, Attempt attempt) {
        String rest = source;
        for (int i = 0; i < MOST; i++) {
            try {
                attempt.compile(rest);
                return;
            } catch (TemplateException e) {
                problems.add(e);
                String next = without(rest, offset(rest, e.position()));
                if (next == null) {
                    return;
                }
                rest = next;
            }
        }
    }

    private static int offset(String source, TemplatePosition position) {
        int line = 0;
        for (int i = 1; i < position.line(); i++) {
            line = source.indexOf('\n', line) + 1;
        }
        return source.offsetByCodePoints(line, position.column() - 1);
    }

    /** Overwrites the output that this place is in, or the tag that should not be there; null if it is neither. */
    private static @Nullable String without(String source, int offset) {
        boolean tag = source.startsWith("{%", offset);
        if (tag && OPENERS.matcher(source).region(offset, source.length()).lookingAt()) {
            return null;
        }
        int open = tag ? offset : source.lastIndexOf("{{", Math.min(source.length(), offset + 1));
        int close = open < 0 ? -1 : source.indexOf(tag ? "%}" : "}}", open);
        if (close < 0 || close + 2 <= offset) {
            return null;
        }
        char[] text = source.toCharArray();
        for (int i = open; i < close + 2; i++) {
            text[i] = text[i] == '\n' ? '\n' : ' ';
        }
        return new String(text);
    }
}
