package dev.hato.step;

import static dev.hato.segment.Conditions.*;
import static dev.hato.step.ScenarioTest.mailing;
import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import dev.hato.step.EditEffect.Kind;
import dev.hato.step.EnrolmentState.Passed;
import dev.hato.step.EnrolmentState.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R5.5")
class ScenarioEditTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static final EnrolmentClock CLOCK =
            EnrolmentClock.of(TOKYO, AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 6, 10)), at("2025-06-01T12:00"));

    private static Scenario.Builder scenario() {
        return Scenario.named("follow-up");
    }

    private static Scenario.Builder mails(Object... keysAndDays) {
        Scenario.Builder builder = scenario();
        for (int i = 0; i < keysAndDays.length; i += 2) {
            builder.step(
                    (String) keysAndDays[i], days((Integer) keysAndDays[i + 1]).at(10, 0), mail(mailing("m")));
        }
        return builder;
    }

    private static Map<String, Passed> passed(Object... keysAndValues) {
        Map<String, Passed> passed = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            passed.put((String) keysAndValues[i], (Passed) keysAndValues[i + 1]);
        }
        return passed;
    }

    private static EnrolmentState waiting(String step, String due, Object... passed) {
        return EnrolmentState.waiting(new Position.Waiting(step, at(due), "", false), passed(passed), CLOCK);
    }

    private static EditEffect effect(
            Scenario.Builder before, Scenario.Builder after, EnrolmentState state, String now) {
        return ScenarioEdit.of(before.build(), after.build(), HolidayCalendar.NONE)
                .effect(state, at(now));
    }

    private static String words(EditEffect effect) {
        String place = effect.position() instanceof Position.Waiting waiting
                ? waiting.step() + " " + LocalDateTime.ofInstant(waiting.due(), TOKYO)
                        + (waiting.occurrence().isEmpty() ? "" : " " + waiting.occurrence())
                : effect.position() instanceof Position.Stuck stuck ? stuck.step() + " " + stuck.reason() : "end";
        return effect.kind() + " " + place
                + (effect.skips().isEmpty()
                        ? ""
                        : " past "
                                + effect.skips().stream()
                                        .map(Advance.Skip::step)
                                        .toList())
                + (effect.revived().isEmpty() ? "" : " reviving " + effect.revived());
    }

    /** One, three and seven days after enrolment on 1 June; the first is done, and the second is waited for. */
    private static final EnrolmentState SECOND = waiting("b", "2025-06-04T10:00", "a", Passed.DONE);

    private static String edit(Scenario.Builder after, String now) {
        return words(effect(mails("a", 1, "b", 3, "c", 7), after, SECOND, now));
    }

    @Test
    void sameVersion_changesNothing() {
        assertThat(edit(mails("a", 1, "b", 3, "c", 7), "2025-06-03T00:00")).isEqualTo("UNCHANGED b 2025-06-04T10:00");
        assertThat(edit(mails("a", 1, "b", 3, "c", 8), "2025-06-03T00:00")).isEqualTo("UNCHANGED b 2025-06-04T10:00");
    }

    @Test
    void overdueStepThatWasNotMoved_isLeftToTheEngine() {
        assertThat(edit(mails("a", 1, "b", 3, "c", 8), "2025-06-05T00:00")).isEqualTo("UNCHANGED b 2025-06-04T10:00");
    }

    @Test
    void stepMovedWithinTheFuture_isWaitedForThen() {
        assertThat(edit(mails("a", 1, "b", 5, "c", 7), "2025-06-03T00:00")).isEqualTo("MOVED b 2025-06-06T10:00");
    }

    @Test
    void stepMovedIntoThePast_isSkipped() {
        assertThat(edit(mails("a", 1, "b", 2, "c", 7), "2025-06-03T12:00"))
                .isEqualTo("SKIPPED c 2025-06-08T10:00 past [b]");
    }

    @Test
    void stepMovedIntoThePast_isSkippedUnderAnyPolicy() {
        Scenario.Builder after = mails("a", 1, "b", 2, "c", 7).pastDue(PastDuePolicy.backfill(30));
        assertThat(edit(after, "2025-06-03T12:00")).isEqualTo("SKIPPED c 2025-06-08T10:00 past [b]");
    }

    @Test
    void lastStepMovedIntoThePast_completes() {
        assertThat(edit(mails("a", 1, "b", 2), "2025-06-03T12:00")).isEqualTo("COMPLETED end past [b]");
    }

    @Test
    void removedStep_passesItsWaitersToTheNext() {
        assertThat(edit(mails("a", 1, "c", 7), "2025-06-03T00:00")).isEqualTo("MOVED c 2025-06-08T10:00");
        assertThat(edit(mails("a", 1, "new", 4, "c", 7), "2025-06-03T00:00")).isEqualTo("MOVED new 2025-06-05T10:00");
    }

    @Test
    void removedStep_completesWhereNoneIsLeft() {
        assertThat(edit(mails("a", 1), "2025-06-03T00:00")).isEqualTo("COMPLETED end");
    }

    @Test
    void sentStep_isNeverSentAgain_whereverItIsMoved() {
        assertThat(edit(mails("b", 3, "c", 7, "a", 9), "2025-06-03T00:00")).isEqualTo("UNCHANGED b 2025-06-04T10:00");
        EnrolmentState last = waiting("c", "2025-06-08T10:00", "a", Passed.DONE, "b", Passed.DONE);
        EditEffect effect = effect(mails("a", 1, "b", 3, "c", 7), mails("b", 20, "a", 21), last, "2025-06-07T00:00");
        assertThat(words(effect)).isEqualTo("COMPLETED end");
    }

    @Test
    void stepAddedBeforeTheOneThatIsWaitedFor_isDoneFirst() {
        assertThat(edit(mails("a", 1, "new", 2, "b", 3), "2025-06-02T12:00")).isEqualTo("MOVED new 2025-06-03T10:00");
    }

    @Test
    @Tag("R5.4")
    void stepAddedLate_goesByThePolicy() {
        assertThat(edit(mails("a", 1, "new", 2, "b", 3), "2025-06-03T12:00"))
                .isEqualTo("UNCHANGED b 2025-06-04T10:00 past [new]");
        Scenario.Builder backfill = mails("a", 1, "new", 2, "b", 3).pastDue(PastDuePolicy.backfill(2));
        assertThat(edit(backfill, "2025-06-03T12:00")).isEqualTo("MOVED new 2025-06-03T12:00");
    }

    @Test
    void stepAddedFurtherUp_isNotForThoseWhoArePast() {
        EnrolmentState third = waiting("c", "2025-06-08T10:00", "a", Passed.DONE, "b", Passed.DONE);
        EditEffect effect = effect(
                mails("a", 1, "b", 3, "c", 7), mails("new", 0, "a", 1, "b", 3, "c", 7), third, "2025-06-01T09:00");
        assertThat(words(effect)).isEqualTo("UNCHANGED c 2025-06-08T10:00");
    }

    @Test
    void completedEnrolment_isResumedByAStepAddedInTheFuture() {
        EnrolmentState done = EnrolmentState.completed(passed("a", Passed.DONE, "b", Passed.DONE), CLOCK);
        Scenario.Builder before = mails("a", 1, "b", 3);
        assertThat(words(effect(before, mails("a", 1, "b", 3, "c", 21), done, "2025-06-10T00:00")))
                .isEqualTo("RESUMED c 2025-06-22T10:00");
        assertThat(words(effect(before, mails("a", 1, "b", 3, "c", 5), done, "2025-06-10T00:00")))
                .isEqualTo("UNCHANGED end past [c]");
        assertThat(words(effect(before, mails("a", 1, "b", 9), done, "2025-06-07T00:00")))
                .isEqualTo("UNCHANGED end");
    }

    @Test
    void skippedStepMovedBackToTheFuture_comesAgain() {
        EnrolmentState done = EnrolmentState.completed(passed("a", Passed.DONE, "b", Passed.SKIPPED), CLOCK);
        assertThat(words(effect(mails("a", 1, "b", 2), mails("a", 1, "b", 9), done, "2025-06-07T00:00")))
                .isEqualTo("RESUMED b 2025-06-10T10:00 reviving [b]");
        EnrolmentState later = waiting("c", "2025-06-20T10:00", "a", Passed.DONE, "b", Passed.SKIPPED);
        assertThat(words(effect(
                        mails("a", 1, "b", 2, "c", 19), mails("a", 1, "b", 9, "c", 19), later, "2025-06-07T00:00")))
                .isEqualTo("RESUMED b 2025-06-10T10:00 reviving [b]");
        assertThat(words(effect(
                        mails("a", 1, "b", 2, "c", 19), mails("a", 1, "c", 19, "b", 30), later, "2025-06-07T00:00")))
                .isEqualTo("UNCHANGED c 2025-06-20T10:00 reviving [b]");
    }

    @Test
    void skippedStepMovedBackToTheFuture_comesAgain_thoughOneBelowItIsDone() {
        EnrolmentState state = waiting("d", "2025-07-01T10:00", "a", Passed.SKIPPED, "b", Passed.DONE);
        Scenario.Builder before = mails("a", 1).step("b", afterPrevious(days(1)), mail(mailing("m")));
        Scenario.Builder after = mails("a", 10).step("b", afterPrevious(days(1)), mail(mailing("m")));
        assertThat(words(effect(
                        before.step("d", days(30).at(10, 0), mail(mailing("m"))),
                        after.step("d", days(30).at(10, 0), mail(mailing("m"))),
                        state,
                        "2025-06-07T00:00")))
                .isEqualTo("RESUMED a 2025-06-11T10:00 reviving [a]");
    }

    @Test
    void stepAddedAboveOneThatWasDone_doesNotHoldWhatFollows() {
        EnrolmentState state = waiting("c", "2025-06-08T10:00", "a", Passed.DONE, "b", Passed.DONE);
        Scenario.Builder after = mails("a", 1)
                .step("date", from(BIRTHDAY, days(12_900)), mail(mailing("m")))
                .step("b", days(3).at(10, 0), mail(mailing("m")))
                .step("c", days(7).at(10, 0), mail(mailing("m")));
        assertThat(words(effect(mails("a", 1, "b", 3, "c", 7), after, state, "2025-06-05T00:00")))
                .isEqualTo("UNCHANGED c 2025-06-08T10:00");
    }

    @Test
    void stepThatWasNotForThem_doesNotComeAgain() {
        EnrolmentState done = EnrolmentState.completed(passed("a", Passed.DONE, "b", Passed.NOT_FOR_THEM), CLOCK);
        assertThat(words(effect(mails("a", 1, "b", 2), mails("a", 1, "b", 9), done, "2025-06-07T00:00")))
                .isEqualTo("UNCHANGED end");
    }

    @Test
    void skippedStepThatWasNotMoved_doesNotComeAgain_thoughItWouldBeDueLater() {
        Scenario.Builder before = mails("a", 1).step("b", afterPrevious(days(30)), mail(mailing("m")));
        Scenario.Builder after = mails("a", 1).step("b", afterPrevious(days(30)), mail(mailing("other")));
        EnrolmentState done = EnrolmentState.completed(passed("a", Passed.DONE, "b", Passed.SKIPPED), CLOCK);
        assertThat(words(effect(before, after, done, "2025-06-07T00:00"))).isEqualTo("UNCHANGED end");
    }

    @Test
    void endedEnrolment_staysEnded() {
        Scenario.Builder after = mails("a", 1, "b", 9, "c", 21);
        EnrolmentState exited = SECOND.with(Status.EXITED);
        assertThat(words(effect(mails("a", 1, "b", 3), after, exited, "2025-06-03T00:00")))
                .isEqualTo("UNCHANGED end");
    }

    private static Scenario.Builder ways(int vipDays, boolean withVipExtra) {
        Scenario.Builder builder = scenario()
                .step("ways", branch(inSegment("vip")).otherwise("std"))
                .step("vip", days(vipDays).at(10, 0), mail(mailing("m")));
        if (withVipExtra) {
            builder.step("vip-extra", days(vipDays + 1).at(10, 0), mail(mailing("m")));
        }
        return builder.step("vip-end", goTo("join"))
                .step("std", days(4).at(10, 0), mail(mailing("m")))
                .step("join", days(8).at(10, 0), mail(mailing("m")));
    }

    @Test
    void branchThatIsBehindThem_isNotGoneThroughAgain() {
        EnrolmentState standard = waiting("std", "2025-06-05T10:00", "ways", Passed.DONE);
        assertThat(words(effect(ways(3, false), ways(20, true), standard, "2025-06-03T00:00")))
                .isEqualTo("UNCHANGED std 2025-06-05T10:00");
        EnrolmentState vip = waiting("vip-end", "2025-06-04T10:00", "ways", Passed.DONE, "vip", Passed.DONE);
        assertThat(words(effect(ways(3, false), ways(3, true), vip, "2025-06-04T09:59")))
                .isEqualTo("MOVED vip-extra 2025-06-05T10:00");
    }

    @Test
    void stepWithoutATime_isTriedAgain_andALostDateIsReported() {
        Scenario.Builder before = scenario().step("a", from(Attribute.date("hired"), days(1)), mail(mailing("m")));
        Scenario.Builder after = scenario().step("a", from(BIRTHDAY, days(13_000)), mail(mailing("m")));
        EnrolmentState stuck = EnrolmentState.stuck("a", Map.of(), CLOCK);
        assertThat(words(effect(before, after, stuck, "2025-06-03T00:00"))).isEqualTo("MOVED a 2026-01-12T00:00");
        assertThat(words(effect(before, before, stuck, "2025-06-03T00:00"))).isEqualTo("UNCHANGED a ANCHOR_MISSING");
        EnrolmentState waits = waiting("a", "2026-01-12T00:00");
        assertThat(words(effect(after, before, waits, "2025-06-03T00:00"))).isEqualTo("UNSCHEDULED a ANCHOR_MISSING");
    }

    private static Scenario.Builder yearly(Object... keysAndDays) {
        Scenario.Builder builder = mails("a", 1);
        for (int i = 0; i < keysAndDays.length; i += 2) {
            Timing timing =
                    from(BIRTHDAY, days((Integer) keysAndDays[i + 1])).at(10, 0).yearly();
            builder.step((String) keysAndDays[i], timing, mail(mailing("m")));
        }
        return builder;
    }

    @Test
    void yearlyStep_isMovedWithinItsYear_andNotSentTwiceInIt() {
        EnrolmentState next = EnrolmentState.waiting(
                new Position.Waiting("y", at("2026-06-03T10:00"), "2026", false),
                passed("a", Passed.DONE, EnrolmentState.turn("y", "2025"), Passed.DONE),
                CLOCK);
        Scenario.Builder before = yearly("y", -7);
        assertThat(words(effect(before, yearly("y", -7), next, "2025-06-08T00:00")))
                .isEqualTo("UNCHANGED y 2026-06-03T10:00 2026");
        // the birthday of 2025 is still to come, but its mail was sent on 3 June
        assertThat(words(effect(before, yearly("y", -1), next, "2025-06-08T00:00")))
                .isEqualTo("MOVED y 2026-06-09T10:00 2026");
        assertThat(words(effect(before, yearly("y", -30), next, "2026-05-20T00:00")))
                .isEqualTo("SKIPPED y 2027-05-11T10:00 2027 past [y]");
        assertThat(words(effect(before, yearly("y", -7, "z", 30), next, "2025-06-08T00:00")))
                .isEqualTo("MOVED z 2025-07-10T10:00 2025");
        assertThat(words(effect(before, yearly("z", -2), next, "2025-06-08T12:00")))
                .isEqualTo("MOVED z 2026-06-08T10:00 2026");
    }

    @Test
    void mailsWithinTheHour_areCounted() {
        ScenarioEdit edit = ScenarioEdit.of(
                mails("a", 1, "b", 3).build(), mails("a", 1, "b", 2).build(), HolidayCalendar.NONE);
        EditEffect effect = edit.effect(SECOND, at("2025-06-03T09:30"));
        assertThat(words(effect)).isEqualTo("MOVED b 2025-06-03T10:00");
        assertThat(edit.mails(effect, at("2025-06-03T10:30"))).isTrue();
        assertThat(edit.mails(effect, at("2025-06-03T09:59"))).isFalse();
    }

    @Test
    void anotherScenario_isNoVersion() {
        Scenario other = Scenario.named("other").step("a", end()).build();
        assertThatThrownBy(() -> ScenarioEdit.of(mails("a", 1).build(), other, HolidayCalendar.NONE))
                .hasMessage("Scenario 'other' is no version of 'follow-up'; an edit keeps the name.");
        assertThat(Kind.values()).hasSize(6);
    }
}
