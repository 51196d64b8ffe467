package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.step.EditEffect.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an edit of a live scenario would do, before it is applied: who moves, skips, completes, resumes, and who would be
 * mailed within the hour.
 *
 * <p>Read at one time and applied at another, it may differ by what happens in between; applying reckons everything again.
 */
public final class EditPlan {
    private static final int EXAMPLES = 5;

    private final Editing editing;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Example>> examples = new EnumMap<>(Kind.class);
    private long mailedWithinTheHour;

    /**
     * One contact that the edit concerns.
     *
     * @param contact who
     * @param before where the enrolment stands
     * @param after where it would stand
     */
    public record Example(ContactId contact, String before, String after) {}

    EditPlan(Editing editing) {
        this.editing = editing;
    }

    void count(Kind kind, boolean mails, Example example) {
        counts.merge(kind, 1L, Long::sum);
        mailedWithinTheHour += mails ? 1 : 0;
        List<Example> known = examples.computeIfAbsent(kind, key -> new ArrayList<>());
        if (known.size() < EXAMPLES && kind != Kind.UNCHANGED) {
            known.add(example);
        }
    }

    /** Returns how many enrolments it does what to. */
    public Map<Kind, Long> counts() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Returns the number of one kind. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Returns how many would be mailed within the hour. */
    public long mailedWithinTheHour() {
        return mailedWithinTheHour;
    }

    /** Returns up to five examples of one kind. */
    public List<Example> examples(Kind kind) {
        return List.copyOf(examples.getOrDefault(kind, List.of()));
    }

    /**
     * Applies the edit: no step is done while enrolments are moved, and afterwards the new version is in force for all
     * nodes; schedulers of the old one do nothing more. If it is broken off, planning and applying it again finishes it.
     *
     * @return what was done
     * @throws IllegalStateException if somebody else has edited the scenario in between; plan again then
     */
    public EditPlan apply() {
        return editing.apply();
    }

    /** Returns the counts and examples as text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> {
            text.append(kind).append(": ").append(count).append('\n');
            examples(kind)
                    .forEach(example -> text.append("  ")
                            .append(example.contact())
                            .append(": ")
                            .append(example.before())
                            .append(" → ")
                            .append(example.after())
                            .append('\n'));
        });
        return text.append("mailed within the hour: ")
                .append(mailedWithinTheHour)
                .append('\n')
                .toString();
    }
}
