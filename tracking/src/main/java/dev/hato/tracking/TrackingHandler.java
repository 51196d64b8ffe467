package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.delivery.SendKey;
import dev.hato.tracking.TrackingPage.Kind;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.coupon.Coupons;
import dev.hato.tracking.hit.ClientNetwork;
import dev.hato.tracking.hit.Hit;
import dev.hato.tracking.hit.HitKind;
import dev.hato.tracking.hit.HitLog;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the links of mails: a request in, a response out, whatever server carries them.
 *
 * <p>A link leads where its authentic token says, also while the stores are down; anything else gets 404 and no redirect. GET and
 * HEAD change nothing but counts, and HEAD not even these: to leave a list takes a POST, which acts at once and without a cookie,
 * a login or a redirect (RFC 8058). No exception leaves it. Thread-safe.
 */
public final class TrackingHandler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrackingHandler.class);

    private static final String NO_STORE = "no-store";
    private static final String READ = "GET, HEAD";
    private static final String WRITE = "GET, HEAD, POST";

    /** One transparent pixel. */
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static final Map<String, String> OF_PIXEL = Map.of(
            "Content-Type", "image/gif",
            "Cache-Control", "no-store, no-cache, must-revalidate, private, max-age=0",
            "Pragma", "no-cache",
            "Expires", "0",
            "Referrer-Policy", "no-referrer",
            "X-Robots-Tag", "noindex");

    /** Shown mails bring their own images and styles, and their links open pages; nothing else of them works. */
    private static final String OF_VIEW =
            "default-src 'none'; img-src * data:; style-src * 'unsafe-inline'; font-src *; "
                    + "media-src *; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation";

    private final String root;
    private final TokenReader tokens;
    private final @Nullable HitLog hits;
    private final @Nullable BrowserView view;
    private final PageWriter pages;
    private final RecipientPages recipients;
    private final ShopEndpoints shop;
    private final TokenMill mill;
    private final @Nullable String reportParameter;

    private TrackingHandler(Builder builder) {
        String path = Objects.requireNonNullElse(builder.base.getRawPath(), "");
        root = path.endsWith("/") ? path : path + "/";
        tokens = builder.tokens;
        hits = builder.log();
        view = builder.view;
        pages = new PageWriter(builder.pages);
        recipients = new RecipientPages(builder.stores, builder.clock, pages, builder.lists);
        shop = new ShopEndpoints(builder.coupons, builder.conversions(hits), builder.clock, pages);
        mill = builder.mill;
        reportParameter = builder.reportParameter;
    }

    /**
     * Returns the path under which it answers: that of the tracking's address, with a slash at its end. Behind it stand a letter,
     * a slash and a token; servers that give it another path have to put it back.
     */
    public String root() {
        return root;
    }

    /**
     * Returns the answer.
     *
     * <p>After it was sent, {@link #tend()} writes the hits that are due; the adapters call it.
     */
    public TrackingResponse handle(TrackingRequest request) {
        boolean head = request.method().equals("HEAD");
        TrackingResponse response;
        try {
            response = answer(request);
        } catch (RuntimeException e) {
            LOG.warn("A link could not be answered.", e);
            response = pages.page(503, Kind.TRY_LATER, request, null).with("Retry-After", "60");
        }
        return head ? response.withoutBody() : response;
    }

    private TrackingResponse answer(TrackingRequest request) {
        String path = request.path();
        int token = root.length() + 2;
        Purpose purpose = path.length() > token && path.startsWith(root) && path.charAt(token - 1) == '/'
                ? purpose(path.charAt(token - 2))
                : null;
        if (purpose == null) {
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        String allowed = takesPost(purpose) ? WRITE : READ;
        boolean post = request.method().equals("POST");
        if (!(post
                ? takesPost(purpose)
                : request.method().equals("GET") || request.method().equals("HEAD"))) {
            return TrackingResponse.empty(405, Map.of("Allow", allowed));
        }
        if (request.body().length > TrackingRequest.LONGEST_BODY) {
            return pages.page(413, Kind.BAD_REQUEST, request, null);
        }
        TrackedLink link = tokens.read(purpose, path.substring(token));
        if (link == null) {
            LOG.info("A {} link was refused: its token is none of ours.", purpose);
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        return post ? post(link, request) : get(link, request);
    }

    private TrackingResponse post(TrackedLink link, TrackingRequest request) {
        if (link.purpose() != Purpose.CONVERSION) {
            return recipients.post(link, request);
        }
        FormFields fields = FormFields.ofBody(request.header("content-type"), request.body());
        return shop.conversion(
                link, request, fields, true, TrackingResponse.empty(204, Map.of("Cache-Control", NO_STORE)));
    }

    private static @Nullable Purpose purpose(char letter) {
        return switch (letter) {
            case 'c' -> Purpose.CLICK;
            case 'o' -> Purpose.OPEN;
            case 'u' -> Purpose.UNSUBSCRIBE;
            case 'v' -> Purpose.VIEW;
            case 'p' -> Purpose.PREFERENCES;
            case 'd' -> Purpose.CONFIRM;
            case 'q' -> Purpose.COUPON;
            case 'k' -> Purpose.CONVERSION;
            default -> null;
        };
    }

    private static boolean takesPost(Purpose purpose) {
        return switch (purpose) {
            case UNSUBSCRIBE, PREFERENCES, CONFIRM, CONVERSION -> true;
            case CLICK, OPEN, VIEW, COUPON -> false;
        };
    }

    private TrackingResponse get(TrackedLink link, TrackingRequest request) {
        return switch (link.purpose()) {
            case CLICK -> click(link, request);
            case OPEN -> {
                record(HitKind.OPEN, link, Hit.Link.NONE, request);
                yield TrackingResponse.of(200, OF_PIXEL, PIXEL);
            }
            case VIEW -> {
                record(HitKind.VISIT, link, Hit.Link.NONE, request);
                yield view(link, request);
            }
            case COUPON -> {
                record(HitKind.VISIT, link, Hit.Link.NONE, request);
                yield shop.coupon(link, request);
            }
            case CONVERSION ->
                shop.conversion(
                        link,
                        request,
                        FormFields.ofQuery(request.query()),
                        request.method().equals("GET"),
                        TrackingResponse.of(200, OF_PIXEL, PIXEL));
            case UNSUBSCRIBE, PREFERENCES, CONFIRM -> {
                record(HitKind.VISIT, link, Hit.Link.NONE, request);
                yield recipients.get(link, request);
            }
        };
    }

    private TrackingResponse click(TrackedLink link, TrackingRequest request) {
        String target = link.detail() == null ? null : RedirectTarget.of(link.detail());
        if (target == null) {
            LOG.warn(
                    "A link of {} leads nowhere: it has no destination of HTTP.",
                    link.mail().source());
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        if (link.mail().test()) {
            return pages.page(200, Kind.TEST_MAIL, request, link.detail());
        }
        record(HitKind.CLICK, link, new Hit.Link(link.link(), link.registered(), link.detail()), request);
        if (reportParameter != null) {
            String report = mill.link(Purpose.CONVERSION, link.mail(), null);
            String token = report.substring(report.lastIndexOf('/') + 1);
            target = RedirectTarget.withParameter(target, reportParameter + '=' + token);
        }
        return TrackingResponse.empty(
                302,
                Map.of(
                        "Location",
                        target,
                        "Cache-Control",
                        NO_STORE,
                        "Referrer-Policy",
                        "no-referrer",
                        "X-Robots-Tag",
                        "noindex"));
    }

    private TrackingResponse view(TrackedLink link, TrackingRequest request) {
        Optional<String> html = view == null ? Optional.empty() : view.html(link.mail());
        return html.map(mail -> TrackingResponse.html(
                        200,
                        Map.of(
                                "Cache-Control", NO_STORE,
                                "Referrer-Policy", "no-referrer",
                                "X-Robots-Tag", "noindex",
                                "X-Content-Type-Options", "nosniff",
                                "Content-Security-Policy", OF_VIEW),
                        mail))
                .orElseGet(() -> pages.page(404, Kind.NOT_FOUND, request, null));
    }

    /** Notes the hit; whatever happens, the answer does not depend on it. */
    private void record(HitKind kind, TrackedLink link, Hit.Link which, TrackingRequest request) {
        if (hits == null || link.mail().test()) {
            return;
        }
        TrackedMail mail = link.mail();
        try {
            SendKey key = new SendKey(mail.source(), mail.step(), mail.contact(), mail.occurrence());
            String agent = Objects.requireNonNullElse(request.header("user-agent"), "");
            String network = ClientNetwork.of(request.address());
            hits.add(kind, key, which, new Hit.Client(request.method(), agent, network));
        } catch (RuntimeException e) {
            LOG.warn("A hit of {} could not be taken.", mail.source(), e);
        }
    }

    /** Writes the hits that are due, see {@link HitLog#tend()}; to be called after an answer was sent, or now and then. */
    public void tend() {
        if (hits != null) {
            hits.tend();
        }
    }

    /** Writes all hits that wait, see {@link HitLog#close()}. */
    @Override
    public void close() {
        if (hits != null) {
            hits.close();
        }
    }

    /** Collects what a handler works with. Not thread-safe. */
    public static final class Builder {
        private final URI base;
        private final TokenReader tokens;
        private final TokenMill mill;
        private final List<MailingList> lists = new ArrayList<>();
        private @Nullable Stores stores;
        private @Nullable HitLog hits;
        private @Nullable BrowserView view;
        private @Nullable Coupons coupons;
        private @Nullable Conversions conversions;
        private @Nullable String reportParameter;
        private TrackingPages pages = TrackingPages.standard();
        private InstantSource clock = InstantSource.system();

        Builder(URI base, TokenReader tokens, TokenMill mill) {
            this.base = Objects.requireNonNull(base, "base");
            this.tokens = Objects.requireNonNull(tokens, "tokens");
            this.mill = Objects.requireNonNull(mill, "mill");
        }

        /** Sets where subscriptions are changed and hits are written. Without it links redirect, and nothing else works. */
        public Builder stores(Stores value) {
            stores = Objects.requireNonNull(value, "stores");
            return this;
        }

        /** Sets what takes hits; a log with the standard settings into the stores unless set. */
        public Builder hits(HitLog value) {
            hits = Objects.requireNonNull(value, "hits");
            return this;
        }

        /** Sets the mailing lists that recipients may choose on the page of preferences, and the titles they see. */
        public Builder lists(MailingList... values) {
            lists.addAll(List.of(values));
            return this;
        }

        /** Sets who writes the pages; {@link TrackingPages#standard()} unless set. */
        public Builder pages(TrackingPages value) {
            pages = Objects.requireNonNull(value, "pages");
            return this;
        }

        /** Sets who shows mails in the browser; without it such links get 404. */
        public Builder view(BrowserView value) {
            view = Objects.requireNonNull(value, "view");
            return this;
        }

        /** Sets the coupons that links of mails show; without it such links get 404. */
        public Builder coupons(Coupons value) {
            coupons = Objects.requireNonNull(value, "coupons");
            return this;
        }

        /**
         * Sets what takes reports of conversions from pages; with the standard window into the stores unless set. They come to
         * {@code k/TOKEN?order=1042&value=62000&currency=JPY} under the base, as an image or by POST; the token is that of
         * {@link #reportParameter}. Whoever has clicked can make one up: a report by the host's server is what money hangs on.
         */
        public Builder conversions(Conversions value) {
            conversions = Objects.requireNonNull(value, "conversions");
            return this;
        }

        /**
         * Adds a parameter to the pages that clicks lead to, before the fragment, with a token to report conversions with: no cookie
         * is needed then. Nothing is added unless set.
         *
         * @param name such as {@code hato}; letters, digits, {@code _} and {@code -}
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder reportParameter(String name) {
            if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a parameter; use letters and digits.");
            }
            reportParameter = name;
            return this;
        }

        /** Sets where the time comes from; the default is the system's clock. */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        private @Nullable HitLog log() {
            return hits != null || stores == null
                    ? hits
                    : HitLog.into(stores).clock(clock).build();
        }

        private @Nullable Conversions conversions(@Nullable HitLog log) {
            if (conversions != null || stores == null || log == null) {
                return conversions;
            }
            return Conversions.over(stores).after(log);
        }

        /** Returns the handler. */
        public TrackingHandler build() {
            return new TrackingHandler(this);
        }
    }
}
