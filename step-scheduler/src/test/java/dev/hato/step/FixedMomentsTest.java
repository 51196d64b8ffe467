package dev.hato.step;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.anyOf;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.inSegment;
import static dev.hato.segment.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Moment;
import dev.hato.segment.Segment;
import dev.hato.segment.SegmentReferenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A condition that was fixed at one moment says at any moment what it said then. */
@Tag("R5.9")
class FixedMomentsTest {
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute SEEN = Attribute.instant("seen");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final TextAttribute PLAN = Attribute.text("plan");
    private static final InstantAttribute UNTIL = Attribute.instant("until");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final Segment RECENT =
            Segment.of("recent", event("purchase").within(Period.ofDays(10)).happened());

    private static final List<Condition> RELATIVE = List.of(
            BIRTHDAY.before(Moment.ago(Period.ofMonths(1))),
            BIRTHDAY.is(Moment.fromNow(Period.ofDays(3))),
            BIRTHDAY.notBefore(Moment.ago(Duration.ofHours(30))),
            SEEN.after(Moment.ago(Duration.ofHours(30))),
            SEEN.notAfter(Moment.ago(Period.ofDays(1))),
            event("purchase").within(Period.ofDays(9)).count().atLeast(2),
            event("purchase")
                    .between(Moment.ago(Period.ofDays(9)), Moment.ago(Duration.ofDays(2)))
                    .sum(AMOUNT)
                    .atLeast(5),
            event("purchase").last().before(Moment.ago(Period.ofDays(5))),
            event("purchase").first().on(Moment.ago(Period.ofDays(5))),
            event("purchase").where(UNTIL.after(Moment.ago(Period.ofDays(1)))).happened(),
            event("purchase").since(Moment.ago(Period.ofDays(4))).followedBy(event("visit")),
            inSegment("recent"),
            not(inSegment("recent")));

    private static final List<Condition> FIXED = List.of(
            PLAN.is("trial"),
            PLAN.isPresent(),
            BIRTHDAY.after(LocalDate.of(2026, 4, 2)),
            event("purchase").happened(),
            allOf(),
            anyOf());

    private static EvaluationContext at(Instant now) {
        return new EvaluationContext(now, NEW_YORK, Map.of("recent", RECENT)::get);
    }

    @Test
    void fixed_saysAtAnyMomentWhatItSaidThen() {
        Random random = new Random(7);
        Instant base = Instant.parse("2026-03-01T00:00:00Z");
        MemoryStores stores = MemoryStores.create();
        for (int i = 0; i < 30; i++) {
            Instant seen = base.plusSeconds(random.nextInt(2_600_000));
            stores.contacts()
                    .save(Contact.of(ContactId.of(i), EmailAddress.of("c" + i + "@example.jp"))
                            .with(BIRTHDAY, LocalDate.ofInstant(base.plusSeconds(random.nextInt(2_600_000)), NEW_YORK))
                            .with(SEEN, seen)
                            .with(PLAN, random.nextBoolean() ? "trial" : "pro"));
            for (int k = 0; k < 3; k++) {
                stores.events()
                        .add(ContactEvent.of(
                                        ContactId.of(i),
                                        k == 2 ? "visit" : "purchase",
                                        base.plusSeconds(random.nextInt(2_600_000)))
                                .with(AMOUNT, random.nextInt(9))
                                .with(UNTIL, base.plusSeconds(random.nextInt(2_600_000))));
            }
        }
        int both = 0;
        for (int i = 0; i < 400; i++) {
            Instant then = base.plusSeconds(random.nextInt(3_600_000));
            Condition condition = allOf(
                    anyOf(any(random), any(random)), not(allOf(any(random), any(random))), anyOf(any(random), allOf()));
            Condition fixed = FixedMoments.of(condition, at(then)).condition();
            Instant other = base.plusSeconds(random.nextInt(9_600_000));
            for (int c = 0; c < 30; c++) {
                boolean expected = test(stores, c, condition, then);
                assertThat(test(stores, c, fixed, other))
                        .as(condition + " at " + then)
                        .isEqualTo(expected);
                both |= expected ? 1 : 2;
            }
        }
        assertThat(both).isEqualTo(3);
    }

    private static Condition any(Random random) {
        List<Condition> all = random.nextInt(4) == 0 ? FIXED : RELATIVE;
        return all.get(random.nextInt(all.size()));
    }

    private static boolean test(MemoryStores stores, int contact, Condition condition, Instant now) {
        CompiledCondition compiled = CompiledCondition.of(condition, at(now));
        return stores.selector().read(ContactId.of(contact), compiled::test).orElseThrow();
    }

    @Test
    void isRelative_tellsWhetherTimeMatters() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        assertThat(RELATIVE)
                .allSatisfy(condition -> assertThat(
                                FixedMoments.of(condition, at(now)).isRelative())
                        .isTrue());
        assertThat(FIXED)
                .allSatisfy(condition -> assertThat(
                                FixedMoments.of(condition, at(now)).isRelative())
                        .isFalse());
    }

    @Test
    void unknownSegment_isRefused() {
        assertThatThrownBy(() -> FixedMoments.of(inSegment("nobody"), at(Instant.EPOCH)))
                .isInstanceOf(SegmentReferenceException.class);
    }
}
