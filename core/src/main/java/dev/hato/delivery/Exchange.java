package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.delivery.Act.Begin;
import dev.hato.delivery.Act.Decision;
import dev.hato.delivery.Act.End;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.enrolment.StoredScenario;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records acts: the usual ones in the one step that some stores have for them, the others, of which more has to be read,
 * in a {@link Turn}. Thread-safe.
 */
final class Exchange {
    private final Stores stores;
    private final InstantSource clock;
    private final NoSendWindows windows;

    Exchange(Stores stores, InstantSource clock, NoSendWindows windows) {
        this.stores = stores;
        this.clock = clock;
        this.windows = windows;
    }

    /** Records all, or throws; answers in the order of the acts. No mail is among them twice. */
    List<Decision> take(List<Act> acts) {
        Map<SendKey, Decision> usual = stores instanceof AdmittingStores admitting ? usual(admitting, acts) : Map.of();
        if (usual.isEmpty()) {
            return turn(acts);
        }
        List<Act> left = new ArrayList<>();
        for (Act act : acts) {
            if (!usual.containsKey(act.job().key())) {
                left.add(act);
            }
        }
        List<Decision> further = left.isEmpty() ? List.of() : apart(left);
        List<Decision> answers = new ArrayList<>(acts.size());
        int next = 0;
        for (Act act : acts) {
            Decision decision = usual.get(act.job().key());
            answers.add(decision == null ? further.get(next++) : decision);
        }
        return answers;
    }

    private List<Decision> turn(List<Act> acts) {
        return stores.inTransaction(tx -> new Turn(tx, clock.instant(), windows).take(acts));
    }

    /** Records what is left when others are recorded already, which a failure does not change. */
    private List<Decision> apart(List<Act> acts) {
        try {
            return turn(acts);
        } catch (RuntimeException | Error e) {
            return acts.size() == 1 ? List.of(new Decision.Failed(e)) : oneByOne(acts);
        }
    }

    private List<Decision> oneByOne(List<Act> acts) {
        List<Decision> decisions = new ArrayList<>(acts.size());
        for (Act act : acts) {
            decisions.addAll(apart(List.of(act)));
        }
        return decisions;
    }

    private Map<SendKey, Decision> usual(AdmittingStores admitting, List<Act> acts) {
        Instant now = clock.instant();
        List<Outcome> outcomes = new ArrayList<>(acts.size());
        List<Beginning> beginnings = new ArrayList<>(acts.size());
        for (Act act : acts) {
            if (act instanceof End end) {
                Outcome outcome = outcome(end);
                if (outcome != null) {
                    outcomes.add(outcome);
                }
            } else if (act instanceof Begin begin) {
                Beginning beginning = beginning(begin, now);
                if (beginning != null) {
                    beginnings.add(beginning);
                }
            }
        }
        if (outcomes.isEmpty() && beginnings.isEmpty()) {
            return Map.of();
        }
        Set<SendKey> recorded = admitting.exchange(outcomes, beginnings);
        Map<SendKey, Decision> decisions = new HashMap<>();
        for (Outcome outcome : outcomes) {
            SendKey key = outcome.completion().claim().key();
            if (recorded.contains(key)) {
                decisions.put(key, new Decision.Ended(outcome.completion()));
            }
        }
        for (Beginning beginning : beginnings) {
            SendKey key = beginning.claim().key();
            if (recorded.contains(key)) {
                decisions.put(key, new Decision.Go());
            }
        }
        return decisions;
    }

    /** Returns what to record, or null where the name of the mail has to be read first. */
    private static @Nullable Outcome outcome(End end) {
        Job job = end.job();
        String source = job.key().source();
        Delivery delivery = job.delivery();
        StoredScenario scenario = job.scenario();
        String name = null;
        if (delivery != null) {
            name = delivery.name();
        } else if (scenario != null) {
            name = scenario.mailName(job.key().step());
        } else if (DeliveryId.ofSource(source) == null && StoredScenario.ofSource(source) == null) {
            name = job.key().step();
        }
        return name == null ? null : Recorder.outcome(end.completion(), name);
    }

    /** Returns what the stores have to look at, or null where that is not all there is to decide. */
    private @Nullable Beginning beginning(Begin begin, Instant now) {
        Job job = begin.job();
        Claim claim = job.claim();
        Contact rendered = begin.rendered();
        boolean unknown =
                rendered == null && windows.concernContact(claim.mail().kind());
        if (unknown || windows.hold(claim, rendered, now) != null) {
            return null;
        }
        if (rendered == null) {
            return composed(job, now);
        }
        Delivery delivery = job.delivery();
        String mark = job.mark(rendered);
        return delivery == null || mark == null || Turn.refusal(claim, delivery, now) != null
                ? null
                : new Beginning(claim, rendered.address(), mark, delivery, null);
    }

    private static @Nullable Beginning composed(Job job, Instant now) {
        Claim claim = job.claim();
        ReadyMail ready = claim.mail().content();
        String source = claim.key().source();
        boolean orphan = StoredScenario.ofSource(source) != null && job.scenario() == null;
        return ready == null || orphan || DeliveryId.ofSource(source) != null || Turn.refusal(claim, null, now) != null
                ? null
                : new Beginning(claim, ready.recipient(), null, null, job.scenario());
    }
}
