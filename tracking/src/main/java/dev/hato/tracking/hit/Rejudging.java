package dev.hato.tracking.hit;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import dev.hato.event.EventStore;
import dev.hato.event.MailEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges hits that were kept anew, after the rules have changed or when hits of one mail came in at several nodes, and replaces the
 * verdicts.
 *
 * <pre>{@code
 * Rejudging.Result result = Rejudging.by(judge, stores).between(monthAgo, now);
 * }</pre>
 *
 * <p>Each contact is one transaction; doing it again, also after a crash, leads to the same verdicts. It reads every contact's
 * hits, one after the other. Thread-safe.
 */
public final class Rejudging {
    private static final int PAGE = 500;
    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final HitJudge judge;
    private final Stores stores;
    private final Set<Verdict> counted;

    private Rejudging(HitJudge judge, Stores stores, Set<Verdict> counted) {
        this.judge = Objects.requireNonNull(judge, "judge");
        this.stores = Objects.requireNonNull(stores, "stores");
        this.counted = counted;
    }

    /** Returns what judges the hits in these stores by these rules, and counts people's. */
    public static Rejudging by(HitJudge judge, Stores stores) {
        return new Rejudging(judge, stores, EnumSet.of(Verdict.HUMAN));
    }

    /** Returns the same, but hits of unknown clients count like those of people; see {@link HitLog.Builder#countUnknown}. */
    public Rejudging countUnknown() {
        return new Rejudging(judge, stores, EnumSet.of(Verdict.HUMAN, Verdict.UNKNOWN));
    }

    /**
     * What was done.
     *
     * @param hits how many opens and clicks were judged
     * @param added how many had no verdict yet
     * @param changed how many have another verdict, or other reasons for it, now
     */
    public record Result(long hits, long added, long changed) {
        private static final Result NOTHING = new Result(0, 0, 0);

        private Result plus(Result other) {
            return new Result(hits + other.hits, added + other.added, changed + other.changed);
        }
    }

    /**
     * Judges the hits of all contacts with {@code from <= at < to}.
     *
     * @throws UnsupportedOperationException if a verdict changes and the event store is no {@link EditableEventStore}
     */
    public Result between(Instant from, Instant to) {
        Result result = Result.NOTHING;
        List<Contact> page = stores.contacts().page(null, PAGE);
        while (!page.isEmpty()) {
            for (Contact contact : page) {
                result = result.plus(of(contact.id(), from, to));
            }
            page = stores.contacts().page(page.get(page.size() - 1).id(), PAGE);
        }
        return result;
    }

    /**
     * Judges one contact's hits with {@code from <= at < to}, by what is known of its hits at all times.
     *
     * @throws UnsupportedOperationException if a verdict changes and the event store is no {@link EditableEventStore}
     */
    public Result of(ContactId contact, Instant from, Instant to) {
        List<ContactEvent> raws = stores.events().find(contact, HitEvents.HIT, EVER, NEVER);
        if (raws.stream().noneMatch(raw -> isWithin(raw, from, to))) {
            return Result.NOTHING;
        }
        return stores.inTransaction(tx -> rejudge(tx.events(), contact, from, to));
    }

    private static boolean isWithin(ContactEvent event, Instant from, Instant to) {
        return !event.at().isBefore(from) && event.at().isBefore(to);
    }

    private Result rejudge(EventStore events, ContactId contact, Instant from, Instant to) {
        Map<SendKey, List<ContactEvent>> mails = new LinkedHashMap<>();
        for (ContactEvent raw : events.find(contact, HitEvents.HIT, EVER, NEVER)) {
            mails.computeIfAbsent(HitEvents.hit(raw).mail(), key -> new ArrayList<>())
                    .add(raw);
        }
        Map<String, ContactEvent> before = new HashMap<>();
        for (String type : HitEvents.judgedTypes()) {
            events.find(contact, type, from, to).forEach(event -> before.put(event.id(), event));
        }
        long judged = 0;
        List<ContactEvent> outdated = new ArrayList<>();
        List<ContactEvent> fresh = new ArrayList<>();
        for (List<ContactEvent> raws : mails.values()) {
            for (ContactEvent now : verdicts(raws)) {
                if (!isWithin(now, from, to)) {
                    continue;
                }
                judged++;
                ContactEvent old = before.get(now.id());
                if (!now.equals(old)) {
                    fresh.add(now);
                    if (old != null) {
                        outdated.add(old);
                    }
                }
            }
        }
        remove(events, outdated);
        events.addAll(fresh);
        return new Result(judged, fresh.size() - outdated.size(), outdated.size());
    }

    private List<ContactEvent> verdicts(List<ContactEvent> raws) {
        List<Hit> hits = raws.stream().map(HitEvents::hit).toList();
        @Nullable Instant handedOver = raws.stream()
                .map(HitEvents::handedOver)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<Judgement> judgements = judge.judge(hits, handedOver);
        List<ContactEvent> verdicts = new ArrayList<>();
        for (int i = 0; i < raws.size(); i++) {
            String name = Objects.requireNonNullElse(raws.get(i).properties().get(MailEvents.MAIL), "");
            Judgement judgement = judgements.get(i);
            ContactEvent event = HitEvents.judged(hits.get(i), name, judgement, counted.contains(judgement.verdict()));
            if (event != null) {
                verdicts.add(event);
            }
        }
        return verdicts;
    }

    private static void remove(EventStore events, List<ContactEvent> outdated) {
        if (outdated.isEmpty()) {
            return;
        }
        if (!(events instanceof EditableEventStore editable)) {
            throw new UnsupportedOperationException("The event store takes no events back, so that " + outdated.size()
                    + " verdicts cannot change; use one that is an EditableEventStore.");
        }
        editable.removeAll(outdated);
    }
}
