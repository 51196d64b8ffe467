package dev.hato.step;

import dev.hato.Stores;
import dev.hato.enrolment.StepMail;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import dev.hato.message.MessageTemplate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The scenarios of one scheduler, each in the version that it knows. Thread-safe. */
final class Scenarios {
    private final StepSettings settings;
    private final Map<String, Running> known = new ConcurrentHashMap<>();

    Scenarios(StepSettings settings) {
        this.settings = settings;
    }

    /** Makes the scenario known, and stores it as the first version if nobody has. */
    void add(Scenario scenario) {
        StepStore steps = settings.stores().steps();
        String definition = scenario.toJson();
        while (true) {
            StoredScenario stored = steps.scenario(scenario.name()).orElse(null);
            if (stored != null) {
                if (!stored.definition().equals(definition)) {
                    throw new IllegalStateException("Scenario " + Names.quote(scenario.name())
                            + " is in force in another version, " + stored.version()
                            + ". Build the scheduler with running(name, templates) and apply the edit:"
                            + " scheduler.plan(scenario).apply().");
                }
                if (!isShownAs(scenario, stored) && !steps.save(shown(scenario, stored))) {
                    continue;
                }
                known.put(
                        scenario.name(),
                        Running.of(scenario, stored.version(), settings.clocks().holidays()));
                return;
            }
            if (steps.save(stored(scenario, 1, Map.of(), StoredScenario.State.NEW))) {
                known.put(
                        scenario.name(),
                        Running.of(scenario, 1, settings.clocks().holidays()));
                return;
            }
        }
    }

    /** Makes the scenario known that is in force. */
    void load(String name, TemplateCatalog templates) {
        StoredScenario stored = settings.stores()
                .steps()
                .scenario(name)
                .orElseThrow(() -> new NoSuchElementException("Scenario " + Names.quote(name)
                        + " is not in the store; give it to the builder with scenario(…)."));
        put(Running.of(
                Scenario.fromJson(stored.definition(), templates),
                stored.version(),
                settings.clocks().holidays()));
    }

    /** Returns whether history shows the scenario as it is now: subjects and titles change without an edit. */
    private static boolean isShownAs(Scenario scenario, StoredScenario stored) {
        StoredScenario now = shown(scenario, stored);
        return now.list().title().equals(stored.list().title()) && now.mails().equals(stored.mails());
    }

    private static StoredScenario shown(Scenario scenario, StoredScenario stored) {
        StoredScenario.State state = stored.state();
        return stored(
                scenario,
                stored.version(),
                stored.mails(),
                new StoredScenario.State(state.revision() + 1, state.pausedAt(), state.editing()));
    }

    void put(Running running) {
        known.put(running.name(), running);
    }

    static StoredScenario stored(
            Scenario scenario, int version, Map<String, StepMail> earlier, StoredScenario.State state) {
        Map<String, StepMail> mails = new LinkedHashMap<>();
        for (Step step : scenario.steps()) {
            if (step.action() instanceof Action.SendMail mail) {
                MessageTemplate template = mail.template().template();
                mails.put(
                        step.key(),
                        new StepMail(template.name(), template.subjectSource(), template.htmlSource() != null));
            }
        }
        earlier.forEach(mails::putIfAbsent);
        return new StoredScenario(scenario.name(), version, scenario.toJson(), scenario.list(), mails, state);
    }

    Running require(String name) {
        Running running = known.get(name);
        if (running == null) {
            throw new NoSuchElementException(
                    "This scheduler has no scenario " + Names.quote(name) + "; it has " + known.keySet() + ".");
        }
        return running;
    }

    /** Returns the only scenario. */
    Running only() {
        if (known.size() != 1) {
            throw new IllegalStateException(
                    "This scheduler has several scenarios, " + known.keySet() + "; name the one that is meant.");
        }
        return known.values().iterator().next();
    }

    Collection<Running> all() {
        return known.values();
    }

    /** Returns those whose version is in force and that are not held, by name. */
    Map<String, Running> inForce(Stores tx) {
        return select(tx, stored -> !stored.state().isHeld());
    }

    /** Returns those whose version is in force, paused or not. */
    Collection<Running> agreed(Stores tx) {
        return select(tx, stored -> true).values();
    }

    private Map<String, Running> select(Stores tx, Predicate<StoredScenario> wanted) {
        Map<String, Running> selected = new LinkedHashMap<>();
        for (Running running : known.values()) {
            StoredScenario stored = tx.steps().scenario(running.name()).orElse(null);
            if (stored != null && stored.version() == running.version() && wanted.test(stored)) {
                selected.put(running.name(), running);
            }
        }
        return selected;
    }
}
