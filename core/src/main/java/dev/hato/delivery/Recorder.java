package dev.hato.delivery;

import dev.hato.HatoListener;
import dev.hato.Stores;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import java.util.List;

/** Records what became of a mail: its row, and the event on the contact's timeline, in one transaction. */
final class Recorder {
    private final Stores stores;
    private final HatoListener listener;

    Recorder(Stores stores, HatoListener listener) {
        this.stores = stores;
        this.listener = listener;
    }

    /** Records in a transaction of its own and tells the listener. */
    boolean record(Completion completion) {
        boolean recorded = stores.inTransaction(tx -> record(tx, completion));
        if (recorded) {
            tell(completion);
        }
        return recorded;
    }

    /** Records in the given transaction; the caller tells the listener once that is committed. */
    boolean record(Stores tx, Completion completion) {
        if (!tx.outbox()
                .complete(List.of(completion))
                .contains(completion.claim().key())) {
            return false;
        }
        String type = switch (completion.progress().state()) {
            case HANDED_OVER -> MailEvents.SENT;
            case BOUNCED -> MailEvents.BOUNCED;
            default -> null;
        };
        if (type != null) {
            tx.events().add(event(tx, completion, type));
        }
        return true;
    }

    void tell(Completion completion) {
        listener.mailChanged(completion.claim().key(), completion.progress());
    }

    private static ContactEvent event(Stores tx, Completion completion, String type) {
        SendKey key = completion.claim().key();
        Delivery delivery = Turn.delivery(tx, completion.claim());
        String mail = delivery == null ? key.step() : delivery.name();
        String id = type + ":" + Fingerprint.of(key.value());
        return ContactEvent.of(
                        completion.claim().mail().contact(),
                        type,
                        completion.progress().at())
                .withId(id)
                .with(MailEvents.MAIL, mail);
    }
}
