package dev.hato.tracking;

import dev.hato.delivery.SendKey;
import dev.hato.message.AsciiSink;
import dev.hato.message.AsciiText;
import dev.hato.message.LinkPlan;
import dev.hato.message.MailContext;
import dev.hato.message.MailLinks;
import dev.hato.message.SharedLinks;
import dev.hato.message.TemplateLink;
import dev.hato.message.TemplateLinks;
import dev.hato.message.TokenLinks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What becomes of one template's links: decided once, but for those whose target has fields. Thread-safe. */
final class TrackingPlan implements LinkPlan {
    /** Opts a link out. */
    private static final String TRACK = "data-hato-track";

    /** Keeps a link from getting parameters. */
    private static final String PARAMETERS = "data-hato-params";

    /** Names a link in parameters. */
    private static final String NAME = "data-hato-name";

    private static final String OFF = "off";

    /** Stands in tokens for links that came with a value, and have no number. */
    static final int OF_VALUE = TokenWriter.LAST_LINK;

    /** So many deliveries with one template are worked on at once, at most, without making links ready again. */
    private static final int KEPT = 64;

    private static final LinkParameters.Place NOWHERE = new LinkParameters.Place("", "", "");

    private final TrackingRules rules;
    private final TokenMill mill;
    private final boolean hasHtml;
    private final boolean shared;
    private final boolean placed;
    private final List<Link> links;
    private final Link ofValue;
    private final AsciiText clickPrefix;
    private final AsciiText openPrefix;
    private final Map<LinkParameters.Place, ReadyLinks> ready = new ConcurrentHashMap<>();

    /** The links of all mails, where they do not depend on the source; racing threads make the same. */
    private volatile @Nullable ReadyLinks anywhere;

    TrackingPlan(TrackingRules rules, TokenMill mill, TemplateLinks links) {
        this.rules = rules;
        this.mill = mill;
        this.hasHtml = links.hasHtml();
        this.shared = links.fingerprint() != null;
        this.placed = rules.table() != null || rules.parameters().dependOnPlace();
        this.links = links.all().stream().map(this::link).toList();
        this.ofValue = new Link(null, -1, "", true, rules.parameters());
        this.clickPrefix = AsciiText.of(mill.prefix(Purpose.CLICK));
        this.openPrefix = AsciiText.of(mill.prefix(Purpose.OPEN));
    }

    /**
     * A link of the template.
     *
     * @param target where it leads, or null if fields decide
     * @param registered the number of the registered URL that it is, or -1
     * @param name its name in parameters
     * @param followed whether it may be followed
     * @param parameters what is added to its URL
     */
    private record Link(
            @Nullable String target, int registered, String name, boolean followed, LinkParameters parameters) {}

    private Link link(TemplateLink link) {
        Map<String, String> attributes = link.attributes();
        String target = link.target();
        int number = target == null ? -1 : rules.registeredNumber(target);
        boolean wanted = link.index() < OF_VALUE && !isOff(attributes, TRACK);
        return new Link(
                target,
                number,
                attributes.getOrDefault(NAME, Integer.toString(link.index())),
                wanted && (target == null || number >= 0 || rules.isFollowed(target)),
                isOff(attributes, PARAMETERS) ? LinkParameters.NONE : rules.parameters());
    }

    private static boolean isOff(Map<String, String> attributes, String name) {
        return OFF.equalsIgnoreCase(attributes.getOrDefault(name, "").strip());
    }

    @Override
    public MailLinks forMail(MailContext mail) {
        return new OfMail(mail, shared ? ready(mail) : null);
    }

    /** Returns the links made ready for the mails of this source and step. */
    private ReadyLinks ready(MailContext mail) {
        if (!placed) {
            return readyAnywhere();
        }
        LinkParameters.Place place = place(mail);
        ReadyLinks known = ready.get(place);
        if (known != null) {
            return known;
        }
        if (ready.size() >= KEPT) {
            ready.clear();
        }
        return ready.computeIfAbsent(place, this::prepared);
    }

    private ReadyLinks readyAnywhere() {
        ReadyLinks known = anywhere;
        if (known == null) {
            known = prepared(NOWHERE);
            anywhere = known;
        }
        return known;
    }

