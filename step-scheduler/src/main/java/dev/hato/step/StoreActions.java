package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.enrolment.Enrolment;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.util.Objects;

/** The actions that write into the stores, within the transaction that moves the enrolment on. */
final class StoreActions {
    /** The type of the events that add to scores. */
    static final String SCORE = "score";

    static final TextAttribute NAME = Attribute.text("score");
    static final NumberAttribute POINTS = Attribute.number("points");

    private final StepSettings settings;
    private final Stores tx;
    private final Instant now;

    StoreActions(StepSettings settings, Stores tx, Instant now) {
        this.settings = settings;
        this.tx = tx;
        this.now = now;
    }

    /** Performs the action if it is one on the stores, and returns whether it is. */
    boolean perform(Action action, Enrolment enrolment, Contact contact) {
        String source = "scenario " + enrolment.key().scenario() + ", step "
                + enrolment.standing().step();
        Evidence evidence = Evidence.byData("step of a scenario", source).givenAt(now);
        if (action instanceof Action.SetAttribute set) {
            set(set.attribute(), set.value(), contact);
        } else if (action instanceof Action.Subscribe subscribe) {
            consents().subscribe(contact.id(), MailingList.of(subscribe.list()), evidence);
        } else if (action instanceof Action.StopSubscription stop) {
            consents().stop(contact.id(), MailingList.of(stop.list()), evidence);
        } else if (action instanceof Action.AddScore score) {
            String id = SCORE + ":" + enrolment.key() + ":"
                    + Objects.requireNonNull(enrolment.standing().step()) + ":"
                    + enrolment.standing().occurrence();
            tx.events()
                    .add(ContactEvent.of(contact.id(), SCORE, now)
                            .withId(
                                    id.length() <= ContactEvent.MAX_LENGTH
                                            ? id
                                            : Integer.toHexString(id.hashCode()) + id.substring(id.length() - 180))
                            .with(NAME, score.score())
                            .with(POINTS, score.points()));
        } else {
            return false;
        }
        return true;
    }

    private Consents consents() {
        return new Consents(tx.consents(), settings.engine().clock());
    }

    private <T> void set(Attribute<T> attribute, Object value, Contact contact) {
        if (!(tx.contacts() instanceof EditableContactStore editable)) {
            throw new IllegalStateException("Step sets " + attribute
                    + ", but the contacts cannot be written; use an action of the host's own instead.");
        }
        editable.save(contact.with(attribute, attribute.check(value)));
    }
}
