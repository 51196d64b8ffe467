package dev.hato.step;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.minutes;
import static dev.hato.step.Steps.months;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LeapDay;
import dev.hato.calendar.QuietHours;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.StepMails;
import dev.hato.event.EventSeries;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A look finds everybody whose date is reached in its span, nobody else, and there is a look at each such moment. */
@Tag("R5.9")
class DateWatchTest {
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute TRIAL_END = Attribute.instant("trial-end");
    private static final TextAttribute ZONE = Attribute.text("zone");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final List<String> ZONES = List.of(
            "Asia/Tokyo",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "America/New_York",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Chatham",
            "Africa/Cairo",
            "UTC");

    private final Random random = new Random(59);
    private final MemoryStores stores = MemoryStores.create();

    private StepSettings settings(@Nullable TextAttribute zone) {
        dev.hato.delivery.EngineSettings engine = TestEngines.of(stores, TOKYO);
        return new StepSettings(
                engine,
                new StepMails(engine),
                new StepSettings.Clocks(new ContactZone(zone, TOKYO), HolidayCalendar.japan()),
                new StepSettings.Limits(QuietHours.NONE, null),
                null,
                new StepSettings.Spans(Duration.ofSeconds(30), Duration.ofMinutes(5)));
    }

    private Timing timing() {
        Offset offset = switch (random.nextInt(5)) {
            case 0 -> days(0);
            case 1 -> days(random.nextInt(-400, 400));
            case 2 -> months(random.nextInt(0, 20));
            case 3 -> hours(random.nextInt(-100, 100));
            default -> minutes(15 * random.nextInt(-500, 500));
        };
        Timing timing = Steps.from(random.nextInt(3) == 0 ? TRIAL_END : BIRTHDAY, offset);
        if (offset.isOfDays() && random.nextBoolean()) {
            timing = new Timing(
                    timing.anchor(),
                    offset,
                    java.time.LocalTime.of(random.nextInt(24), random.nextInt(60)),
                    BusinessDayShift.NONE);
        }
        if (random.nextBoolean()) {
            timing = timing.yearly().leapDay(pick(LeapDay.values()));
        }
        return timing.onBusinessDays(pick(BusinessDayShift.values()));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Contact contact(Timing timing) {
        LocalDate date = random.nextInt(10) == 0
                ? LocalDate.of(random.nextInt(476, 501) * 4, 2, 29)
                : LocalDate.ofEpochDay(random.nextInt(timing.isYearly() ? -60_000 : 18_000, 22_000));
        return Contact.of(ContactId.of(1), EmailAddress.of("a@example.jp"))
                .with(BIRTHDAY, date)
                .with(TRIAL_END, date.atTime(1, 2, 3, 456_000).atZone(TOKYO).toInstant())
                .with(ZONE, ZONES.get(random.nextInt(ZONES.size())));
    }

    @Test
    void look_findsTheMoment_ofRandomTimingsDatesAndZones() {
        StepSettings own = settings(ZONE);
        StepSettings engines = settings(null);
        int found = 0;
        int onTheGrid = 0;
        for (int i = 0; i < 4_000; i++) {
            StepSettings settings = random.nextBoolean() ? own : engines;
            Timing timing = timing();
            Contact contact = contact(timing);
            Instant start = Instant.parse("2024-01-01T00:00:00Z").plus(random.nextInt(2_000), ChronoUnit.DAYS);
            EnrolmentClock clock = EnrolmentClock.of(settings.zone(contact), contact.attributes(), start);
            Occurrence occurrence = Occurrences.with(HolidayCalendar.japan()).from(timing, clock, start);
            if (!(occurrence instanceof Occurrence.Due due)) {
                continue;
            }
            found++;
            DateWatch watch = new DateWatch(timing, settings);
            Instant from = due.at().minusSeconds(1 + random.nextInt(200_000));
            Instant to = due.at().plusSeconds(random.nextInt(200_000));
            Watch.Look look = watch.look(from, to);
            String what = timing + " of " + contact.attributes() + " due " + due.at();
            assertThat(isCandidate(look, contact, to)).as(what).isTrue();
            Optional<Watch.Fired> fired = look.fired(stores, contact);
            if (!from.isBefore(start)) {
                assertThat(fired).as(what).map(Watch.Fired::at).contains(due.at());
            }
            assertThat(watch.look(due.at(), to).fired(stores, contact))
                    .as("not again: " + what)
                    .isEmpty();
            if (!from.isBefore(start)) {
                assertThat(watch.look(from, due.at().minusNanos(1_000)).fired(stores, contact))
                        .as("not before: " + what)
                        .isEmpty();
            }
            boolean exact = timing.at() != null
                    || (timing.shift() == BusinessDayShift.NONE
                            && timing.anchor() instanceof Anchor.AnchorDate date
                            && date.attribute() instanceof DateAttribute);
            if (exact) {
                onTheGrid++;
                assertThat(watch.next(due.at().minusNanos(1_000))).as(what).isEqualTo(due.at());
            }
        }
        assertThat(found).isGreaterThan(1_000);
        assertThat(onTheGrid).isGreaterThan(300);
    }

    @Test
    void candidates_areFew() {
        DateWatch watch = new DateWatch(Steps.from(BIRTHDAY, days(-7)).at(9, 0).yearly(), settings(null));
        Instant to = Instant.parse("2026-05-03T00:00:00Z");
        Watch.Look look = watch.look(to.minus(Duration.ofDays(1)), to);
        int candidates = 0;
        for (int day = 0; day < 3_652; day++) {
            Contact contact = Contact.of(ContactId.of(1), EmailAddress.of("a@example.jp"))
                    .with(BIRTHDAY, LocalDate.of(1980, 1, 1).plusDays(day));
            candidates += isCandidate(look, contact, to) ? 1 : 0;
        }
        assertThat(candidates).isBetween(10, 90);
    }

    private static boolean isCandidate(Watch.Look look, Contact contact, Instant to) {
        return CompiledCondition.of(
                        java.util.Objects.requireNonNull(look.candidates()), EvaluationContext.at(to, TOKYO))
                .test(new Only(contact));
    }

    private record Only(Contact contact) implements Profile {
        @Override
        public @Nullable SubscriptionStatus subscription(String list) {
            return null;
        }

        @Override
        public EventSeries events(String type) {
            throw new UnsupportedOperationException("No events are asked for.");
        }
    }
}
