package dev.hato.message;

import dev.hato.contact.EmailAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes the mails of one template for many recipients; {@link MessageTemplate#composer} gives it. It does what
 * {@link MessageTemplate#render} and {@link Message#compose(String, java.time.Instant, ZoneId)} do together, with
 * all that does not differ between the mails encoded beforehand.
 *
 * <h2>How it works</h2>
 *
 * Made once, the composer writes the headers without slots, the lines around the parts, the attachments and the
 * static <em>segments</em> between the slots into one array of octets, each in the transfer encoding of its part. For a
 * mail it runs the template, which yields a sequence of segments and of slots' values. The values are encoded into
 * an array of the mail's own; of the segments only the range in the shared array is noted. The {@link ComposedMail}
 * consists of both arrays and the ranges, and is put together when it is written.
 *
 * <p>At a seam the encodings need care. A segment in quoted-printable was encoded as if it began a line: where its
 * first line does not fit behind a value, a soft line break goes between them; white space at the end of a value
 * or segment is always encoded, since a line break may follow. A segment in base64 exists thrice, once for each number
 * of octets that may be left from the value before it, and begins a line, which may be shorter than others (RFC 2045,
 * 6.8).
 *
 * <p>The mails differ from those of {@code render} and {@code compose} in the order of their headers, in where their
 * encoded lines break, and in the boundaries, which are the same for all mails of a template; a reader gets the same.
 * Which encoding a part with slots has is decided once, by the segments. In a charset other than UTF-8 each mail
 * is encoded as a whole.
 *
 * <p>Immutable and thread-safe.
 */
public final class MailComposer {
    private static final int DESKS = 16;

    private final MailPlan plan;
    private final ZoneId zone;
    private final HeaderBlock headers;

    /** Plans with more laid out beforehand, if this one has the places of links. */
    private final @Nullable JoinedPlans joined;

    /** Racing threads make the same. */
    private volatile @Nullable MailComposer linked;

    /** Buffers of earlier mails, one for each group of threads, taken while in use. */
    private final AtomicReferenceArray<@Nullable Desk> desks = new AtomicReferenceArray<>(DESKS * Desk.APART);

    /** What one mail is made with. */
    private static final class Desk {
        /** How many references share a cache line: threads should not. */
        private static final int APART = 16;

        /** Of the text and of the HTML. */
        private final Trace[] traces = {new Trace(), new Trace()};

        private final Utf8Buffer line = new Utf8Buffer(1024);
        private final Pieces pieces = new Pieces();
        private final HeaderLine headers = new HeaderLine(line, pieces.own());
        private final TokenLine tokens = new TokenLine();

        private boolean isLarge() {
            return pieces.isLarge()
                    || traces[0].isLarge()
                    || traces[1].isLarge()
                    || line.array().length > Program.LARGEST_SPARE;
        }
    }

    MailComposer(MailPlan plan, ZoneId zone) {
        this(plan, zone, null);
    }

    private MailComposer(MailPlan plan, ZoneId zone, @Nullable JoinedPlans joined) {
        this.plan = plan;
        this.joined = joined;
        this.zone = Objects.requireNonNull(zone, "zone");
        this.headers = new HeaderBlock(plan, zone);
    }

    boolean isFor(Mailbox from, ZoneId dateZone) {
        return plan.from().equals(from) && zone.equals(dateZone);
    }

    /** Returns the author's address, the same for every mail: its domain is that of a good Message-ID. */
    public EmailAddress fromAddress() {
        return plan.from().address();
    }

    /**
     * Makes the mail for one recipient.
     *
     * @param to the recipient
     * @param values what the template is filled from
     * @param stamp Message-ID, date and further headers
     * @throws MissingFieldException if a field that the mail shows has no value
     * @throws RenderException if a value is of a wrong kind, or a limit is exceeded
     * @throws UnmappableTextException if the template's charset cannot hold a character and says {@link Unmappable#FAIL}
     * @throws IllegalArgumentException if the Message-ID is not of the form that {@link MailStamp} describes
     */
    public ComposedMail compose(Mailbox to, Fields values, MailStamp stamp) {
        return make(to, values, stamp, null);
    }

    /**
     * Makes the mail for one recipient with other links: {@link #compose(Mailbox, Fields, MailStamp)} and {@link
     * Message#withLinks} in one go.
     *
     * @param to the recipient
     * @param values what the template is filled from
     * @param stamp Message-ID, date and further headers
     * @param replacing knows the links by their indexes in {@link MessageTemplate#links()}
     */
    public ComposedMail compose(Mailbox to, Fields values, MailStamp stamp, MailLinks replacing) {
        return linked().make(to, values, stamp, Objects.requireNonNull(replacing, "replacing"));
    }

    /** The composer that has the places of links, made when it is first wanted. */
    private MailComposer linked() {
        MailComposer known = linked;
        if (known == null) {
            MessageTemplate template = plan.template();
            TemplateParts.Linked places = template.linked();
            MailPlan withPlaces = MailPlan.of(template, plan.from(), places);
            known = new MailComposer(withPlaces, zone, new JoinedPlans(withPlaces, places));
            linked = known;
        }
        return known;
    }

    private ComposedMail make(Mailbox to, Fields values, MailStamp stamp, @Nullable MailLinks replacing) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(values, "values");
        if (!plan.template().charset().equals(MailCharset.UTF_8)) {
            return composeWhole(to, values, stamp, replacing);
        }
        int place = (int) (Thread.currentThread().getId() % DESKS) * Desk.APART;
        Desk free = desks.getAndSet(place, null);
        Desk desk = free == null ? new Desk() : free;
        try {
            return compose(to, values, stamp, replacing, desk);
        } finally {
            desk.tokens.end();
            if (!desk.isLarge()) {
                desks.setRelease(place, desk);
            }
        }
    }

    /** Another charset may have to give way to UTF-8 for one mail: only the whole of it can tell. */
    private ComposedMail composeWhole(Mailbox to, Fields values, MailStamp stamp, @Nullable MailLinks replacing) {
        Message filled = plan.template().render(to, plan.from(), values);
        Message.Builder message = (replacing == null ? filled : filled.withLinks(replacing)).newBuilder();
        stamp.headers().forEach(header -> message.header(header.name(), header.value()));
        return message.build().compose(stamp.messageId(), stamp.date(), zone);
    }

    private ComposedMail compose(Mailbox to, Fields values, MailStamp stamp, @Nullable MailLinks replacing, Desk desk) {
        desk.pieces.clear();
        boolean ready = headers.write(to, values, stamp, desk.headers, desk.pieces.own());
        MailPlan filled = fill(values, replacing, desk);
        Pieces pieces = desk.pieces;
        List<MailPlan.Section> sections = filled.sections();
        for (int i = 0; i < sections.size(); i++) {
            MailPlan.Section section = sections.get(i);
            pieces.shared(section.from(), section.to() - section.from());
            section.part().write(desk.traces[i], desk.tokens, pieces);
        }
        pieces.shared(filled.end(), filled.shared().length - filled.end());
        return pieces.toMail(stamp.messageId(), filled.shared(), ready && filled.isSmtpReady());
    }

    /** Runs the parts, and returns the plan whose parts they are. */
    private MailPlan fill(Fields values, @Nullable MailLinks replacing, Desk desk) {
        TokenLinks tokens = replacing == null || joined == null ? null : replacing.tokens();
        if (tokens != null && joined != null) {
            MailPlan better = joined.of(tokens);
            if (better != null && fill(better, values, replacing, desk)) {
                desk.tokens.begin(tokens);
                return better;
            }
        }
        fill(plan, values, replacing, desk);
        return plan;
    }

    private static boolean fill(MailPlan plan, Fields values, @Nullable MailLinks replacing, Desk desk) {
        List<MailPlan.Section> sections = plan.sections();
        boolean complete = true;
        // The HTML, which comes last, is filled first, as by render: what is wrong in both is found in the same one.
        for (int i = sections.size() - 1; i >= 0 && complete; i--) {
            MailPlan.Section section = sections.get(i);
            LinkRun links = replacing == null ? null : new LinkWriting(replacing, section.isHtml());
            complete = section.program().run(values, desk.traces[i], links);
        }
        return complete;
    }

    /** Returns the template's name. */
    @Override
    public String toString() {
        return "MailComposer[" + plan.template().name() + "]";
    }
}