    private static LinkParameters.Place place(MailContext mail) {
        return new LinkParameters.Place(mail.source(), mail.step(), mail.name());
    }

    private ReadyLinks prepared(LinkParameters.Place place) {
        LinkTable table = place.source().equals(SendKey.TRANSACTIONAL) ? null : rules.table();
        @Nullable ReadyLink[] prepared = new @Nullable ReadyLink[links.size()];
        Map<Integer, String> targets = new TreeMap<>();
        for (int i = 0; i < prepared.length; i++) {
            Link link = links.get(i);
            if (!link.followed()) {
                continue;
            }
            if (link.registered() >= 0) {
                prepared[i] = new ReadyLink(Detail.REGISTERED, link.registered());
            } else if (link.target() != null) {
                String target = link.parameters().addedTo(link.target(), place, link.name());
                if (mill.fits(target)) {
                    targets.put(i, target);
                    prepared[i] = new ReadyLink(mill.shared(target, table != null), i);
                }
            }
        }
        if (table != null && !targets.isEmpty()) {
            table.keep(place.source(), place.step(), targets);
        }
        return new ReadyLinks(prepared, clickPrefix, openPrefix);
    }

    /** The links of one mail. */
    private final class OfMail implements MailLinks, TokenLinks {
        private final MailContext mail;
        private final @Nullable ReadyLinks ready;
        private @Nullable SharedLinks sharedLinks;
        private @Nullable TokenWriter writer;

        OfMail(MailContext mail, @Nullable ReadyLinks ready) {
            this.mail = mail;
            this.ready = ready;
        }

        @Override
        public boolean write(int index, @Nullable String target, AsciiSink out) {
            ReadyLink known = ready == null || index < 0 ? null : ready.get(index);
            if (known != null) {
                writer().write(Purpose.CLICK, known.number(), known.detail(), clickPrefix, out);
                return true;
            }
            Link link = index == TemplateLinks.OF_VALUE ? ofValue : links.get(index);
            if (!link.followed()) {
                return false;
            }
            if (ready != null && link.target() != null) {
                return false;
            }
            String url = link.target() == null ? target : link.target();
            return url != null && writeOwn(link, index, url, out);
        }

        @Override
        public boolean writePixel(AsciiSink out) {
            if (!isOpenSeen()) {
                return false;
            }
            writer().write(Purpose.OPEN, 0, Detail.NONE, openPrefix, out);
            return true;
        }

        private boolean isOpenSeen() {
            return hasHtml && rules.opens().test(mail.contact());
        }

        @Override
        public @Nullable TokenLinks tokens() {
            if (ready == null) {
                return null;
            }
            sharedLinks = ready.shared(isOpenSeen());
            return this;
        }

        @Override
        public SharedLinks shared() {
            return Objects.requireNonNull(sharedLinks, "tokens were not asked for");
        }

        @Override
        public int mailOctets() {
            return writer().headLength();
        }

        @Override
        public void putMail(byte[] out, int at) {
            writer().writeHead(out, at);
        }

        @Override
        public void putLinks(int[] indexes, byte[] out, int at) {
            writer().writeLinks(Objects.requireNonNull(ready, "links that all mails share"), indexes, out, at);
        }

        private boolean writeOwn(Link link, int index, String url, AsciiSink out) {
            int registered = rules.registeredNumber(url);
            if (registered >= 0) {
                writer().write(Purpose.CLICK, registered, Detail.REGISTERED, clickPrefix, out);
                return true;
            }
            if (!rules.isFollowed(url)) {
                return false;
            }
            String target = link.parameters().addedTo(url, place(mail), link.name());
            if (!mill.fits(target)) {
                return false;
            }
            byte[] token = writer().token(Purpose.CLICK, index < 0 ? OF_VALUE : index, target);
            out.put(clickPrefix);
            out.put(token, 0, token.length);
            return true;
        }

        /** Returns this thread's writer, which may have had another mail meanwhile. */
        private TokenWriter writer() {
            TokenWriter known = writer;
            if (known == null || !known.isOwnedBy(this)) {
                known = mill.writer();
                String contact = mail.contact().id().value();
                known.mail(mail.source(), mail.step(), mail.occurrence(), contact, mail.test());
                known.own(this);
                writer = known;
            }
            return known;
        }
    }
}
