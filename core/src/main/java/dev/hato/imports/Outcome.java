package dev.hato.imports;

import java.util.List;

/**
 * What became of a row.
 *
 * @param reason what was done, or what is wrong
 * @param notes what else the person who gave the file should know
 */
record Outcome(RowClass rowClass, Effect effect, String reason, List<String> notes, boolean normalised) {
    /** What the row did to its contact or event. */
    enum Effect {
        NONE,
        INSERTED,
        UPDATED
    }

    static Outcome failed(String reason) {
        return new Outcome(RowClass.FAILED, Effect.NONE, reason, List.of(), false);
    }
}
