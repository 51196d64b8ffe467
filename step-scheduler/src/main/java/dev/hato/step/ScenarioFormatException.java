package dev.hato.step;

import org.jspecify.annotations.Nullable;

/** Thrown when JSON is not a scenario. */
public final class ScenarioFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;

    ScenarioFormatException(String path, String message, @Nullable Throwable cause) {
        super("Scenario JSON at " + path + ": " + message, cause);
        this.path = path;
    }

    /** Returns where in the JSON, such as {@code $.steps[2].mail}. */
    public String path() {
        return path;
    }
}
