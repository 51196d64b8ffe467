package dev.hato.segment;

/**
 * One method for each kind of condition: what an interpreter, a compiler or a printer implements.
 *
 * <p>A new kind adds a method here, so that every implementor notices when it is compiled.
 *
 * @param <R> what a visit returns
 */
public interface ConditionVisitor<R> {
    /** Visits a conjunction. */
    R allOf(Condition.AllOf condition);

    /** Visits a disjunction. */
    R anyOf(Condition.AnyOf condition);

    /** Visits a negation. */
    R not(Condition.Not condition);

    /** Visits a test for a value. */
    R present(Condition.Present condition);

    /** Visits an equality of text. */
    R textIn(Condition.TextIn condition);

    /** Visits a match of text. */
    R textMatches(Condition.TextMatches condition);

    /** Visits a comparison of a number. */
    R numberIs(Condition.NumberIs condition);

    /** Visits a test of a boolean. */
    R booleanIs(Condition.BooleanIs condition);

    /** Visits a comparison of a date or an instant. */
    R timeIs(Condition.TimeIs condition);

    /** Visits a membership in a set of text. */
    R setContains(Condition.SetContains condition);

    /** Visits a standing with a mailing list. */
    R onList(Condition.OnList condition);

    /** Visits a number of events. */
    R eventCount(Condition.EventCount condition);

    /** Visits an aggregate over events. */
    R eventNumber(Condition.EventNumber condition);

    /** Visits the time of the first or last event. */
    R eventTime(Condition.EventTime condition);

    /** Visits an order of events. */
    R followed(Condition.Followed condition);

    /** Visits a membership in another segment. */
    R inSegment(Condition.InSegment condition);
}
