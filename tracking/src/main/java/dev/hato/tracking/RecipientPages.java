package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.consent.ConsentResult;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.ContactId;
import dev.hato.tracking.TrackingPage.Choice;
import dev.hato.tracking.TrackingPage.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages on which recipients change what they get. To look at one changes nothing. */
final class RecipientPages {
    private static final String HERE = "preferences page";
    private static final Logger LOG = LoggerFactory.getLogger(RecipientPages.class);

    private final @Nullable Stores stores;
    private final @Nullable Consents consents;
    private final PageWriter pages;
    private final Map<String, MailingList> lists = new LinkedHashMap<>();

    RecipientPages(@Nullable Stores stores, InstantSource clock, PageWriter pages, List<MailingList> lists) {
        this.stores = stores;
        this.consents = stores == null ? null : new Consents(stores.consents(), clock);
        this.pages = pages;
        lists.forEach(list -> this.lists.put(list.name(), list));
    }

    TrackingResponse get(TrackedLink link, TrackingRequest request) {
        if (link.mail().test()) {
            return pages.page(200, Kind.TEST_MAIL, request, null);
        }
        return switch (link.purpose()) {
            case UNSUBSCRIBE -> pages.page(200, Kind.UNSUBSCRIBE, request, title(link.detail()));
            case CONFIRM -> pages.page(200, Kind.CONFIRM, request, title(link.detail()));
            case PREFERENCES -> preferences(Kind.PREFERENCES, link, request);
            default -> pages.page(404, Kind.NOT_FOUND, request, null);
        };
    }

    TrackingResponse post(TrackedLink link, TrackingRequest request) {
        if (link.mail().test()) {
            return pages.page(200, Kind.TEST_MAIL, request, null);
        }
        if (consents == null || stores == null) {
            LOG.warn("A recipient cannot change a subscription: the tracking has no stores.");
            return pages.page(503, Kind.TRY_LATER, request, null);
        }
        FormFields fields = FormFields.ofBody(request.header("content-type"), request.body());
        boolean oneClick = fields.says("List-Unsubscribe", "One-Click");
        boolean confirmed = fields.says("confirm", "yes");
        boolean known = stores.contacts().find(link.mail().contact()).isPresent();
        return switch (link.purpose()) {
            case UNSUBSCRIBE ->
                oneClick || confirmed
                        ? unsubscribe(
                                consents, link, oneClick ? "one-click unsubscribe" : "unsubscribe page", known, request)
                        : pages.page(400, Kind.UNSUBSCRIBE, request, title(link.detail()));
            case CONFIRM ->
                confirmed
                        ? confirm(consents, link, known, request)
                        : pages.page(400, Kind.CONFIRM, request, title(link.detail()));
            case PREFERENCES ->
                confirmed && known
                        ? choose(consents, link, fields, request)
                        : preferences(Kind.PREFERENCES, link, request);
            default -> pages.page(404, Kind.NOT_FOUND, request, null);
        };
    }

    /** Of somebody who was erased nothing is written any more; they get no mail anyway. */
    private TrackingResponse unsubscribe(
            Consents at, TrackedLink link, String method, boolean known, TrackingRequest request) {
        ContactId contact = link.mail().contact();
        Evidence evidence = Evidence.byRecipient(method, source(link));
        if (known && link.detail() != null) {
            at.stop(contact, MailingList.of(link.detail()), evidence);
        } else if (known) {
            for (Subscription subscription : at.subscriptions(contact)) {
                if (!subscription.status().isTighterThan(SubscriptionStatus.PENDING)) {
                    at.stop(contact, MailingList.of(subscription.list()), evidence);
                }
            }
        }
        return pages.page(200, Kind.UNSUBSCRIBED, request, title(link.detail()));
    }

    /** Only what waits for it is confirmed: an old link does not bring somebody back who has left since. */
    private TrackingResponse confirm(Consents at, TrackedLink link, boolean known, TrackingRequest request) {
        Subscription subscription = known && link.detail() != null
                ? at.subscription(link.mail().contact(), MailingList.of(link.detail()))
                : null;
        if (subscription == null || subscription.status().isTighterThan(SubscriptionStatus.PENDING)) {
            return pages.page(410, Kind.NOT_PENDING, request, null);
        }
        at.subscribe(
                subscription.contact(),
                MailingList.of(subscription.list()),
                Evidence.byRecipient("double opt-in", source(link)));
        return pages.page(200, Kind.CONFIRMED, request, title(link.detail()));
    }

    private TrackingResponse preferences(Kind kind, TrackedLink link, TrackingRequest request) {
        if (consents == null || stores == null) {
            return pages.page(503, Kind.TRY_LATER, request, null);
        }
        ContactId contact = link.mail().contact();
        if (stores.contacts().find(contact).isEmpty()) {
            return pages.page(404, Kind.NOT_FOUND, request, null);
        }
        return pages.page(200, kind, request, null, choices(consents, contact));
    }

    /**
     * Returns the lists that the contact may choose: those that are offered, those it gets, and those it has left here, to be able
     * to change its mind; but none that it is banned from.
     */
    private List<Choice> choices(Consents at, ContactId contact) {
        Map<String, SubscriptionStatus> standing = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(lists.keySet());
        at.subscriptions(contact).forEach(held -> {
            standing.put(held.list(), held.status());
            boolean leftHere = held.status() == SubscriptionStatus.STOPPED
                    && held.evidence().origin() == Evidence.Origin.RECIPIENT
                    && held.evidence().method().equals(HERE);
            if (held.status() == SubscriptionStatus.ACTIVE || leftHere) {
                names.add(held.list());
            }
        });
        List<Choice> choices = new ArrayList<>();
        for (String name : names) {
            SubscriptionStatus status = standing.get(name);
            if (status != SubscriptionStatus.BANNED) {
                choices.add(new Choice(name, titled(name), status == SubscriptionStatus.ACTIVE));
            }
        }
        return choices;
    }

    private TrackingResponse choose(Consents at, TrackedLink link, FormFields fields, TrackingRequest request) {
        ContactId contact = link.mail().contact();
        Evidence evidence = Evidence.byRecipient(HERE, source(link));
        Set<String> shown = Set.copyOf(fields.all("shown"));
        Set<String> chosen = Set.copyOf(fields.all("list"));
        for (Choice choice : choices(at, contact)) {
            boolean wished = chosen.contains(choice.list());
            if (shown.contains(choice.list()) && wished != choice.chosen()) {
                MailingList list = MailingList.of(choice.list());
                ConsentResult result =
                        wished ? at.subscribe(contact, list, evidence) : at.stop(contact, list, evidence);
                if (result instanceof ConsentResult.Refused refused) {
                    LOG.info("A choice of preferences was refused: {}", refused.reason());
                }
            }
        }
        return preferences(Kind.PREFERENCES_KEPT, link, request);
    }

    private @Nullable String title(@Nullable String list) {
        return list == null ? null : titled(list);
    }

    private String titled(String list) {
        MailingList known = lists.get(list);
        return known == null ? list : known.title();
    }

    private static String source(TrackedLink link) {
        return "mail " + link.mail().source() + "/" + link.mail().step();
    }
}
