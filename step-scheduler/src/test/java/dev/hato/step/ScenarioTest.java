package dev.hato.step;

import static dev.hato.segment.Conditions.*;
import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.contact.Attribute;
import dev.hato.contact.DateAttribute;
import dev.hato.message.MessageTemplate;
import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    static MessageTemplate mailing(String name) {
        return MessageTemplate.named(name).subject(name).text("Hello").build();
    }

    private static final MessageTemplate thanks = mailing("thanks");
    private static final MessageTemplate cases = mailing("cases");
    private static final MessageTemplate offer = mailing("offer");
    private static final MessageTemplate lastCall = mailing("last-call");

    static Scenario brochure() {
        return Scenario.named("brochure-follow-up")
                .startsOn(event("brochure.requested"))
                .step("thanks", immediately(), mail(thanks))
                .step("day-3", days(3).at(10, 0), mail(cases))
                .step("day-7", days(7).at(10, 0), mail(offer).onlyIf(not(clicked("cases"))))
                .step("day-14", days(14).at(10, 0), mail(lastCall))
                .exitsOn(event("purchase"))
                .build();
    }

    @Test
    void plan_isReadable() {
        assertThat(brochure().plan()).isEqualTo("""
                        Scenario brochure-follow-up
                          starts on "brochure.requested"
                          1. thanks: immediately after enrolment → mail "thanks"
                          2. day-3: 3 days after enrolment at 10:00 → mail "cases"
                          3. day-7: 7 days after enrolment at 10:00 → mail "offer", only if not (count of "mail.clicked" where (mail is cases) is at least 1)
                          4. day-14: 14 days after enrolment at 10:00 → mail "last-call"
                          exits on "purchase\"""");
        assertThat(brochure()).hasToString(brochure().plan()).isEqualTo(brochure());
    }

    @Test
    @Tag("R5.8")
    @Tag("R5.10")
    void everyKindOfStep_isReadable() {
        Scenario followUp = Scenario.named("crm")
                .startsOn(entering("leads"))
                .startsOn(dateReached(from(BIRTHDAY, days(-7)).yearly()))
                .onlyFor(subscribedTo("news"))
                .suppression(Duration.ofDays(30))
                .horizon(Duration.ofDays(2))
                .reEnrolment(ReEnrolment.RESTART.notWithin(Duration.ofDays(90)))
                .step("notice", notifyStaff("sales", "brochure requested"))
                .step("ask", afterPrevious(hours(2)), mail(thanks))
                .step("reply", waitFor(event("reply")).upTo(days(5)).onEvent("answered"))
                .step("remind", days(6).at(9, 30).onBusinessDays(BusinessDayShift.NEXT), mail(offer))
                .step("ways", branch(inSegment("vip")).otherwise("answered"))
                .step("vip", addScore("heat", 10))
                .step("skip", goTo("birthday"))
                .step("answered", webhook("crm"))
                .step("birthday", from(BIRTHDAY, days(-7)).at(9, 0).yearly(), mail(cases))
                .goal(event("deal.closed"))
                .exitsOn(outOf("leads"))
                .exitsOn(unsubscribing())
                .pastDue(PastDuePolicy.backfill(3))
                .priority(5)
                .pace(Pace.perSecond(20))
                .build();
        assertThat(followUp.steps().get(4).condition())
                .as("what a branch parts by leaves nobody out")
                .isNull();
        assertThat(followUp.plan())
                .contains("starts on entering segment \"leads\" or 7 days before birthday, yearly")
                .contains("1. notice: immediately after the previous step → notify \"sales\": brochure requested")
                .contains("3. reply: immediately after the previous step → wait for \"reply\" up to 5 days"
                        + " (then go to \"answered\", at the deadline go on)")
                .contains("4. remind: 6 days after enrolment at 09:30, next business day → mail \"offer\"")
                .contains("5. ways: immediately after the previous step → if ")
                .contains("otherwise go to \"answered\"")
                .contains("9. birthday: 7 days before birthday at 09:00, yearly → mail \"cases\"")
                .contains("goal: \"deal.closed\"")
                .contains("exits on leaving segment \"leads\" or unsubscribing")
                .contains("past due: backfill of 3 days, one a day")
                .contains("who is enrolled again is restarted, not within PT2160H");
    }

    private static Scenario.Builder draft() {
        return Scenario.named("draft").startsOn(event("x"));
    }

    private static void refused(Scenario.Builder builder, String step, String words) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        ScenarioException.class, e -> assertThat(e.step()).isEqualTo(step))
                .hasMessageStartingWith("Scenario 'draft', step '" + step + "': ")
                .hasMessageContaining(words);
    }

    @Test
    void duplicateKey_isRefused() {
        refused(draft().step("a", mail(thanks)).step("a", mail(offer)), "a", "the key is there twice");
    }

    @Test
    void noSteps_isRefused() {
        assertThatThrownBy(() -> draft().build())
                .isInstanceOf(ScenarioException.class)
                .hasMessage("Scenario 'draft': it has no steps; add one with .step(key, when, what).");
    }

    @Test
    void unknownTemplate_isRefused() {
        Scenario.Builder builder = draft().step("a", mail(template("thanks"))).step("b", mail(template("nope")));
        refused(builder.templates(TemplateCatalog.of(thanks)), "b", "template 'nope' is unknown");
    }

    @Test
    void namedTemplate_isFoundInTheCatalogue() {
        Scenario scenario = draft().step("a", mail(template("thanks")))
                .templates(TemplateCatalog.of(thanks, offer))
                .build();
        assertThat(((Action.SendMail) scenario.steps().get(0).action())
                        .template()
                        .template())
                .isSameAs(thanks);
    }

    @Test
    void twoTemplatesOfOneName_areRefused() {
        MessageTemplate other =
                MessageTemplate.named("thanks").subject("x").text("Other").build();
        refused(draft().step("a", mail(thanks)).step("b", mail(other)), "b", "another template named 'thanks'");
    }

    @Test
    void unreachableStep_isRefused() {
        refused(
                draft().step("a", goTo("c")).step("b", mail(thanks)).step("c", mail(offer)),
                "b",
                "it is never reached: step 'a' before it always leads elsewhere");
        refused(draft().step("a", end()).step("b", mail(thanks)), "b", "never reached");
        refused(
                draft().step("year", from(BIRTHDAY, days(0)).yearly(), mail(thanks))
                        .step("b", mail(offer)),
                "b",
                "step 'year' before it comes again every year and never ends");
    }

    @Test
    void stepBehindAConditionalJump_isReached() {
        assertThat(draft().step("a", goTo("c").onlyIf(inSegment("vip")))
                        .step("b", mail(thanks))
                        .step("c", mail(offer))
                        .build()
                        .steps())
                .hasSize(3);
    }

    @Test
    void loop_isRefused() {
        refused(draft().step("a", mail(thanks)).step("b", goTo("a")), "b", "goes back to step 'a': a loop");
        refused(draft().step("a", branch(inSegment("x")).to("a")), "a", "a loop");
        refused(
                draft().step("a", mail(thanks))
                        .step("b", waitFor(event("e")).upTo(days(1)).onDeadline("a")),
                "b",
                "a loop");
    }

    @Test
    void jumpToNowhere_isRefused() {
        refused(
                draft().step("a", branch(inSegment("x")).to("b")),
                "a",
                "goes to step 'b', which is not there; the steps are [a]");
    }

    @Test
    @Tag("R5.8")
    void waitWithoutAnEnd_isRefused() {
        refused(
                draft().step("a", waitFor(event("reply"))),
                "a",
                "without an end; add a deadline, as in .upTo(days(5))");
        refused(draft().step("a", waitFor(event("reply")).upTo(days(0))), "a", "over at once");
    }

    @Test
    void stepDueBeforeTheOneAboveIt_isRefused() {
        refused(
                draft().step("late", days(7).at(10, 0), mail(thanks)).step("early", days(3).at(10, 0), mail(offer)),
                "early",
                "is due before step 'late' above it");
    }

    @Test
    @Tag("R5.1")
    void negativeOffsetWithoutAnchorDate_isRefused() {
        assertThatThrownBy(() -> draft().step("a", days(-1), mail(thanks)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("A step 1 day before enrolment can never be sent in time")
                .hasMessageContaining("from(BIRTHDAY, days(-7))");
        assertThatThrownBy(() -> afterPrevious(hours(-2))).hasMessageContaining("2 hours before the previous step");
        assertThatThrownBy(() -> hours(2).at(10, 0)).hasMessageContaining("leave out .at(10:00)");
        assertThatThrownBy(() -> days(2).at(10, 0).yearly())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("yearly() belongs to a date");
    }

    @Test
    void windowOfTime_isRefusedWhereSomethingHappens() {
        assertThatThrownBy(() -> draft().startsOn(event("x").within(Period.ofDays(3))))
                .hasMessageContaining("has a window of time");
        assertThatThrownBy(() -> waitFor(event("x").until(daysAgo(1)))).hasMessageContaining("window of time");
    }
}
