package dev.hato.examples.shop;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.mail;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.event.ContactEvent;
import dev.hato.step.Scenario;
import dev.hato.testkit.Rehearsal;
import dev.hato.testkit.RehearsalPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brochure follow-up (資料請求フォロー): mails at 10:00 on the day of the request and 3, 7 and 14 days after it, until the
 * customer buys. The first half of 1998 passes on a virtual clock, with the purchases that were made in it.
 *
 * <p>When a customer asks for the brochure is made up, since the data does not tell: at 9:00 on the day a year after the
 * first purchase. A purchase is an event at midnight, as it was imported. Who has stopped the newsletter asks too, and gets
 * nothing.
 */
final class BrochureFollowUp {
    static final Scenario SCENARIO = Scenario.named("資料請求フォロー")
            .startsOn(event("brochure.requested"))
            .list(Shop.NEWSLETTER)
            .step("day-0", days(0).at(10, 0), mail(BrochureMails.THANKS))
            .step("day-3", days(3).at(10, 0), mail(BrochureMails.CASES))
            .step("day-7", days(7).at(10, 0), mail(BrochureMails.OFFER))
            .step("day-14", days(14).at(10, 0), mail(BrochureMails.LAST_CALL))
            .exitsOn(event("purchase"))
            .build();

    private static final LocalDate BEGINNING = LocalDate.of(1998, 1, 1);
    private static final LocalDate END = LocalDate.of(1998, 7, 1);
    private static final LocalTime OFFICE_OPENS = LocalTime.of(9, 0);
    private static final int PAGE = 500;

    private final Hato hato;
    private final Stores stores;
    private final Console console;
    private Instant lastRequest = at(BEGINNING);

    BrochureFollowUp(Hato hato, Stores stores, Console console) {
        this.hato = hato;
        this.stores = stores;
        this.console = console;
    }

    /** Lets the half-year pass, writes what came of it to the folder, and returns the figures. */
    Map<String, Object> run(Path out) throws IOException {
        List<Contact> customers = new ArrayList<>();
        hato.contacts().forEach(customers::add);
        Instant from = at(BEGINNING);
        MailJournal journal = new MailJournal(this::tell);
        Rehearsal halfYear = Rehearsal.of(SCENARIO)
                .contacts(customers)
                .from(from)
                .to(at(END))
                .zone(Shop.TOKYO)
                .holidays(HolidayCalendar.japan())
                .enrolledByEvents()
                .engine(engine -> engine.sender(Shop.SENDER)
                        .imprint(Shop.IMPRINT)
                        .unsubscribe(Shop.UNSUBSCRIBE)
                        .recipientName(Shop.NAME))
                .transport(journal);
        long requests = 0;
        long replayed = 0;
        long stopped = 0;
        for (int first = 0; first < customers.size(); first += PAGE) {
            List<ContactId> page = customers.subList(first, Math.min(first + PAGE, customers.size())).stream()
                    .map(Contact::id)
                    .toList();
            Map<ContactId, Subscription> subscriptions = stores.consents().subscriptions(Shop.NEWSLETTER.name(), page);
            for (ContactId customer : page) {
                List<ContactEvent> purchases = stores.events().find(customer, "purchase", Instant.EPOCH, at(END));
                requests += request(halfYear, customer, purchases);
                for (ContactEvent purchase : purchases) {
                    if (!purchase.at().isBefore(from)) {
                        halfYear.event(purchase);
                        replayed++;
                    }
                }
                Subscription subscription = subscriptions.get(customer);
                if (subscription == null || subscription.status() != SubscriptionStatus.ACTIVE) {
                    halfYear.unsubscribes(customer, from);
                    stopped++;
                }
            }
        }
        console.line(
                "%,d customers ask for the brochure, %,d of all %,d have stopped the newsletter, %,d purchases are replayed",
                requests, stopped, customers.size(), replayed);
        RehearsalPlan plan = halfYear.run();
        console.text(plan.summary());
        console.line("%,d mails were handed over", journal.size());
        journal.writeTo(out.resolve("brochure-mails.csv"));
        Files.writeString(out.resolve("brochure-timeline.html"), plan.html(Locale.JAPANESE));
        return figures(plan, requests, replayed, journal.size());
    }

    /** Lets the customer ask for the brochure, and returns whether one does: 1 or 0. */
    private int request(Rehearsal halfYear, ContactId customer, List<ContactEvent> purchases) {
        if (purchases.isEmpty()) {
            return 0;
        }
        LocalDate day = LocalDate.ofInstant(purchases.get(0).at(), Shop.TOKYO).plusYears(1);
        if (day.isBefore(BEGINNING) || !day.isBefore(END)) {
            return 0;
        }
        Instant asked = ZonedDateTime.of(day, OFFICE_OPENS, Shop.TOKYO).toInstant();
        halfYear.event(ContactEvent.of(customer, "brochure.requested", asked).withId("brochure-" + customer));
        lastRequest = asked.isAfter(lastRequest) ? asked : lastRequest;
        return 1;
    }

    private static Instant at(LocalDate day) {
        return day.atStartOfDay(Shop.TOKYO).toInstant();
    }

    private void tell(int mails, ZonedDateTime at) {
        Duration whole = Duration.between(at(BEGINNING), lastRequest).plusDays(14);
        Duration passed = Duration.between(at(BEGINNING), at.toInstant());
        console.progress(
                "brochure",
                (int) (passed.toHours() * 100 / whole.toHours()),
                String.format(
                        Locale.ROOT, "%,d mails until %s", mails, LocalDate.ofInstant(at.toInstant(), Shop.TOKYO)));
    }

    private static Map<String, Object> figures(RehearsalPlan plan, long requests, long replayed, long mails) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("enrolled", requests);
        figures.put("purchases", replayed);
        figures.put("mailed", mails);
        for (EnrolmentStatus status : EnrolmentStatus.values()) {
            long count = plan.count(status);
            if (count > 0) {
                figures.put(status.name(), count);
            }
        }
        return figures;
    }
}
