package dev.hato.step;

import static dev.hato.segment.Conditions.*;
import static dev.hato.step.ScenarioTest.mailing;
import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static EnrolmentClock enrolled(String local) {
        return EnrolmentClock.of(TOKYO, AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 6, 10)), at(local));
    }

    private static String words(Advance advance) {
        String place = advance.position() instanceof Position.Waiting waiting
                ? waiting.step() + " " + LocalDateTime.ofInstant(waiting.due(), TOKYO)
                        + (waiting.occurrence().isEmpty() ? "" : " " + waiting.occurrence())
                        + (waiting.late() ? " late" : "")
                : advance.position() instanceof Position.Stuck stuck ? stuck.step() + " " + stuck.reason() : "end";
        return place
                + (advance.skips().isEmpty()
                        ? ""
                        : " past "
                                + advance.skips().stream()
                                        .map(skip -> skip.step() + " " + skip.reason())
                                        .toList());
    }

    /** Goes through a scenario as an engine does that is always in time, up to a number of steps. */
    private static List<String> walk(Scenario scenario, EnrolmentClock start, int steps) {
        Course course = new Course(scenario, HolidayCalendar.japan());
        EnrolmentClock clock = start;
        Advance advance = course.begin(clock, clock.enrolled());
        List<String> walk = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            walk.add(words(advance));
            if (!(advance.position() instanceof Position.Waiting waiting)) {
                break;
            }
            clock = waiting.late() ? clock.afterLateStep(waiting.due()) : clock.afterStep(waiting.due());
            advance = course.after(waiting, clock, Set.of(), waiting.due());
        }
        return walk;
    }

    @Test
    void brochure_goesItsWay() {
        assertThat(walk(ScenarioTest.brochure(), enrolled("2025-06-01T12:00"), 9))
                .containsExactly(
                        "thanks 2025-06-01T12:00",
                        "day-3 2025-06-04T10:00",
                        "day-7 2025-06-08T10:00",
                        "day-14 2025-06-15T10:00",
                        "end");
    }

    @Test
    @Tag("R5.4")
    void stepThatIsPastWhenItIsSeen_isSkippedByDefault() {
        Scenario scenario = Scenario.named("s")
                .step("today", days(0).at(10, 0), mail(mailing("m")))
                .step("tomorrow", days(1).at(10, 0), mail(mailing("m")))
                .build();
        assertThat(walk(scenario, enrolled("2025-06-01T12:00"), 9))
                .containsExactly("tomorrow 2025-06-02T10:00 past [today PAST_DUE]", "end");
        assertThat(walk(scenario, enrolled("2025-06-01T10:00"), 9)).first().isEqualTo("today 2025-06-01T10:00");
    }

    @Test
    @Tag("R5.4")
    void stepThatIsSeenALittleLate_isInTime() {
        // the event was processed a second, or half an hour, after it happened
        Course course = new Course(ScenarioTest.brochure(), HolidayCalendar.NONE);
        EnrolmentClock clock = enrolled("2025-06-01T12:00");
        for (int seconds : new int[] {0, 1, 1_800, 3_600}) {
            assertThat(words(course.begin(clock, clock.enrolled().plusSeconds(seconds))))
                    .isEqualTo("thanks 2025-06-01T12:00");
        }
        assertThat(words(course.begin(clock, clock.enrolled().plusSeconds(3_601))))
                .isEqualTo("day-3 2025-06-04T10:00 past [thanks PAST_DUE]");
    }

    @Test
    @Tag("R5.4")
    void stepsOfOneInstantThatAreSeenALittleLate_areAllInTime() {
        Scenario scenario = Scenario.named("s")
                .step("note", immediately(), addScore("warmth", 1))
                .step("thanks", immediately(), mail(mailing("m")))
                .build();
        Course course = new Course(scenario, HolidayCalendar.NONE);
        EnrolmentClock clock = enrolled("2025-06-01T12:00");
        Position.Waiting note = new Position.Waiting("note", clock.enrolled(), "", false);
        for (int millis : new int[] {0, 1, 400, 3_600_000}) {
            Instant now = clock.enrolled().plusMillis(millis);
            assertThat(words(course.after(note, clock.afterStep(now), Set.of(), now)))
                    .isEqualTo("thanks 2025-06-01T12:00");
        }
        Instant now = clock.enrolled().plusSeconds(3_601);
        assertThat(words(course.after(note, clock.afterStep(now), Set.of(), now)))
                .isEqualTo("end past [thanks PAST_DUE]");
    }

    private static Scenario four(PastDuePolicy policy) {
        Scenario.Builder builder = Scenario.named("s").pastDue(policy);
        for (int day = 1; day <= 4; day++) {
            builder.step("day-" + day, days(day).at(10, 0), mail(mailing("m")));
        }
        return builder.build();
    }

    private static List<String> lateWalk(PastDuePolicy policy, String now) {
        Course course = new Course(four(policy), HolidayCalendar.NONE);
        EnrolmentClock clock = enrolled("2025-06-01T12:00");
        Advance advance = course.begin(clock, at(now));
        List<String> walk = new ArrayList<>(List.of(words(advance)));
        while (advance.position() instanceof Position.Waiting waiting) {
            clock = waiting.late() ? clock.afterLateStep(waiting.due()) : clock.afterStep(waiting.due());
            advance = course.after(waiting, clock, Set.of(), waiting.due());
            walk.add(words(advance));
        }
        return walk;
    }

    @Test
    @Tag("R5.4")
    void backfill_makesUpOneADay_neverABurst() {
        assertThat(lateWalk(PastDuePolicy.backfill(30), "2025-06-20T15:00"))
                .containsExactly(
                        "day-1 2025-06-20T15:00 late",
                        "day-2 2025-06-21T15:00 late",
                        "day-3 2025-06-22T15:00 late",
                        "day-4 2025-06-23T15:00 late",
                        "end");
        assertThat(lateWalk(PastDuePolicy.backfill(16), "2025-06-20T15:00"))
                .containsExactly(
                        "day-3 2025-06-20T15:00 late past [day-1 PAST_DUE, day-2 PAST_DUE]",
                        "day-4 2025-06-21T15:00 late",
                        "end");
    }

    @Test
    @Tag("R5.4")
    void sendWithin_sendsWhatIsNotTooLate_andOneADay() {
        assertThat(lateWalk(PastDuePolicy.sendWithin(Duration.ofHours(6)), "2025-06-03T15:00"))
                .containsExactly(
                        "day-2 2025-06-03T15:00 late past [day-1 PAST_DUE]",
                        "day-3 2025-06-04T10:00",
                        "day-4 2025-06-05T10:00",
                        "end");
        assertThat(lateWalk(PastDuePolicy.sendWithin(Duration.ofDays(9)), "2025-06-03T15:00"))
                .containsExactly(
                        "day-1 2025-06-03T15:00 late",
                        "day-3 2025-06-04T10:00 past [day-2 PAST_DUE]",
                        "day-4 2025-06-05T10:00",
                        "end");
    }

    @Test
    @Tag("R5.4")
    void stepThatWasWaitedFor_mayBeALittleLateUnderAnyPolicy() {
        Instant due = at("2025-06-03T10:00");
        PastDuePolicy skip = PastDuePolicy.skip();
        assertThat(skip.claimed(due, due.plus(PastDuePolicy.PUNCTUAL), TOKYO, null))
                .contains(due);
        assertThat(skip.claimed(due, due.plus(PastDuePolicy.PUNCTUAL).plusNanos(1), TOKYO, null))
                .isEmpty();
        Instant dayLater = due.plus(Duration.ofDays(1));
        assertThat(PastDuePolicy.sendWithin(Duration.ofDays(1)).claimed(due, dayLater, TOKYO, null))
                .contains(dayLater);
        assertThatThrownBy(() -> PastDuePolicy.sendWithin(Duration.ZERO)).hasMessageContaining("use skip()");
        assertThatThrownBy(() -> PastDuePolicy.backfill(0)).hasMessageContaining("Backfill of 0 days");
    }

    @Test
    @Tag("R5.2")
    void missingDate_holdsTheContactWhereItIs() {
        Scenario scenario = Scenario.named("s")
                .step("hired", from(Attribute.date("hired"), days(0)), mail(mailing("m")))
                .step("later", days(30), mail(mailing("m")))
                .build();
        assertThat(walk(scenario, enrolled("2025-06-01T12:00"), 9)).containsExactly("hired ANCHOR_MISSING");
    }

    @Test
    @Tag("R6.4")
    void stepForBusinessDaysOnly_isPassedByOnAHoliday() {
        Scenario scenario = Scenario.named("s")
                .step("a", days(0).at(15, 0).onBusinessDays(BusinessDayShift.SKIP), mail(mailing("m")))
                .step("b", days(1).at(10, 0).onBusinessDays(BusinessDayShift.NEXT), mail(mailing("m")))
                .build();
        assertThat(walk(scenario, enrolled("2025-05-03T12:00"), 9))
                .containsExactly("b 2025-05-07T10:00 past [a NO_BUSINESS_DAY]", "end");
    }

    @Test
    void yearlySteps_takeTurnsByTheirDates() {
        Scenario scenario = Scenario.named("s")
                .step("hello", immediately(), mail(mailing("m")))
                .step("on", from(BIRTHDAY, days(0)).at(9, 0).yearly(), mail(mailing("m")))
                .step("same", from(BIRTHDAY, days(0)).at(9, 0).yearly(), webhook("crm"))
                .step("before", from(BIRTHDAY, days(-7)).at(9, 0).yearly(), mail(mailing("m")))
                .build();
        assertThat(walk(scenario, enrolled("2025-06-05T12:00"), 8))
                .containsExactly(
                        "hello 2025-06-05T12:00",
                        "on 2025-06-10T09:00 2025",
                        "same 2025-06-10T09:00 2025",
                        "before 2026-06-03T09:00 2026",
                        "on 2026-06-10T09:00 2026",
                        "same 2026-06-10T09:00 2026",
                        "before 2027-06-03T09:00 2027",
                        "on 2027-06-10T09:00 2027");
    }

    @Test
    void yearlyStep_thatPassedWhileOthersWereDone_goesByThePolicy() {
        Scenario scenario = Scenario.named("s")
                .step("week", days(7).at(10, 0), mail(mailing("m")))
                .step("on", from(BIRTHDAY, days(0)).at(9, 0).yearly(), mail(mailing("m")))
                .build();
        assertThat(walk(scenario, enrolled("2025-06-05T12:00"), 2))
                .containsExactly("week 2025-06-12T10:00", "on 2026-06-10T09:00 2026 past [on PAST_DUE]");
    }

    @Test
    @Tag("R5.8")
    void waysOfABranch_areTakenByKey() {
        Scenario scenario = ScenarioFormatTest.everything();
        Course course = new Course(scenario, HolidayCalendar.NONE);
        EnrolmentClock clock = enrolled("2025-06-01T12:00");
        assertThat(words(course.at("wait", clock, Set.of(), at("2025-06-02T12:00"))))
                .isEqualTo("wait 2025-06-02T12:00");
        assertThat(words(course.at("ways", clock, Set.of("ways", "jump", "wait"), at("2025-06-02T12:00"))))
                .isEqualTo("over 2025-06-02T12:00");
        assertThatThrownBy(() -> course.at("nowhere", clock, Set.of(), clock.enrolled()))
                .hasMessageContaining("has no step 'nowhere'; plan the edit that removed it");
    }

    @Test
    @Tag("R5.8")
    void wait_endsWithTheEventOrTheDeadline_andTheEventWins() {
        Action.WaitFor wait = waitFor(event("reply")).upTo(days(5));
        Instant begun = at("2025-06-01T12:00");
        Instant deadline = at("2025-06-06T12:00");
        assertThat(wait.deadline(begun, TOKYO, HolidayCalendar.NONE)).isEqualTo(deadline);
        assertThat(Action.WaitFor.outcome(deadline, null, deadline.minusNanos(1)))
                .isEqualTo(Action.WaitFor.Outcome.WAITING);
        assertThat(Action.WaitFor.outcome(deadline, null, deadline)).isEqualTo(Action.WaitFor.Outcome.DEADLINE);
        assertThat(Action.WaitFor.outcome(deadline, deadline, deadline)).isEqualTo(Action.WaitFor.Outcome.EVENT);
        assertThat(Action.WaitFor.outcome(deadline, deadline.plusNanos(1), deadline.plusSeconds(9)))
                .isEqualTo(Action.WaitFor.Outcome.DEADLINE);
        // it happened before the wait began: it passes at once
        assertThat(Action.WaitFor.outcome(deadline, begun.minusSeconds(60), begun))
                .isEqualTo(Action.WaitFor.Outcome.EVENT);
        // an event dated in the future has not happened yet
        assertThat(Action.WaitFor.outcome(deadline, begun.plusSeconds(60), begun))
                .isEqualTo(Action.WaitFor.Outcome.WAITING);
    }

    @Test
    @Tag("R5.9")
    void trigger_isSuppressedWithinTheSpan_andHasAHorizon() {
        Entry entry = Scenario.named("s")
                .startsOn(event("x"))
                .suppression(Duration.ofDays(30))
                .horizon(Duration.ofDays(2))
                .step("a", end())
                .build()
                .entry();
        Instant now = at("2025-06-10T12:00");
        assertThat(entry.judge(now, now, null)).isEqualTo(Entry.Verdict.FIRES);
        assertThat(entry.judge(now, now, now.minus(Duration.ofDays(30)))).isEqualTo(Entry.Verdict.FIRES);
        assertThat(entry.judge(now, now, now.minus(Duration.ofDays(30)).plusNanos(1)))
                .isEqualTo(Entry.Verdict.SUPPRESSED);
        Instant old = now.minus(Duration.ofDays(2));
        assertThat(entry.judge(old, now, null)).isEqualTo(Entry.Verdict.FIRES);
        assertThat(entry.judge(old.minusNanos(1), now, null)).isEqualTo(Entry.Verdict.TOO_OLD);
        assertThat(Entry.BY_HOST.judge(Instant.EPOCH, now, now)).isEqualTo(Entry.Verdict.FIRES);
    }

    @Test
    @Tag("R5.6")
    void reEnrolment_keepsItsMinimumInterval() {
        Instant last = at("2025-06-01T12:00");
        ReEnrolment rule = ReEnrolment.RESTART.notWithin(Duration.ofDays(10));
        assertThat(rule.decide(last, last.plus(Duration.ofDays(10)).minusNanos(1)))
                .isEqualTo(ReEnrolment.Mode.IGNORE);
        assertThat(rule.decide(last, last.plus(Duration.ofDays(10)))).isEqualTo(ReEnrolment.Mode.RESTART);
        assertThat(ReEnrolment.CONTINUE.decide(last, last)).isEqualTo(ReEnrolment.Mode.CONTINUE);
        assertThat(ReEnrolment.IGNORE.decide(last, last.plus(Duration.ofDays(999))))
                .isEqualTo(ReEnrolment.Mode.IGNORE);
        assertThatThrownBy(() -> ReEnrolment.IGNORE.notWithin(Duration.ofDays(1)))
                .hasMessageContaining("does nothing");
    }
}
