package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the headers that differ between the mails of a composer. Thread-safe. */
final class HeaderBlock {
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
            headers.text(header.name(), header.value());
            ready &= !header.name().startsWith(".");
        }
        return ready;
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
