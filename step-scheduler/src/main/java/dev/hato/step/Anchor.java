package dev.hato.step;

import dev.hato.calendar.LeapDay;
import dev.hato.contact.TimeAttribute;
import java.util.Objects;

/** What a step's time is counted from: declared, never guessed. */
public sealed interface Anchor {
    /** The moment of enrolment. */
    Anchor ENROLLED = new Enrolled();

    /** The moment at which the step before was done. */
    Anchor PREVIOUS_STEP = new PreviousStep();

    /** The moment of enrolment. */
    record Enrolled() implements Anchor {
        @Override
        public String toString() {
            return "enrolment";
        }
    }

    /** The moment at which the step before was done, or of enrolment for the first. */
    record PreviousStep() implements Anchor {
        @Override
        public String toString() {
            return "the previous step";
        }
    }

    /**
     * A date or moment that the contact has, such as a birthday. A contact that has none is not scheduled, and is
     * reported.
     *
     * @param attribute the contact's; a date stands for its first instant in the contact's zone
     * @param yearly whether it comes again every year
     * @param leapDay when 29 February comes again in other years
     */
    record AnchorDate(TimeAttribute<?> attribute, boolean yearly, LeapDay leapDay) implements Anchor {
        /** Checks that nothing is missing. */
        public AnchorDate {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(leapDay, "leapDay");
        }

        @Override
        public String toString() {
            return attribute.name();
        }
    }
}
