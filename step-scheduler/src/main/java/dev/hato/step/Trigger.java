package dev.hato.step;

import dev.hato.contact.Attribute;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Segment;
import dev.hato.step.Anchor.AnchorDate;
import java.util.Objects;

/** What enrols a contact. */
public sealed interface Trigger {
    /** An event of this kind, once per event id. */
    record EventHappened(EventQuery event) implements Trigger {
        /** Checks that the events have no window. */
        public EventHappened {
            requireNoWindow("startsOn", event);
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }

    /** The attribute gets another value, the first one included. */
    record AttributeChanged(Attribute<?> attribute) implements Trigger {
        /** Checks that nothing is missing. */
        public AttributeChanged {
            Objects.requireNonNull(attribute, "attribute");
        }

        @Override
        public String toString() {
            return "change of " + attribute;
        }
    }

    /** The contact enters the segment. */
    record SegmentEntered(String segment) implements Trigger {
        /** Checks the name. */
        public SegmentEntered {
            Names.require("Segment name", segment, Segment.MAX_NAME_LENGTH);
        }

        @Override
        public String toString() {
            return "entering segment \"" + segment + '"';
        }
    }

    /** The contact leaves the segment. */
    record SegmentLeft(String segment) implements Trigger {
        /** Checks the name. */
        public SegmentLeft {
            Names.require("Segment name", segment, Segment.MAX_NAME_LENGTH);
        }

        @Override
        public String toString() {
            return "leaving segment \"" + segment + '"';
        }
    }

    /** A moment counted from one of the contact's dates has come. */
    record DateReached(Timing timing) implements Trigger {
        /** Checks that it is counted from a date. */
        public DateReached {
            if (!(timing.anchor() instanceof AnchorDate)) {
                throw new IllegalArgumentException("A trigger on a date counts from an attribute, as in"
                        + " dateReached(from(BIRTHDAY, days(-7)).yearly()); this one counts from " + timing.anchor()
                        + ".");
            }
        }

        @Override
        public String toString() {
            return timing.toString();
        }
    }

    /** Refuses events with a window: what starts, ends or is waited for happens when it happens. */
    static void requireNoWindow(String call, EventQuery event) {
        if (event.since() != null || event.until() != null) {
            throw new IllegalArgumentException(call + "(" + event
                    + ") has a window of time, which counts for conditions only; leave out since, until and within.");
        }
    }
}
