package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.enrolment.Enrolment;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The actions that write into the stores, within the transaction that moves the enrolments on; of a contact there is one at
 * most.
 */
final class StoreActions {
    /** The type of the events that add to scores. */
    static final String SCORE = "score";

    static final TextAttribute NAME = Attribute.text("score");
    static final NumberAttribute POINTS = Attribute.number("points");

    private final StepSettings settings;
    private final Stores tx;
    private final Instant now;
    private final List<Contact> saved = new ArrayList<>();
    private final Map<Wish, List<ContactId>> wishes = new LinkedHashMap<>();
    private final List<ContactEvent> scores = new ArrayList<>();

    /** A standing with a list that several contacts are to have. */
    private record Wish(String list, SubscriptionStatus status, Evidence evidence) {}

    StoreActions(StepSettings settings, Stores tx, Instant now) {
        this.settings = settings;
        this.tx = tx;
        this.now = now;
    }

    /** Notes what the action writes, and returns the contact as it is afterwards. */
    Contact perform(Action action, Enrolment enrolment, Contact contact) {
        if (action instanceof Action.SetAttribute set) {
            return set(set.attribute(), set.value(), contact);
        }
        if (action instanceof Action.Subscribe subscribe) {
            wish(subscribe.list(), SubscriptionStatus.ACTIVE, enrolment);
        } else if (action instanceof Action.StopSubscription stop) {
            wish(stop.list(), SubscriptionStatus.STOPPED, enrolment);
        } else if (action instanceof Action.AddScore score) {
            scores.add(score(score, enrolment));
        } else {
            throw new IllegalArgumentException("Action " + action + " is none on the stores.");
        }
        return contact;
    }

    /** Writes what was noted, each kind of row together. */
    void write() {
        if (!saved.isEmpty()) {
            editable().saveAll(saved);
        }
        Consents consents = new Consents(tx.consents(), settings.engine().clock());
        wishes.forEach((wish, contacts) ->
                consents.changeAll(contacts, MailingList.of(wish.list()), wish.status(), wish.evidence()));
        if (!scores.isEmpty()) {
            tx.events().addAll(scores);
        }
    }

    private void wish(String list, SubscriptionStatus status, Enrolment enrolment) {
        String source = "scenario " + enrolment.key().scenario() + ", step "
                + enrolment.standing().step();
        Evidence evidence = Evidence.byData("step of a scenario", source).givenAt(now);
        wishes.computeIfAbsent(new Wish(list, status, evidence), key -> new ArrayList<>())
                .add(enrolment.key().contact());
    }

    private ContactEvent score(Action.AddScore score, Enrolment enrolment) {
        String id = SCORE + ":" + enrolment.key() + ":"
                + Objects.requireNonNull(enrolment.standing().step()) + ":"
                + enrolment.standing().occurrence();
        return ContactEvent.of(enrolment.key().contact(), SCORE, now)
                .withId(
                        id.length() <= ContactEvent.MAX_LENGTH
                                ? id
                                : Integer.toHexString(id.hashCode()) + id.substring(id.length() - 180))
                .with(NAME, score.score())
                .with(POINTS, score.points());
    }

    private <T> Contact set(Attribute<T> attribute, Object value, Contact contact) {
        if (!(tx.contacts() instanceof EditableContactStore)) {
            throw new IllegalStateException("Step sets " + attribute
                    + ", but the contacts cannot be written; use an action of the host's own instead.");
        }
        Contact changed = contact.with(attribute, attribute.check(value));
        saved.add(changed);
        return changed;
    }

    private EditableContactStore editable() {
        return (EditableContactStore) tx.contacts();
    }
}
