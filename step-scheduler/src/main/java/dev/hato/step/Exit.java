package dev.hato.step;

import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Segment;
import java.util.Objects;

/** What ends an enrolment before its last step; it wins over a step that is due at the same instant. */
public sealed interface Exit {
    /** An event of this kind, at or after enrolment. */
    record EventHappened(EventQuery event) implements Exit {
        /** Checks that the events have no window. */
        public EventHappened {
            Trigger.requireNoWindow("exitsOn", event);
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }

    /** The contact leaves the segment, or is not in it. */
    record SegmentLeft(String segment) implements Exit {
        /** Checks the name. */
        public SegmentLeft {
            Names.require("Segment name", segment, Segment.MAX_NAME_LENGTH);
        }

        @Override
        public String toString() {
            return "leaving segment \"" + segment + '"';
        }
    }

    /** The contact stops the subscription under which the scenario sends. */
    record Unsubscribed() implements Exit {
        @Override
        public String toString() {
            return "unsubscribing";
        }
    }

    /** The condition is true when a step is due. */
    record ConditionMet(Condition condition) implements Exit {
        /** Checks that nothing is missing. */
        public ConditionMet {
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public String toString() {
            return condition.toString();
        }
    }
}
