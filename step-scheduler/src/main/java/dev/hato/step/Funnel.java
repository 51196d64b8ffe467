package dev.hato.step;

import dev.hato.Stores;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many came how far in a scenario.
 *
 * @param scenario its name
 * @param entered how many enrolments began
 * @param ends how many stand in each status; those that are open included
 * @param steps by step key, in the scenario's order; steps of earlier versions behind them
 */
public record Funnel(String scenario, long entered, Map<EnrolmentStatus, Long> ends, Map<String, StepCount> steps) {
    private static final int PAGE = 1_000;

    /**
     * What became of one step.
     *
     * @param waiting how many stand at it
     * @param mailed how many mails were planned for it
     * @param done how many times it was done, where it is no mail
     * @param passed how many times it led the way, where it is a branch, a wait, a jump or an end
     * @param skipped how many times it was left out, by reason
     */
    public record StepCount(long waiting, long mailed, long done, long passed, Map<String, Long> skipped) {
        static final StepCount NONE = new StepCount(0, 0, 0, 0, Map.of());

        /** Copies the map. */
        public StepCount {
            skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
        }

        private StepCount plus(long moreWaiting, Outcome outcome, String reason) {
            Map<String, Long> more = new TreeMap<>(skipped);
            if (outcome == Outcome.SKIPPED) {
                more.merge(reason, 1L, Long::sum);
            }
            return new StepCount(
                    waiting + moreWaiting,
                    mailed + (outcome == Outcome.MAILED ? 1 : 0),
                    done + (outcome == Outcome.DONE ? 1 : 0),
                    passed + (outcome == Outcome.PASSED && moreWaiting == 0 ? 1 : 0),
                    more);
        }
    }

    /** Copies the maps. */
    public Funnel {
        ends = Collections.unmodifiableMap(new TreeMap<>(ends));
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** Returns what became of the step of this key; nothing for one that was never there. */
    public StepCount step(String key) {
        return steps.getOrDefault(key, StepCount.NONE);
    }

    static Funnel of(Running running, Stores stores) {
        Map<EnrolmentStatus, Long> ends = new EnumMap<>(EnrolmentStatus.class);
        Map<String, StepCount> steps = new LinkedHashMap<>();
        running.scenario().steps().forEach(step -> steps.put(step.key(), StepCount.NONE));
        long entered = 0;
        EnrolmentKey after = null;
        while (true) {
            List<Enrolment> page = stores.steps().page(running.name(), after, PAGE);
            if (page.isEmpty()) {
                return new Funnel(running.name(), entered, ends, steps);
            }
            for (Enrolment enrolment : page) {
                entered++;
                ends.merge(enrolment.standing().status(), 1L, Long::sum);
                for (StepRecord record : enrolment.history()) {
                    if (!Entrance.isNote(record)) {
                        StepCount known = steps.getOrDefault(record.step(), StepCount.NONE);
                        steps.put(record.step(), known.plus(0, record.outcome(), record.reason()));
                    }
                }
                String at = enrolment.standing().step();
                if (at != null) {
                    steps.put(at, steps.getOrDefault(at, StepCount.NONE).plus(1, Outcome.PASSED, ""));
                }
            }
            after = page.get(page.size() - 1).key();
        }
    }

    /**
     * Returns the funnel as text, a line a step:
     *
     * <pre>
     * brochure-follow-up: 1000 entered; 120 under way, 640 completed, 240 exited
     *   step    mailed  done  waiting  skipped
     *   thanks     988     0        0  12: subscription stopped 12
     *   day-3      870     0       30  0
     * </pre>
     */
    @Override
    public String toString() {
        int width = steps.keySet().stream().mapToInt(String::length).reduce(4, Math::max);
        StringBuilder text = new StringBuilder(scenario + ": " + entered + " entered" + endings());
        text.append("\n  ").append(StepWords.pad("step", width)).append("   mailed     done  waiting  skipped");
        steps.forEach((step, count) -> text.append("\n  ")
                .append(StepWords.pad(step, width))
                .append(String.format(
                        Locale.ROOT, " %8d %8d %8d  ", count.mailed(), count.done() + count.passed(), count.waiting()))
                .append(skipped(count)));
        return text.append('\n').toString();
    }

    private String endings() {
        StringBuilder text = new StringBuilder();
        ends.forEach((status, number) -> text.append(text.isEmpty() ? "; " : ", ")
                .append(number)
                .append(' ')
                .append(status.name().replace('_', ' ').toLowerCase(Locale.ROOT)));
        return text.toString();
    }

    private static String skipped(StepCount count) {
        long all = count.skipped().values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder(Long.toString(all));
        count.skipped()
                .forEach((reason, number) -> text.append(text.indexOf(":") < 0 ? ": " : ", ")
                        .append(StepWords.reason(reason))
                        .append(' ')
                        .append(number));
        return text.toString();
    }
}
