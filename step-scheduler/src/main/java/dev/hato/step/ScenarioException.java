package dev.hato.step;

import org.jspecify.annotations.Nullable;

/** Thrown when a scenario does not hold together. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String scenario;
    private final @Nullable String step;

    ScenarioException(String scenario, @Nullable String step, String message, @Nullable Throwable cause) {
        super(
                "Scenario " + Names.quote(scenario) + (step == null ? ": " : ", step " + Names.quote(step) + ": ")
                        + message,
                cause);
        this.scenario = scenario;
        this.step = step;
    }

    /** Returns the scenario's name. */
    public String scenario() {
        return scenario;
    }

    /** Returns the key of the step that is wrong, or null if it is the whole. */
    public @Nullable String step() {
        return step;
    }
}
