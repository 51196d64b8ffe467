package dev.hato.step;

import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import dev.hato.step.EnrolmentState.Passed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A contact goes through a scenario that is edited all the time, against a model that knows what is due and what was sent. */
@Tag("R5.5")
class RandomEditsTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final Instant ENROLLED = Instant.parse("2025-06-01T03:00:00Z");

    private final Random random = new Random(55);
    private int edits;
    private int mails;

    /** The steps of a version: their keys with the hour, counted from midnight before enrolment, at which they are due. */
    private Map<String, Integer> hours = new LinkedHashMap<>();

    private Map<String, Integer> years = new LinkedHashMap<>();
    private final Set<String> sent = new HashSet<>();
    private Scenario scenario = Scenario.named("s").step("none", end()).build();
    private EnrolmentState state = EnrolmentState.completed(Map.of(), clock());
    private int keys;

    private static EnrolmentClock clock() {
        return EnrolmentClock.of(TOKYO, AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 6, 20)), ENROLLED);
    }

    @Test
    void nothingIsSentTwice_andWhatIsDueComes() {
        for (int i = 0; i < 3_000; i++) {
            live(false);
        }
        assertThat(edits).isGreaterThan(10_000);
        assertThat(mails).isGreaterThan(5_000);
    }

    @Test
    void yearlySteps_areNotSentTwiceInAYear() {
        for (int i = 0; i < 1_000; i++) {
            live(true);
        }
        assertThat(edits).isGreaterThan(3_000);
        assertThat(mails).isGreaterThan(3_000);
    }

    private void live(boolean yearly) {
        hours = new LinkedHashMap<>();
        years = new LinkedHashMap<>();
        sent.clear();
        keys = 0;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            hours.put("k" + keys++, random.nextInt(24, 700));
        }
        if (yearly) {
            years.put("y" + keys++, random.nextInt(-200, 200));
            years.put("y" + keys++, random.nextInt(-200, 200));
        }
        scenario = version();
        Instant now = ENROLLED;
        take(new Course(scenario, HolidayCalendar.NONE).begin(clock(), now), Map.of(), clock());
        for (int i = 0; i < 12; i++) {
            now = now.plusSeconds(60L * random.nextInt(yearly ? 200_000 : 6_000) + 17);
            run(now);
            if (random.nextInt(3) > 0) {
                edit(now, yearly);
            }
        }
    }

    private Scenario version() {
        sort();
        Scenario.Builder builder = Scenario.named("s");
        hours.forEach((key, hour) -> builder.step(key, days(hour / 24).at(hour % 24, 0), webhook("w")));
        years.forEach((key, day) ->
                builder.step(key, from(BIRTHDAY, days(day)).at(9, 0).yearly(), webhook("w")));
        return hours.isEmpty() && years.isEmpty() ? builder.step("end", end()).build() : builder.build();
    }

    private void sort() {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(hours.entrySet());
        entries.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
        hours = new LinkedHashMap<>();
        entries.forEach(entry -> hours.put(entry.getKey(), entry.getValue()));
    }

    /** An engine that is always in time: it does what is due by now, each step when it is due. */
    private void run(Instant now) {
        while (state.waiting() != null && !state.waiting().due().isAfter(now)) {
            Position.Waiting waiting = state.waiting();
            String name = name(waiting);
            assertThat(sent.add(name)).as("%s is sent again", name).isTrue();
            mails++;
            Map<String, Passed> passed = new LinkedHashMap<>(state.passed());
            passed.put(name, Passed.DONE);
            EnrolmentClock clock = state.clock().afterStep(waiting.due());
            Course course = new Course(scenario, HolidayCalendar.NONE);
            take(course.after(waiting, clock, passed.keySet(), waiting.due()), passed, clock);
        }
    }

    private static String name(Position.Waiting waiting) {
        return waiting.occurrence().isEmpty()
                ? waiting.step()
                : EnrolmentState.turn(waiting.step(), waiting.occurrence());
    }

    private void take(Advance advance, Map<String, Passed> before, EnrolmentClock clock) {
        Map<String, Passed> passed = new LinkedHashMap<>(before);
        for (Advance.Skip skip : advance.skips()) {
            if (skip.occurrence().isEmpty()) {
                passed.put(skip.step(), Passed.SKIPPED);
            }
        }
        state = advance.position() instanceof Position.Waiting waiting
                ? EnrolmentState.waiting(waiting, passed, clock)
                : EnrolmentState.completed(passed, clock);
    }

    private void edit(Instant now, boolean yearly) {
        edits++;
        for (int i = random.nextInt(3); i >= 0; i--) {
            change();
        }
        if (yearly && random.nextBoolean()) {
            years.replaceAll((key, day) -> random.nextInt(3) == 0 ? random.nextInt(-200, 200) : day);
        }
        Scenario next = version();
        EditEffect effect =
                ScenarioEdit.of(scenario, next, HolidayCalendar.NONE).effect(state, now);
        EnrolmentClock clock = state.clock();
        Map<String, Passed> passed = new LinkedHashMap<>(state.passed());
        passed.keySet().removeAll(effect.revived());
        take(new Advance(effect.position(), effect.skips()), passed, clock);
        scenario = next;
        if (effect.position() instanceof Position.Waiting waiting) {
            assertThat(sent).as("%s", effect).doesNotContain(name(waiting));
            assertThat(waiting.due()).isAfterOrEqualTo(now);
        }
        if (!yearly) {
            assertThat(
                            state.waiting() == null
                                    ? "end"
                                    : state.waiting().step() + " "
                                            + state.waiting().due())
                    .as("%s after %s of %s", state, sent, next)
                    .isEqualTo(expected(now));
        }
        EditEffect again = ScenarioEdit.of(next, next, HolidayCalendar.NONE).effect(state, now);
        assertThat(again.kind()).isEqualTo(EditEffect.Kind.UNCHANGED);
        assertThat(again.position()).isEqualTo(effect.position());
    }

    /** Adds, removes or moves a step; those that were sent are not moved, because the model goes by time alone. */
    private void change() {
        List<String> known = new ArrayList<>(hours.keySet());
        if (known.isEmpty() || random.nextInt(3) == 0) {
            hours.put("k" + keys++, random.nextInt(24, 1_500));
            return;
        }
        String key = known.get(random.nextInt(known.size()));
        if (random.nextInt(3) == 0) {
            hours.remove(key);
        } else if (!sent.contains(key)) {
            hours.put(key, random.nextInt(24, 1_500));
        }
    }

    /** The first step that is still to come and was not sent. */
    private String expected(Instant now) {
        for (Map.Entry<String, Integer> step : hours.entrySet()) {
            Instant due =
                    LocalDate.of(2025, 6, 1).atStartOfDay(TOKYO).toInstant().plusSeconds(3_600L * step.getValue());
            if (!sent.contains(step.getKey()) && !due.isBefore(now)) {
                return step.getKey() + " " + due;
            }
        }
        return hours.isEmpty() && !sent.contains("end") ? "end " + now : "end";
    }
}
