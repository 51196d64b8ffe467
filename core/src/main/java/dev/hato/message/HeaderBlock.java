package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the headers that differ between the mails of a composer. Thread-safe. */
final class HeaderBlock {
    private static final int FURTHER = 8;

    private final MailPlan plan;
    private final ZoneId zone;
    private final TemplateParts parts;
    private final boolean fixedFrom;
    private final @Nullable Mailbox replyTo;
    private final @Nullable Program subject;
    private final String[] names;
    private final Program[] values;
    private final boolean ascii;
    private volatile DateLine lastDate;

    /** The further headers of the mail before, by position: most are the same objects in all mails of a sending. */
    private final @Nullable Further[] lastFurther = new @Nullable Further[FURTHER];

    /** The Date header of one second. */
    private static final class DateLine {
        private final long second;
        private final byte[] octets;

        DateLine(Instant date, ZoneId zone) {
            String line = "Date: " + MimeWriter.date(date.atZone(zone)) + "\r\n";
            second = date.getEpochSecond();
            octets = line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** A header with its octets, once it has come twice in a row. Racing threads may put one over the other's. */
    private static final class Further {
        private final Message.Header header;
        private final byte @Nullable [] octets;

        Further(Message.Header header, byte @Nullable [] octets) {
            this.header = header;
            this.octets = octets;
        }

        @SuppressWarnings("ReferenceEquality") // the same object is what costs nothing to compare, and what comes again
        boolean isOf(Message.Header other) {
            return header == other;
        }
    }

    HeaderBlock(MailPlan plan, ZoneId zone) {
        this.plan = plan;
        this.zone = zone;
        parts = plan.template().parts();
        fixedFrom = MailPlan.isFixedName(parts.names().from());
        Mailbox answers = plan.template().replyToSource();
        replyTo = MailPlan.isFixedName(parts.names().replyTo()) ? null : answers;
        subject = MailPlan.isFixed(parts.subject()) ? null : parts.subject();
        List<Message.Header> sources = plan.template().headerSources();
        int[] open = IntStream.range(0, sources.size())
                .filter(i -> !MailPlan.isFixed(parts.headers().get(i)))
                .toArray();
        names = new String[open.length];
        values = new Program[open.length];
        boolean plain = fixedFrom || plan.from().address().isAscii();
        plain &= replyTo == null || replyTo.address().isAscii();
        for (int i = 0; i < open.length; i++) {
            names[i] = sources.get(open[i]).name();
            values[i] = parts.headers().get(open[i]);
            plain &= !names[i].startsWith(".");
        }
        ascii = plain;
        lastDate = new DateLine(Instant.EPOCH, zone);
    }

    /**
     * Writes the headers.
     *
     * @param headers writes to those octets
     * @return whether they are all ASCII and no line begins with a dot
     */
    boolean write(Mailbox to, Fields fields, MailStamp stamp, HeaderLine headers, Octets out) {
        date(stamp.date(), out);
        if (!fixedFrom) {
            headers.mailbox(
                    "From", TemplateParts.mailbox(plan.from(), parts.names().from(), fields));
        }
        headers.mailbox("To", to);
        boolean ready = ascii && to.address().isAscii();
        if (subject != null) {
            headers.filled("Subject", subject, fields);
        }
        if (replyTo != null) {
            headers.mailbox(
                    "Reply-To", TemplateParts.mailbox(replyTo, parts.names().replyTo(), fields));
        }
        headers.messageId(stamp.messageId());
        for (int i = 0; i < names.length; i++) {
            headers.filled(names[i], values[i], fields);
        }
        List<Message.Header> further = stamp.headers();
        for (int i = 0; i < further.size(); i++) {
            Message.Header header = further.get(i);
            further(i, header, headers, out);
            ready &= !header.name().startsWith(".");
        }
        return ready;
    }

    private void further(int position, Message.Header header, HeaderLine headers, Octets out) {
        Further last = position < FURTHER ? lastFurther[position] : null;
        boolean again = last != null && last.isOf(header);
        byte[] known = last == null || !again ? null : last.octets;
        if (known != null) {
            out.put(known, 0, known.length);
            return;
        }
        int from = out.length();
        headers.text(header.name(), header.value());
        if (position < FURTHER) {
            lastFurther[position] =
                    new Further(header, again ? Arrays.copyOfRange(out.array(), from, out.length()) : null);
        }
    }

    private void date(Instant date, Octets out) {
        DateLine known = lastDate;
        if (known.second != date.getEpochSecond()) {
            known = new DateLine(date, zone);
            lastDate = known;
        }
        out.put(known.octets, 0, known.octets.length);
    }
}
