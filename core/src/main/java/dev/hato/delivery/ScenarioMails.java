package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.enrolment.StoredScenario;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one transaction knows about the scenarios whose mails it handles; each is read once. */
final class ScenarioMails {
    private final Stores tx;
    private final Map<String, @Nullable StoredScenario> known = new HashMap<>();

    ScenarioMails(Stores tx) {
        this.tx = tx;
    }

    /** Returns whether the mail is that of a scenario which is not there: nobody knows whose consent it takes. */
    boolean isOrphan(Claim claim) {
        return of(claim.key()) == null && StoredScenario.ofSource(claim.key().source()) != null;
    }

    /** Returns the list whose subscription allows the mail, or null if it is not a scenario's. */
    @Nullable MailingList list(Claim claim) {
        StoredScenario scenario = of(claim.key());
        return scenario == null ? null : scenario.list();
    }

    /** Returns the name under which reactions to the mail are known; the step's key if it is not a scenario's. */
    String name(SendKey key) {
        StoredScenario scenario = of(key);
        return scenario == null ? key.step() : scenario.mailName(key.step());
    }

    private @Nullable StoredScenario of(SendKey key) {
        if (!known.containsKey(key.source())) {
            String name = StoredScenario.ofSource(key.source());
            known.put(
                    key.source(),
                    name == null ? null : tx.steps().scenario(name).orElse(null));
        }
        return known.get(key.source());
    }
}
