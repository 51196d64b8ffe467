package dev.hato.testkit;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.BusinessDayShift;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.delivery.LegalNotices;
import dev.hato.enrolment.BulkEnrolment;
import dev.hato.enrolment.StepStore;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.segment.Segment;
import dev.hato.step.EnrolReport;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.StepTiming;
import dev.hato.step.Steps;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stores must do in which whole segments are enrolled in scenarios, by themselves or contact by contact. */
public interface SegmentEnrolmentContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /** How many random scenarios are compared. */
    default int randomEnrolments() {
        return 20;
    }

    /** Whether the stores enrol segments by themselves where all enrolments begin alike. */
    default boolean isBulk() {
        return false;
    }

    @Test
    @Tag("R5.6")
    @DisplayName("a segment is enrolled as its contacts are one by one: the same enrolments, subscriptions and report")
    default void enrolSegment_ofRandomScenarios_isTheSameAsContactByContact() {
        AtomicInteger parts = new AtomicInteger();
        long enrolled = 0;
        for (int seed = 0; seed < randomEnrolments(); seed++) {
            Case own = new Case(counting(emptyStores(), parts), seed);
            Case memory = new Case(MemoryStores.create(), seed);
            assertThat(own.run())
                    .as("reports of case %d: %s", seed, own.scenario)
                    .isEqualTo(memory.run());
            assertThat(own.stores.steps().page(own.scenario.name(), null, 1_000))
                    .as("enrolments of case %d: %s", seed, own.scenario)
                    .isEqualTo(memory.stores.steps().page(own.scenario.name(), null, 1_000));
            for (int i = 0; i < Case.CONTACTS; i++) {
                ContactId contact = ContactId.of("c" + i);
                assertThat(own.history(contact))
                        .as("subscriptions of %s in case %d: %s", contact, seed, own.scenario)
                        .isEqualTo(memory.history(contact));
            }
            enrolled += own.enrolled;
        }
        assertThat(enrolled).as("somebody is enrolled").isGreaterThan(randomEnrolments());
        if (isBulk()) {
            assertThat(parts).as("parts enrolled by the stores themselves").hasValueGreaterThan(randomEnrolments() / 4);
        }
    }

    /** Returns the stores, which count how often they have enrolled by themselves. */
    private static Stores counting(Stores stores, AtomicInteger parts) {
        StepStore steps = stores.steps();
        if (!(steps instanceof BulkEnrolment)) {
            return stores;
        }
        StepStore counted = wrap(StepStore.class, steps, (method, result) -> {
            if (method.equals("enrolNext") && ((Optional<?>) result).isPresent()) {
                parts.incrementAndGet();
            }
            return result;
        });
        return wrap(Stores.class, stores, (method, result) -> method.equals("steps") ? counted : result);
    }

    /** What is made of a method's result. */
    interface Answer {
        /** Returns the result in place of the one that was got. */
        Object of(String method, Object result);
    }

    private static <T> T wrap(Class<T> type, T target, Answer answer) {
        List<Class<?>> types = new ArrayList<>(List.of(type));
        if (target instanceof BulkEnrolment) {
            types.add(BulkEnrolment.class);
        }
        return type.cast(Proxy.newProxyInstance(
                SegmentEnrolmentContract.class.getClassLoader(),
                types.toArray(Class<?>[]::new),
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("equals")
                                ? proxy == arguments[0]
                                : answer.of(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** One random scenario over a random shop, in some stores. */
    final class Case {
        static final int CONTACTS = 40;

        private static final Instant START = Instant.parse("2028-02-28T20:30:00.000001Z");

        private final Stores stores;
        private final SplittableRandom random;
        private final RandomConditions conditions;
        private final MovableClock clock = MovableClock.at(START);
        private final Scenario scenario;
        private final StepScheduler scheduler;
        private final Hato hato;
        private long enrolled;

        Case(Stores stores, int seed) {
            this.stores = stores;
            random = new SplittableRandom(seed);
            RandomShop shop = new RandomShop(new SplittableRandom(seed + 7L));
            shop.fill(stores, CONTACTS);
            conditions = new RandomConditions(shop);
            hato = Hato.builder(stores, new RecordingTransport())
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .clock(clock)
                    .zone(ZoneId.of("Asia/Tokyo"))
                    .legalNotices(LegalNotices.NOT_CHECKED)
                    .build();
            for (String name : RandomConditions.SEGMENTS) {
                hato.segments().define(Segment.of(name, RandomShop.CITY.in("東京都", "a", name)));
            }
            scenario = scenario();
            StepScheduler.Builder builder =
                    StepScheduler.builder(hato, stores.steps()).scenario(scenario);
            scheduler = (random.nextInt(3) == 0 ? builder.contactZone(RandomShop.CITY) : builder)
                    .holidays(date -> date.getDayOfMonth() == 29)
                    .build();
        }

        private Scenario scenario() {
            List<StepTiming> timings = List.of(
                    immediately(),
                    hours(5),
                    days(3),
                    days(0).at(1, 0),
                    days(0).at(23, 0),
                    days(1).at(10, 0).onBusinessDays(BusinessDayShift.SKIP),
                    days(1).at(10, 0).onBusinessDays(BusinessDayShift.NEXT),
                    Steps.from(RandomShop.BIRTHDAY, days(-3)),
                    Steps.from(RandomShop.BIRTHDAY, days(0)).yearly());
            Scenario.Builder builder = Scenario.named("case '" + random.nextInt(3))
                    .reEnrolment(List.of(
                                    ReEnrolment.IGNORE,
                                    ReEnrolment.IGNORE,
                                    ReEnrolment.CONTINUE,
                                    ReEnrolment.RESTART,
                                    ReEnrolment.RESTART.notWithin(Duration.ofHours(3)))
                            .get(random.nextInt(5)))
                    .pastDue(
                            random.nextBoolean() ? PastDuePolicy.skip() : PastDuePolicy.sendWithin(Duration.ofDays(2)));
            if (random.nextInt(3) == 0) {
                builder.list(MailingList.of("news"));
            }
            if (random.nextInt(4) == 0) {
                builder.onlyFor(conditions.condition(1));
            }
            int first = random.nextInt(timings.size() + 4);
            builder.step("first", timings.get(first < timings.size() ? first : 1), set(Attribute.text("done"), "1"));
            if (first != timings.size() - 1) {
                builder.step("second", days(9).at(12, 0), set(Attribute.text("done"), "2"));
            }
            return builder.build();
        }

        /** Returns the contact's subscriptions to the scenario's list. */
        List<Subscription> history(ContactId contact) {
            return stores.consents().history(contact).stream()
                    .filter(subscription ->
                            subscription.list().equals(scenario.list().name()))
                    .toList();
        }

        /** Enrols some contacts, lets some end, then enrols a segment three times, and returns the reports. */
        List<EnrolReport> run() {
            List<EnrolReport> reports = new ArrayList<>();
            List<ContactId> some = new ArrayList<>(List.of(ContactId.of("nobody")));
            for (int i = 0; i < random.nextInt(CONTACTS); i++) {
                some.add(ContactId.of("c" + random.nextInt(CONTACTS)));
            }
            reports.add(scheduler.enrol(scenario.name(), some));
            for (ContactId contact : some.subList(0, some.size() / 2)) {
                if (random.nextBoolean()) {
                    scheduler.exit(scenario.name(), contact, "by hand");
                } else {
                    scheduler.pause(scenario.name(), contact);
                }
            }
            for (int i = 0; i < 5; i++) {
                hato.consents()
                        .stop(
                                ContactId.of("c" + random.nextInt(CONTACTS)),
                                scenario.list(),
                                Evidence.byRecipient("link", "mail"));
            }
            for (int i = 0; i < 3; i++) {
                clock.advance(Duration.ofMinutes(random.nextInt(300)));
                EnrolReport report = scheduler.enrol(Segment.of("who", conditions.condition(i)));
                enrolled += report.enrolled();
                reports.add(report);
            }
            return reports;
        }
    }
}
