package dev.hato.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template as the octets that all its mails share, and what is to be filled in for each. Immutable
 * and thread-safe.
 *
 * <p>The headers with slots come first in a mail, so that those without run into the content without a
 * seam: their order means nothing (RFC 5322, 3.6).
 */
final class MailPlan {
    private final MessageTemplate template;
    private final Mailbox from;
    private final byte[] shared;
    private final List<Section> sections;
    private final int end;
    private final boolean smtpReady;

    private MailPlan(Layout layout) {
        template = layout.template;
        from = layout.from;
        shared = layout.shared.toByteArray();
        sections = List.copyOf(layout.sections);
        end = layout.passed;
        smtpReady = layout.smtpReady;
    }

    MessageTemplate template() {
        return template;
    }

    /** The author, whose name may have slots. */
    Mailbox from() {
        return from;
    }

    /** All octets that are the same in each mail, and the segments of the parts; not to be changed. */
    byte[] shared() {
        return shared;
    }

    /** What is filled in, in order. */
    List<Section> sections() {
        return sections;
    }

    /** Where the octets behind the last section begin. */
    int end() {
        return end;
    }

    /** Whether none of the shared octets hinders {@link ComposedMail#isSmtpReady()}. */
    boolean isSmtpReady() {
        return smtpReady;
    }

    /**
     * A part with slots, and the octets before it.
     *
     * @param from where these begin
     * @param to where they end
     * @param isHtml whether it is the HTML
     */
    record Section(int from, int to, Program program, SegmentedPart part, boolean isHtml) {}

    /**
     * Lays out a template.
     *
     * @param linked the parts with the places of their links, or null if links are as good as other text
     */
    static MailPlan of(MessageTemplate template, Mailbox from, TemplateParts.@Nullable Linked linked) {
        return new Layout(template, from, linked, null).plan();
    }

    /** Lays out a template with the places of its links for mails whose links are alike. */
    static MailPlan of(MessageTemplate template, Mailbox from, TemplateParts.Linked linked, Joins joins) {
        return new Layout(template, from, linked, joins).plan();
    }

    /**
     * What the links of some mails have in common.
     *
     * @param links what stands around their octets
     * @param octets how many each has of its own, at least eight
     */
    record Joins(SharedLinks links, int octets) {}

    /** Whether every mail has the same. */
    static boolean isFixed(Program program) {
        return program.isConstant()
                && program.constant().length <= program.limits().outputBytes();
    }

    /** Whether the name of the author, or of where answers go, is the same in every mail. */
    static boolean isFixedName(@Nullable Program name) {
        return name == null || isFixed(name);
    }

    /** Lays out the shared octets. */
    private static final class Layout {
        private final MessageTemplate template;
        private final TemplateParts parts;
        private final @Nullable Program html;
        private final @Nullable Program text;
        private final Mailbox from;
        private final @Nullable Joins joins;
        private final Octets shared = new Octets(1 << 14);
        private final List<Section> sections = new ArrayList<>();
        private int passed;

        /** Whether the octets that stand between the sections can follow DATA as they are. */
        private boolean smtpReady = true;

        Layout(MessageTemplate template, Mailbox from, TemplateParts.@Nullable Linked linked, @Nullable Joins joins) {
            this.joins = joins;
            this.template = template;
            this.parts = template.parts();
            this.html = linked == null ? parts.html() : linked.html();
            this.text = linked == null ? parts.text() : linked.text();
            this.from = from;
        }

        MailPlan plan() {
            headers();
            Message.Builder outline = Message.builder(from, from);
            if (html != null) {
                outline.html(html.constant());
            }
            if (text != null) {
                outline.text(text.constant());
            }
            template.attachments().forEach(outline::attach);
            MimeWriter.content(outline.build(), template.fingerprint(), shared, this::body);
            smtpReady &= SmtpReadiness.of(shared.array(), passed, shared.length());
            return new MailPlan(this);
        }

        private void headers() {
            HeaderWriter headers = new HeaderWriter(shared);
            TemplateParts.Names names = parts.names();
            if (isFixedName(names.from())) {
                headers.mailbox("From", TemplateParts.mailbox(from, names.from(), Fields.none()));
            }
            Mailbox replyTo = template.replyToSource();
            if (replyTo != null && isFixedName(names.replyTo())) {
                headers.mailbox("Reply-To", TemplateParts.mailbox(replyTo, names.replyTo(), Fields.none()));
            }
            if (isFixed(parts.subject())) {
                headers.text("Subject", OneLine.of(parts.subject().runToString(Fields.none())));
            }
            headers.raw("MIME-Version", "1.0");
            List<Message.Header> sources = template.headerSources();
            for (int i = 0; i < sources.size(); i++) {
                Program program = parts.headers().get(i);
                if (isFixed(program)) {
                    headers.text(sources.get(i).name(), OneLine.of(program.runToString(Fields.none())));
                }
            }
        }

        private boolean body(String subtype, boolean alone, Octets out) {
            boolean isHtml = subtype.equals("html");
            Program program = isHtml ? html : text;
            if (program == null || program.isConstant()) {
                return false;
            }
            HeaderWriter headers = new HeaderWriter(out);
            BodyEncoding encoding = SegmentedPart.encodingOf(program);
            headers.raw("Content-Type", "text/" + subtype + "; charset=UTF-8");
            headers.raw("Content-Transfer-Encoding", encoding.token);
            out.crlf();
            int start = out.length();
            smtpReady &= SmtpReadiness.of(out.array(), passed, start);
            if (joins != null && encoding == BodyEncoding.QUOTED_PRINTABLE) {
                JoinedPart joined = JoinedPart.of(program, joins.links(), joins.octets(), isHtml, alone, out);
                sections.add(new Section(passed, start, joined.program(), joined.part(), isHtml));
            } else {
                SegmentedPart part = SegmentedPart.of(encoding, program, alone, out);
                sections.add(new Section(passed, start, program, part, isHtml));
            }
            passed = out.length();
            if (!alone || encoding == BodyEncoding.BASE64) {
                out.crlf();
            }
            return true;
        }
    }
}
