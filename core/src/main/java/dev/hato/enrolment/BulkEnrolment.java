package dev.hato.enrolment;

import dev.hato.consent.Subscription;
import dev.hato.contact.ContactId;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An optional ability of a {@link StepStore}: to enrol the contacts of a segment by itself, without any of them being
 * read. The step scheduler uses it where all enrolments begin alike.
 */
public interface BulkEnrolment {
    /**
     * Enrols the next contacts of the segment, in the order of their ids, and begins the subscription of those. Who has an
     * enrolment of the pattern's key already, is left as he is; so is a subscription that is there. Atomic, also with the
     * transaction that the calling thread is in.
     *
     * @param after the last contact of the part before, or null for the first part
     * @param limit how many contacts at most
     * @return what was done; empty if the store cannot tell by itself who is in the segment
     * @throws dev.hato.segment.SegmentReferenceException if the condition names a segment that is not defined
     */
    Optional<Part> enrolNext(Beginning beginning, Who who, @Nullable ContactId after, int limit);

    /**
     * How all of the contacts begin.
     *
     * @param pattern an enrolment of revision 0 and without a lease, of any contact; the others' are the same but for that
     * @param subscription a subscription to begin with it, of any contact; null for none
     */
    record Beginning(Enrolment pattern, @Nullable Subscription subscription) {
        /** Checks that the pattern is a new enrolment. */
        public Beginning {
            if (pattern.revision() != 0 || pattern.lease() != null) {
                throw new IllegalArgumentException("The pattern " + pattern.key() + " is of revision "
                        + pattern.revision() + " or under a lease; give a new enrolment.");
            }
        }
    }

    /**
     * Who is enrolled.
     *
     * @param condition what is true of them
     * @param context what the condition is to be seen in
     */
    record Who(Condition condition, EvaluationContext context) {
        /** Checks that nothing is missing. */
        public Who {
            Objects.requireNonNull(condition, "condition");
            Objects.requireNonNull(context, "context");
        }
    }

    /**
     * What was done with some contacts of the segment.
     *
     * @param last the last of them; null if none was left
     * @param enrolled how many were enrolled
     * @param known those of them who had been enrolled before, in no order
     */
    record Part(@Nullable ContactId last, long enrolled, List<ContactId> known) {
        /** Copies the list. */
        public Part {
            known = List.copyOf(known);
        }
    }
}
