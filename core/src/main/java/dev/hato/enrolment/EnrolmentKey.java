package dev.hato.enrolment;

import dev.hato.contact.ContactId;
import dev.hato.internal.Texts;
import java.util.Comparator;
import java.util.Objects;

/**
 * The identity of one enrolment, unique in the store.
 *
 * @param scenario the scenario's name
 * @param contact who is enrolled
 * @param occurrence which time, from 1: a contact that begins again is enrolled another time
 */
public record EnrolmentKey(String scenario, ContactId contact, int occurrence) implements Comparable<EnrolmentKey> {
    /** The longest name of a scenario, in UTF-16 units. */
    public static final int MAX_SCENARIO_LENGTH = 80;

    private static final Comparator<EnrolmentKey> ORDER = Comparator.comparing(EnrolmentKey::scenario)
            .thenComparing(EnrolmentKey::contact)
            .thenComparing(EnrolmentKey::occurrence);

    /** Checks the parts. */
    public EnrolmentKey {
        Texts.requireName("Scenario name", scenario, MAX_SCENARIO_LENGTH);
        Objects.requireNonNull(contact, "contact");
        if (occurrence < 1) {
            throw new IllegalArgumentException("Enrolment number " + occurrence + " is not one; they begin with 1.");
        }
    }

    /** Returns the key of the contact's next enrolment in the same scenario. */
    public EnrolmentKey next() {
        return new EnrolmentKey(scenario, contact, occurrence + 1);
    }

    /** Compares scenario, contact and number in turn. */
    @Override
    public int compareTo(EnrolmentKey other) {
        return ORDER.compare(this, other);
    }

    /** Returns such as {@code brochure/4711#1}. */
    @Override
    public String toString() {
        return scenario + '/' + contact + '#' + occurrence;
    }
}
