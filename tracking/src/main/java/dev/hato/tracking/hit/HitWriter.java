package dev.hato.tracking.hit;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges hits by what came before and after them, and writes both as events. Hits are written by one thread at a time. */
final class HitWriter {
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST_UNDER_WAY = Duration.ofDays(30);
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);
    private static final String DELIVERY = new DeliveryId("x").source().replaceFirst("x$", "");

    private final Stores stores;
    private final HitJudge judge;
    private final Set<Verdict> counted;
    private final HitRecorder recorder;
    private final Map<String, String> names = remembering();
    private final Map<SendKey, Instant> handOvers = remembering();

    HitWriter(Stores stores, HitJudge judge, Set<Verdict> counted, HitRecorder recorder) {
        this.recorder = recorder;
        this.stores = stores;
        this.judge = judge;
        this.counted = counted;
    }

    private static <K, V> Map<K, V> remembering() {
        return Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        });
    }

    /**
     * Writes the hits, each with its verdict; hits that were written before stay as they are, and hits of contacts that do not
     * exist any more are left out.
     *
     * @param mails all hits that are known of each mail, those to be written among them
     */
    void write(List<Hit> hits, Map<SendKey, List<Hit>> mails) {
        Set<ContactId> ids = new LinkedHashSet<>();
        hits.forEach(hit -> ids.add(hit.contact()));
        Set<ContactId> there = stores.contacts().findAll(ids).keySet();
        Set<Hit> own = new HashSet<>();
        Set<SendKey> touched = new LinkedHashSet<>();
        for (Hit hit : hits) {
            if (there.contains(hit.contact())) {
                own.add(hit);
                touched.add(hit.mail());
            }
        }
        List<ContactEvent> events = events(own, touched, mails, stores);
        if (!events.isEmpty()) {
            recorder.record(events);
        }
    }

    /**
     * Returns the events that the hits would become, without writing them; of all mails and contacts, whether they exist or not.
     *
     * @param reading where the mails are looked up
     */
    List<ContactEvent> events(List<Hit> hits, Map<SendKey, List<Hit>> mails, Stores reading) {
        return events(new HashSet<>(hits), mails.keySet(), mails, reading);
    }

    private List<ContactEvent> events(
            Set<Hit> own, Set<SendKey> touched, Map<SendKey, List<Hit>> mails, Stores reading) {
        List<ContactEvent> events = new ArrayList<>(own.size() * 2);
        for (SendKey mail : touched) {
            events.addAll(eventsOf(mail, mails.getOrDefault(mail, List.of()), own, reading));
        }
        return events;
    }

    private List<ContactEvent> eventsOf(SendKey mail, List<Hit> all, Set<Hit> own, Stores reading) {
        List<ContactEvent> events = new ArrayList<>();
        String name = name(mail, reading);
        Instant handedOver = handedOver(mail, name, all.get(0), reading);
        List<Judgement> judgements = judge.judge(all, handedOver);
        for (int i = 0; i < all.size(); i++) {
            Hit hit = all.get(i);
            if (!own.contains(hit)) {
                continue;
            }
            Judgement judgement = judgements.get(i);
            events.add(HitEvents.raw(hit, name, handedOver));
            ContactEvent judged = HitEvents.judged(hit, name, judgement, counted.contains(judgement.verdict()));
            if (judged != null) {
                events.add(judged);
            }
        }
        return events;
    }

    /** Returns the name that the engine's own events have for the mail. */
    private String name(SendKey mail, Stores reading) {
        String scenario = StoredScenario.ofSource(mail.source());
        if (scenario != null) {
            String key = mail.source() + '/' + mail.step();
            String known = names.get(key);
            if (known == null) {
                known = nameIn(
                        scenario,
                        mail.step(),
                        reading); // without holding the lock of the names while the store is asked
                names.put(key, known);
            }
            return known;
        }
        if (!mail.source().startsWith(DELIVERY)) {
            return mail.step();
        }
        String known = names.get(mail.source());
        if (known != null) {
            return known;
        }
        String name = reading.deliveries()
                .find(new DeliveryId(mail.source().substring(DELIVERY.length())))
                .map(delivery -> delivery.name())
                .orElse(mail.step());
        names.put(mail.source(), name);
        return name;
    }

    private static String nameIn(String scenario, String step, Stores reading) {
        try {
            return reading.steps()
                    .scenario(scenario)
                    .map(stored -> stored.mailName(step))
                    .orElse(step);
        } catch (UnsupportedOperationException e) {
            return step; // stores without scenarios, whose mails some earlier ones have sent
        }
    }

    /** Returns when a server took the mail: the latest before the hit of the events that say so, or null. */
    private @Nullable Instant handedOver(SendKey mail, String name, Hit hit, Stores reading) {
        Instant known = handOvers.get(mail);
        if (known != null) {
            return known;
        }
        Instant latest = null;
        for (ContactEvent sent : reading.events()
                .find(
                        hit.contact(),
                        MailEvents.SENT,
                        hit.at().minus(LONGEST_UNDER_WAY),
                        hit.at().plus(CLOCKS_APART))) {
            if (name.equals(sent.properties().get(MailEvents.MAIL))
                    && (latest == null || !sent.at().isAfter(hit.at()))) {
                latest = sent.at();
            }
        }
        if (latest != null) {
            handOvers.put(mail, latest);
        }
        return latest;
    }
}
