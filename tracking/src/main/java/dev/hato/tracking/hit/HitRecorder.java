package dev.hato.tracking.hit;

import dev.hato.Stores;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the events that hits became: those that count through whoever wants to know of them. For one thread at a time. */
final class HitRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(HitRecorder.class);
    private static final int TRIES = 3;

    private final Stores stores;
    private final @Nullable Consumer<? super ContactEvent> recorder;
    private final Map<String, Integer> failures = new HashMap<>();

    HitRecorder(Stores stores, @Nullable Consumer<? super ContactEvent> recorder) {
        this.stores = stores;
        this.recorder = recorder;
    }

    /** Records the events; after an exception they can be recorded again, and each is stored once. */
    void record(List<ContactEvent> events) {
        List<ContactEvent> plain = new ArrayList<>(events.size());
        List<ContactEvent> counted = new ArrayList<>();
        for (ContactEvent event : events) {
            boolean counts =
                    event.type().equals(MailEvents.OPENED) || event.type().equals(MailEvents.CLICKED);
            (recorder != null && counts ? counted : plain).add(event);
        }
        if (!plain.isEmpty()) {
            stores.events().addAll(plain);
        }
        RuntimeException failure = null;
        for (ContactEvent event : counted) {
            try {
                record(event);
            } catch (RuntimeException e) {
                failure = e; // the others are not kept waiting
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void record(ContactEvent event) {
        if (recorder == null || failures.getOrDefault(event.id(), 0) >= TRIES) {
            stores.events().add(event);
            failures.remove(event.id());
            return;
        }
        try {
            recorder.accept(event);
            failures.remove(event.id());
        } catch (RuntimeException e) {
            if (failures.merge(event.id(), 1, Integer::sum) < TRIES) {
                throw e;
            }
            LOG.warn(
                    "What hits are recorded by refused an event of type {} {} times; it is stored, and begins nothing.",
                    event.type(),
                    TRIES,
                    e);
            stores.events().add(event);
            failures.remove(event.id());
        }
    }
}
