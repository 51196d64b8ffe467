package dev.hato.segment;

/**
 * A condition made ready for many contacts: bounds are computed, segments it names are looked up,
 * and what is cheap to ask is asked first.
 *
 * <p>Immutable and thread-safe, for the one moment of its context.
 */
public final class CompiledCondition {
    private final ProfileTest test;

    private CompiledCondition(ProfileTest test) {
        this.test = test;
    }

    /**
     * Compiles the condition.
     *
     * @throws SegmentReferenceException if a segment it names is unknown or contains itself
     */
    public static CompiledCondition of(Condition condition, EvaluationContext context) {
        return new CompiledCondition(condition.accept(new Compiler(context)));
    }

    /** Returns whether the contact satisfies the condition. */
    public boolean test(Profile profile) {
        return test.test(profile);
    }
}
