package dev.hato.step;

import static dev.hato.segment.Conditions.*;
import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.LeapDay;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.message.MessageTemplate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFormatTest {
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute VISIT = Attribute.instant("last visit");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final TextAttribute RANK = Attribute.text("rank");
    private static final MessageTemplate HELLO = ScenarioTest.mailing("hello");
    private static final TemplateCatalog TEMPLATES = TemplateCatalog.of(HELLO);

    /** A scenario with everything that there is. */
    static Scenario everything() {
        return Scenario.named("everything 全部")
                .startsOn(event("brochure.requested").where(allOf(RANK.is("gold"), AMOUNT.atLeast(3))))
                .startsOn(changeOf(RANK))
                .startsOn(entering("leads"))
                .startsOn(leaving("guests"))
                .startsOn(dateReached(from(BIRTHDAY, days(-7)).at(9, 0).yearly().leapDay(LeapDay.MAR_1)))
                .onlyFor(allOf(
                        subscribedTo("news"),
                        event("purchase").within(Period.ofDays(30)).neverHappened()))
                .suppression(Duration.ofDays(30))
                .horizon(Duration.ofHours(48))
                .reEnrolment(ReEnrolment.RESTART.notWithin(Duration.ofDays(90)))
                .step("start", immediately(), mail(HELLO).onlyIf(RANK.in("gold", "silver")))
                .step("hours", afterPrevious(hours(2)), set(RANK, "warm"))
                .step("weeks", weeks(1).at(10, 30).onBusinessDays(BusinessDayShift.NEXT), set(AMOUNT, 5))
                .step("months", months(2), set(Attribute.bool("asked"), true))
                .step("visit", from(VISIT, minutes(90)), set(BIRTHDAY, LocalDate.of(2000, 2, 29)))
                .step("more", set(VISIT, Instant.parse("2024-01-01T00:00:00Z")))
                .step("tags", set(Attribute.textSet("tags"), Set.of("b", "a", "c")))
                .step("sub", subscribe(MailingList.of("extra")))
                .step("stop", stopSubscription(MailingList.of("extra")))
                .step("score", addScore("heat", -7))
                .step("hook", webhook("crm"))
                .step("staff", notifyStaff("sales", "来訪"))
                .step("push", handOver("push", "hello"))
                .step("own", action("print"))
                .step("own2", action("print", Map.of("paper", "A4")))
                .step("ways", branch(inSegment("vip")).to("wait").otherwise("jump"))
                .step("jump", goTo("last"))
                .step(
                        "wait",
                        waitFor(event("reply").where(RANK.is("x")))
                                .upTo(days(5))
                                .onEvent("last")
                                .onDeadline("over"))
                .step("over", end())
                .step("last", mail(template("hello")))
                .step("year", from(BIRTHDAY, days(-3)).yearly().leapDay(LeapDay.LEAP_ONLY), mail(HELLO))
                .exitsOn(event("purchase"))
                .exitsOn(outOf("leads"))
                .exitsOn(unsubscribing())
                .goal(event("deal.closed").where(AMOUNT.atLeast(new BigDecimal("0.5"))))
                .goal(inSegment("customers"))
                .list(MailingList.of("news"))
                .pastDue(PastDuePolicy.sendWithin(Duration.ofHours(6)))
                .priority(-3)
                .cap(FrequencyCap.perWeek(2).deferring())
                .pace(Pace.perHour(500))
                .templates(TEMPLATES)
                .build();
    }

    @Test
    void everything_comesBackEqual() {
        Scenario scenario = everything();
        Scenario read = Scenario.fromJson(scenario.toJson(), TEMPLATES);
        assertThat(read).isEqualTo(scenario);
        assertThat(read.toJson()).isEqualTo(scenario.toJson());
        assertThat(read.plan()).isEqualTo(scenario.plan());
    }

    @Test
    void backfill_comesBackEqual() {
        Scenario scenario = Scenario.named("b")
                .step("a", end())
                .pastDue(PastDuePolicy.backfill(3))
                .build();
        assertThat(Scenario.fromJson(scenario.toJson(), TemplateCatalog.NONE)).isEqualTo(scenario);
        assertThat(scenario.toJson()).isEqualToIgnoringWhitespace("""
                {"hato.scenario": 1, "name": "b",
                 "steps": [{"key": "a", "when": {"after": "previous"}, "do": {"end": true}}],
                 "sending": {"pastDue": {"backfill": 3}}}
                """);
    }

    @Test
    void unknownProperty_isRefusedWhereverItStands() {
        String json = everything().toJson();
        int refused = 0;
        for (int i = 0; i < json.length(); i++) {
            boolean object = json.charAt(i) == '{'
                    && json.substring(i + 1).stripLeading().startsWith("\"");
            if (object) {
                String changed = json.substring(0, i + 1) + "\"zzz\": 1, " + json.substring(i + 1);
                assertThatThrownBy(() -> Scenario.fromJson(changed, TEMPLATES))
                        .as(changed.substring(Math.max(0, i - 60), i + 20))
                        .isInstanceOf(ScenarioFormatException.class)
                        .hasMessageStartingWith("Scenario JSON at $");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void missingOrMistypedValue_isRefusedOrChangesTheScenario() {
        Scenario whole = everything();
        String json = whole.toJson();
        List<String> lines = json.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(" : ");
            if (colon < 0 || line.endsWith("{") || line.endsWith("[")) {
                continue;
            }
            String comma = line.endsWith(",") ? "," : "";
            for (String value : List.of("null", "-1.5", "\"\"", "[]", "{}", "\"nonsense\"", "1e999999999")) {
                String changed = String.join("\n", lines.subList(0, i))
                        + "\n" + line.substring(0, colon) + " : " + value + comma + "\n"
                        + String.join("\n", lines.subList(i + 1, lines.size()));
                try {
                    assertThat(Scenario.fromJson(changed, TEMPLATES))
                            .as(line + " → " + value)
                            .isNotEqualTo(whole);
                } catch (ScenarioFormatException | ScenarioException expected) {
                    assertThat(expected).hasMessageStartingWith("Scenario");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                             | $ | the property "hato.scenario" is missing
                    {"hato.scenario": 2}           | $.hato.scenario | version 2 is unknown here; this release reads version 1
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "noon"}, "do": {"end": true}}]} | $.steps[0].when.after | 'noon' is unknown; expected one of [enrolment, previous]
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "enrolment", "offset": "P-1D"}, "do": {"end": true}}]} | $.steps[0].when | A step 1 day before enrolment can never be sent in time
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "enrolment", "offset": "x"}, "do": {"end": true}}]} | $.steps[0].when.offset | not a date or time in ISO 8601
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "enrolment"}, "do": {"mail": "a", "end": true}}]} | $.steps[0].do | expected exactly one of
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "enrolment"}, "do": {"end": true}, "onlyIf": {"not": {"segment": 3}}}]} | $.steps[0].onlyIf.not.segment | expected a string, but found a number
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"from": {"attribute": "x", "type": "TEXT"}}, "do": {"end": true}}]} | $.steps[0].when.from | count from a DATE or an INSTANT
                    {"hato.scenario": 1, "name": "a", "steps": [{"key": "k", "when": {"after": "enrolment"}, "do": {"waitFor": {"event": {"event": "x", "since": {"calendar": "P-1D"}}, "upTo": "P1D"}}}]} | $.steps[0].do.waitFor.event.since | unknown property 'since'
                    [] | $ | expected an object, but found an array
                    {"a": 1, "a": 2} | $ | cannot be read
                    {} {} | $ | cannot be read
                    """)
    void wrongJson_isRefusedWithItsPath(String json, String path, String words) {
        assertThatThrownBy(() -> Scenario.fromJson(json, TEMPLATES))
                .isInstanceOf(ScenarioFormatException.class)
                .hasMessageStartingWith(
                        "Scenario JSON at " + (path.equals("$.hato.scenario") ? "$['hato.scenario']" : path) + ": ")
                .hasMessageContaining(words);
    }

    @Test
    void scenarioThatCannotBeCarriedOut_isRefusedLikeOneThatIsBuilt() {
        String json = """
                {"hato.scenario": 1, "name": "a", "steps": [
                  {"key": "k", "when": {"after": "enrolment"}, "do": {"goTo": "k"}}]}
                """;
        assertThatThrownBy(() -> Scenario.fromJson(json, TEMPLATES))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("a loop");
        String unknown = json.replace("\"goTo\": \"k\"", "\"mail\": \"nope\"");
        assertThatThrownBy(() -> Scenario.fromJson(unknown, TEMPLATES))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("template 'nope' is unknown");
    }
}
