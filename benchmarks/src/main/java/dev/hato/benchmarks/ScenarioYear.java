package dev.hato.benchmarks;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Conditions;
import dev.hato.step.Scenario;
import dev.hato.step.Steps;
import dev.hato.testkit.Rehearsal;
import dev.hato.testkit.RehearsalPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A year of a scenario on a virtual clock: the production engine, with everything in memory. */
final class ScenarioYear implements Benchmark {
    private static final double LIMIT_SECONDS = 60;
    private static final int ALL = 1_000_000;
    private static final int QUICK = 50_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOURS = 365 * 24;

    /** So many of a hundred buy something within a month after they were enrolled. */
    private static final int BUYERS = 15;

    private static final TextAttribute NAME = Attribute.text("name");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    private int contacts = ALL;

    @Override
    public String name() {
        return "year";
    }

    @Override
    public String description() {
        return "a year of a scenario with four steps, rehearsed (1,000,000 contacts; --quick 50,000)";
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 1 : 0;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 3 : 1;
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        contacts = settings.quick() ? QUICK : ALL;
        new Heap(contacts, progress).require(settings.quick() ? 500 : 3_700);
        progress.say("Each hour of the year some are enrolled; mails go at once, after 3 days, after 14 if nothing was"
                + " clicked, and a week before the birthday; of a hundred " + BUYERS + " buy and get no more.");
        return List.of(new Year(contacts, progress));
    }

    @Override
    public String summary(List<Result> results) {
        double limit = LIMIT_SECONDS * contacts / ALL;
        double seconds = results.get(0).median();
        return String.format(
                Locale.ROOT,
                "hato took %.1f s; at most %.1f s are wanted: %s%n",
                seconds,
                limit,
                seconds <= limit ? "kept" : "NOT KEPT");
    }

    private record Year(int contacts, Progress progress) implements Row {
        @Override
        public String name() {
            return "hato";
        }

        @Override
        public String unit() {
            return "s";
        }

        @Override
        public double measure() {
            return once(contacts, progress);
        }
    }

    static double once(int contacts, Progress progress) {
        Rehearsal rehearsal = rehearsal(contacts);
        long begun = System.nanoTime();
        RehearsalPlan plan = rehearsal.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        progress.say(String.format(Locale.ROOT, "%,d mails, %,d MB", plan.mailed(), Heap.used() >> 20));
        return seconds;
    }

    private static Rehearsal rehearsal(int contacts) {
        SplittableRandom random = new SplittableRandom(6);
        List<Contact> all = new ArrayList<>(contacts);
        Rehearsal rehearsal =
                Rehearsal.of(scenario()).enrolledByEvents().from(START).to(START.plus(Duration.ofHours(HOURS)));
        for (int hour = 0; hour < HOURS; hour++) {
            Instant at = START.plus(Duration.ofHours(hour));
            int until = (int) ((long) contacts * (hour + 1) / HOURS);
            List<ContactId> entering = new ArrayList<>();
            while (all.size() < until) {
                Contact contact = contact(all.size(), random);
                all.add(contact);
                entering.add(contact.id());
                if (random.nextInt(100) < BUYERS) {
                    Instant bought = at.plus(Duration.ofSeconds(1 + random.nextInt(30 * 86_400)));
                    if (bought.isBefore(START.plus(Duration.ofHours(HOURS)))) {
                        rehearsal.event(ContactEvent.of(contact.id(), "purchase", bought)
                                .withId("purchase-" + contact.id()));
                    }
                }
            }
            rehearsal.at(at, steps -> steps.enrol("brochure", entering));
        }
        return rehearsal.contacts(all);
    }

    private static Contact contact(int number, SplittableRandom random) {
        return Contact.of(ContactId.of(number), EmailAddress.of("customer" + number + "@example.jp"))
                .with(NAME, "客" + number)
                .with(BIRTHDAY, LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000)));
    }

    private static Scenario scenario() {
        return Scenario.named("brochure")
                .step("thanks", immediately(), mail(template("thanks", "資料のご請求をありがとうございました。")))
                .step("cases", days(3).at(10, 0), mail(template("cases", "お客様の事例をご紹介します。")))
                .step(
                        "offer",
                        days(14).at(10, 0),
                        mail(template("offer", "今月末までの特別なご提案です。"))
                                .onlyIf(Conditions.not(Conditions.mail("cases").clicked())))
                .step(
                        "birthday",
                        Steps.from(BIRTHDAY, days(-7)).at(10, 0).yearly(),
                        mail(template("birthday", "まもなくお誕生日ですね。")))
                .exitsOn(Conditions.event("purchase"))
                .build();
    }

    private static MessageTemplate template(String name, String text) {
        return MessageTemplate.named(name)
                .subject("{{ contact.name }}様へ")
                .text("{{ contact.name }}様\r\n\r\n" + text + "\r\n\r\n鳩商店\r\n")
                .build();
    }
}
