package dev.hato.tracking.hit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the judge says about a hit.
 *
 * @param verdict who is behind it
 * @param reasons what speaks for it, none for a person
 */
public record Judgement(Verdict verdict, Set<HitReason> reasons) {
    /** A person, since nothing speaks against it. */
    public static final Judgement HUMAN = new Judgement(Verdict.HUMAN, Set.of());

    /** Copies the reasons, in the order of their declaration. */
    public Judgement {
        reasons = reasons.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(reasons));
    }

    /** Returns the judgement that follows from the reasons; without one it is a person. */
    public static Judgement because(Set<HitReason> reasons) {
        if (reasons.isEmpty()) {
            return HUMAN;
        }
        boolean machine = reasons.stream().anyMatch(reason -> reason.verdict() == Verdict.MACHINE);
        return new Judgement(machine ? Verdict.MACHINE : Verdict.UNKNOWN, reasons);
    }
}
