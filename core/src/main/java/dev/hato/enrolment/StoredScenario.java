package dev.hato.enrolment;

import dev.hato.consent.MailingList;
import dev.hato.internal.Texts;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as all nodes have agreed on it. Under names of its own, {@code watch …} and {@code pace …}, the step scheduler
 * keeps in such rows how far it has looked for triggers, and how many steps began lately; those have no steps.
 *
 * @param name its name
 * @param version which version is in force, from 1
 * @param definition the scenario in a text that its module writes and reads
 * @param list the mailing list whose subscription allows its mails
 * @param mails what each step sends, by step key, in the scenario's order; those of earlier versions behind them
 * @param state whether its steps are done
 */
public record StoredScenario(
        String name, int version, String definition, MailingList list, Map<String, StepMail> mails, State state) {
    private static final String PREFIX = "scenario:";

    /**
     * Whether steps are done.
     *
     * @param revision larger by one with each write of the row; whoever has read an older one is refused
     * @param pausedAt when the pause began, or null without one
     * @param editing whether enrolments are being moved to a new version
     */
    public record State(long revision, @Nullable Instant pausedAt, boolean editing) {
        /** The state of a scenario that is stored for the first time. */
        public static final State NEW = new State(0, null, false);

        /** Returns whether a pause has begun. */
        public boolean isPaused() {
            return pausedAt != null;
        }

        /** Returns whether no step is done for now. */
        public boolean isHeld() {
            return isPaused() || editing;
        }
    }

    /** Checks the name and copies the map. */
    public StoredScenario {
        Texts.requireName("Scenario name", name, EnrolmentKey.MAX_SCENARIO_LENGTH);
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(list, "list");
        mails = Collections.unmodifiableMap(new LinkedHashMap<>(mails));
        Objects.requireNonNull(state, "state");
        if (version < 1) {
            throw new IllegalArgumentException("Version " + version + " of a scenario is not one; they begin with 1.");
        }
    }

    /** Returns the name under which reactions to the step's mail are known; the step's key if it sends none. */
    public String mailName(String step) {
        StepMail mail = mails.get(step);
        return mail == null ? step : mail.name();
    }

    /** Returns the source under which the mails of a scenario are in the outbox. */
    public static String source(String name) {
        return PREFIX + name;
    }

    /** Returns the name of the scenario whose mails have this source, or null if it is something else's. */
    public static @Nullable String ofSource(String source) {
        return source.startsWith(PREFIX) ? source.substring(PREFIX.length()) : null;
    }

    /** Returns the next revision, paused since then, or going on with null. */
    public StoredScenario paused(@Nullable Instant since) {
        return new StoredScenario(
                name, version, definition, list, mails, new State(state.revision + 1, since, state.editing));
    }
}
