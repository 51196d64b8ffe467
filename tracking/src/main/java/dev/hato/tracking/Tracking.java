package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.delivery.RecipientLink;
import dev.hato.delivery.Unsubscribe;
import dev.hato.message.LinkTransformer;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows what recipients do with mails: puts links of the host's own into them, and reads them again.
 *
 * <pre>{@code
 * Tracking tracking = Tracking.at(URI.create("https://t.shop.example")).signedWith(keys).build();
 * Hato hato = Hato.builder(stores, transport)
 *     .transformer(tracking.transformer())
 *     .unsubscribe(tracking.unsubscribe())
 *     …
 * }</pre>
 *
 * <p>A link stays as it is if its element has the attribute {@code data-hato-track="off"}; {@code data-hato-name} gives it a
 * name for {@link Builder#parameter}, {@code data-hato-params="off"} keeps parameters from it. Immutable and thread-safe.
 */
public final class Tracking {
    private static final Pattern CODE = Pattern.compile("##_url_([0-9]{1,5})_##");

    private final TrackingRules rules;
    private final TokenMill mill;
    private final TokenReader reader;
    private final @Nullable Stores stores;
    private final TrackingTransformer transformer;

    private Tracking(TrackingKeys keys, TrackingRules rules, @Nullable Stores stores) {
        this.rules = rules;
        this.stores = stores;
        this.mill = new TokenMill(keys, rules.base());
        this.transformer = new TrackingTransformer(rules, mill);
        this.reader = new TokenReader(keys, rules::registered, rules.table());
    }

    /**
     * Begins tracking under an address; keys are required besides.
     *
     * @param base where the handler answers: an http or https URL, best on a host name of its own under the sender's domain
     * @throws IllegalArgumentException if it is another URL, or has a query or a fragment
     */
    public static Builder at(URI base) {
        return new Builder(base);
    }

    /** Returns what puts tracked links into mails, for the engine. */
    public LinkTransformer transformer() {
        return transformer;
    }

    /** Returns a way to unsubscribe under this address, for the engine. It needs a base with https. */
    public Unsubscribe unsubscribe() {
        return Unsubscribe.byLink(target -> URI.create(mill.link(
                Purpose.UNSUBSCRIBE,
                mail(target),
                target.list() == null ? null : target.list().name())));
    }

    /**
     * Returns links to one of the handler's pages, for templates: {@code Hato.builder(…).link("view",
     * tracking.page(Purpose.VIEW))} fills {@code {{ view.url }}}.
     *
     * @param purpose such as {@link Purpose#VIEW} or {@link Purpose#PREFERENCES}
     */
    public RecipientLink page(Purpose purpose) {
        return target -> link(purpose, mail(target), null);
    }

    /**
     * Returns links to one of the handler's pages about something, for templates.
     *
     * @param purpose such as {@link Purpose#COUPON}
     * @param detail what it is about, such as the name of a coupon's offer, hidden in it
     */
    public RecipientLink page(Purpose purpose, String detail) {
        Objects.requireNonNull(detail, "detail");
        return target -> link(purpose, mail(target), detail);
    }

    private static TrackedMail mail(Unsubscribe.Target target) {
        return new TrackedMail(
                target.mail().source(),
                target.mail().step(),
                target.mail().occurrence(),
                target.contact().id(),
                target.test());
    }

    /**
     * Returns a link, for a page of the host's or a field of a template.
     *
     * @param purpose what it is for
     * @param mail the mail that it belongs to
     * @param detail what it is about, such as a list's name, hidden in it; null for nothing
     * @throws IllegalArgumentException if the detail is empty or longer than 4,000 bytes
     */
    public URI link(Purpose purpose, TrackedMail mail, @Nullable String detail) {
        return URI.create(mill.link(purpose, mail, detail));
    }

    /**
     * Returns what a token says, or empty if it was not made for the purpose with one of the keys, or leads nowhere any more.
     *
     * @param purpose the purpose whose path it came under
     * @param token what stands behind the path
     */
    public Optional<TrackedLink> read(Purpose purpose, String token) {
        return Optional.ofNullable(reader.read(purpose, token));
    }

    /**
     * Returns the source of a template in which codes such as {@code ##_url_1_##} have become links to the URLs that are
     * registered under their numbers.
     *
     * @throws IllegalArgumentException if no URL is registered under a number
     */
    public String withRegisteredLinks(String source) {
        Matcher code = CODE.matcher(source);
        StringBuilder out = new StringBuilder();
        while (code.find()) {
            int number = Integer.parseInt(code.group(1));
            if (!rules.registered().containsKey(number)) {
                throw new IllegalArgumentException(
                        "The template has the code '" + code.group() + "', but no URL is registered under " + number
                                + "; register it with registered(" + number + ", …).");
            }
            code.appendReplacement(out, Matcher.quoteReplacement(rules.base() + TrackingRules.REGISTERED + number));
        }
        return code.appendTail(out).toString();
    }

    /**
     * Returns what answers the links, with the standard settings; keep it, since each has a queue of hits of its own, and close it
     * at the end.
     */
    public TrackingHandler handler() {
        return endpoints().build();
    }

    /** Begins what answers the links, with settings: its pages, its judge of hits, what shows mails in the browser. */
    public TrackingHandler.Builder endpoints() {
        TrackingHandler.Builder endpoints = new TrackingHandler.Builder(URI.create(rules.base()), reader, mill);
        return stores == null ? endpoints : endpoints.stores(stores);
    }

    /** Returns where it answers. */
    @Override
    public String toString() {
        return "Tracking[" + rules.base() + "]";
    }

    /** Collects what tracking works with. Not thread-safe. */
    public static final class Builder {
        private final String base;
        private final Map<Integer, URI> registered = new HashMap<>();
        private final Set<String> untracked = new HashSet<>();
        private @Nullable TrackingKeys keys;
        private @Nullable LinkTable table;
        private @Nullable Stores stores;
        private LinkParameters parameters = LinkParameters.NONE;
        private Predicate<Contact> opens = contact -> true;

        private Builder(URI base) {
            String text = base.toString();
            String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("https") || scheme.equals("http"))
                    || base.getHost() == null
                    || base.getRawQuery() != null
                    || base.getRawFragment() != null
                    || base.getRawUserInfo() != null
                    || !text.equals(base.toASCIIString())) {
                throw new IllegalArgumentException("Links cannot be tracked at '" + text
                        + "'; give an https URL in ASCII without query and fragment, such as https://t.shop.example.");
            }
            this.base = text.endsWith("/") ? text : text + "/";
        }

        /** Sets the keys that links are made and checked with. Required. */
        public Builder signedWith(TrackingKeys value) {
            keys = Objects.requireNonNull(value, "keys");
            return this;
        }

        /**
         * Registers a URL under a number. Its clicks are counted under the number, in whatever mail it stands.
         *
         * @param number 1 to 16383; stands in templates as {@code ##_url_1_##} (see {@link #withRegisteredLinks}) or as the link
         *     {@code r/1} under the base
         * @param url an http or https URL; if it is registered anew, older mails lead there, too
         * @throws IllegalArgumentException if the number is taken or out of range, or the URL is another
         */
        public Builder registered(int number, URI url) {
            if (number < 1 || number > TokenWriter.LAST_LINK) {
                throw new IllegalArgumentException("The URL '" + url + "' is registered under " + number
                        + "; give it a number from 1 to " + TokenWriter.LAST_LINK + ".");
            }
            if (TrackingRules.host(url.toString()) == null || url.getRawAuthority() == null) {
                throw new IllegalArgumentException(
                        "'" + url + "' cannot be registered under " + number + "; give an http or https URL.");
            }
            if (registered.putIfAbsent(number, url) != null) {
                throw new IllegalArgumentException("There is a URL registered under " + number + " already.");
            }
            return this;
        }

        /**
         * Leaves links to these hosts as they are, such as {@code pay.shop.example}, on whatever port. Names in other letters than
         * ASCII are those in ASCII (IDNA), too.
         *
         * @throws IllegalArgumentException if one is no host's name
         */
        public Builder untracked(String... hosts) {
            for (String host : hosts) {
                String known = host.isBlank() ? null : TrackingRules.host("https://" + host);
                if (known == null
                        || known.length() != host.length()
                        || host.codePoints().anyMatch(c -> c <= ' ')) {
                    throw new IllegalArgumentException("'" + host
                            + "' is no host name; give one such as pay.shop.example, without scheme, port and path.");
                }
                untracked.add(TrackingRules.inAscii(known));
            }
            return this;
        }

        /**
         * Adds a parameter to the query of the pages that links lead to, unless a link has it already.
         *
         * @param name such as {@code utm_campaign}
         * @param value may contain {@code {mail}}: the name of the delivery, or of the template where there is none; {@code
         *     {delivery}}: its id; {@code {step}}; and {@code {link}}: the link's name or number. {@code {mail}} is known when
         *     mails are made only, so that it cannot be used with {@link #registered} URLs, which get theirs at the click
         * @throws IllegalArgumentException if the name was given before, or the value has other names in braces
         */
        public Builder parameter(String name, String value) {
            parameters = parameters.and(name, value);
            return this;
        }

        /** Puts the picture that tells of opens only into mails to contacts who have consented; into all unless set. */
        public Builder opensOnlyFor(Predicate<Contact> consent) {
            opens = Objects.requireNonNull(consent, "consent");
            return this;
        }

        /**
         * Records hits in these stores, and changes subscriptions there; without it links lead to their pages and nothing else
         * works.
         */
        public Builder recordingIn(Stores value) {
            stores = Objects.requireNonNull(value, "stores");
            return this;
        }

        /** Keeps where links lead to in a table of the host's; in the links themselves unless set. */
        public Builder linkTable(LinkTable value) {
            table = Objects.requireNonNull(value, "table");
            return this;
        }

        /**
         * Returns the tracking.
         *
         * @throws IllegalStateException if it has no keys, or parameters need the mail's name while URLs are registered
         */
        public Tracking build() {
            if (keys == null) {
                throw new IllegalStateException(
                        "Tracking has no keys, without which links could be forged; give them with signedWith(…).");
            }
            if (!registered.isEmpty() && parameters.nameMail()) {
                throw new IllegalStateException(
                        "A parameter of links has {mail} in its value, and URLs are registered: "
                                + "where those lead is settled by the click, when nobody knows the mail's name. Use {delivery}, "
                                + "the delivery's id, or register no URLs.");
            }
            return new Tracking(keys, new TrackingRules(base, registered, untracked, parameters, opens, table), stores);
        }
    }
}
