package dev.hato.examples.crm;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Unsubscribe;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.report.StepRow;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SmtpTransport;
import dev.hato.step.Action;
import dev.hato.step.ActionHandler;
import dev.hato.step.StepScheduler;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.Rehearsal;
import dev.hato.testkit.RehearsalPlan;
import dev.hato.testkit.SmtpSink;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Follows quotes up over Golden Week: rehearsed first, then carried out by the engine, with the same outcome.
 *
 * <p>The clock is moved by hand and the mails go to a sink in this process. An application leaves the clock out, and lets
 * {@code steps.start(executor)} and its dispatcher run.
 */
public final class CrmDemo {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant FROM = at("2026-04-28T15:30"); // a Tuesday; the next day is a holiday
    private static final Instant TO = at("2026-05-31T00:00");

    private static final Contact SUZUKI = customer("suzuki", "鈴木 一郎", "鳩山商事", 480_000);
    private static final Contact TANAKA = customer("tanaka", "田中 花", "白羽製作所", 3_200_000);
    private static final Contact SATO = customer("sato", "佐藤 光", "伝書運輸", 250_000);
    private static final Contact ITO = customer("ito", "伊藤 誠", "小鳩学園", 120_000);
    private static final List<Contact> CUSTOMERS = List.of(SUZUKI, TANAKA, SATO, ITO);

    /** What comes from the CRM and from the inbox, in order of time. */
    private static final List<ContactEvent> EVENTS = List.of(
            event(SUZUKI, "quote.sent", "2026-04-28T15:30"),
            event(TANAKA, "quote.sent", "2026-04-28T15:30"),
            event(SATO, "quote.sent", "2026-04-28T15:30"),
            event(ITO, "quote.sent", "2026-05-01T18:00"),
            event(SUZUKI, "reply", "2026-05-07T11:20"),
            event(SATO, "reply", "2026-05-14T09:05"),
            event(TANAKA, "deal.won", "2026-05-15T16:45"));

    private final PrintStream out;
    private final List<String> notices = new ArrayList<>();

    CrmDemo(PrintStream out) {
        this.out = out;
    }

    /** Runs the demo: {@code --out=FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of("examples/target/demo");
        for (String argument : arguments) {
            if (argument.startsWith("--out=")) {
                folder = Path.of(argument.substring("--out=".length()));
            }
        }
        new CrmDemo(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run(folder);
    }

    /** Runs it, and writes the timeline to the folder. */
    void run(Path folder) throws IOException {
        out.println(QuoteFollowUp.SCENARIO.plan());
        out.println("\n1. Rehearsed\n");
        RehearsalPlan plan = rehearse();
        out.println(plan.text());
        Path page = Files.createDirectories(folder).resolve("crm-timeline.html");
        Files.writeString(page, plan.html(Locale.JAPANESE));
        out.println("2. Carried out\n");
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                SmtpTransport transport = SmtpTransport.to("localhost", sink.port())
                        .sslContext(sink.clientSslContext())
                        .build()) {
            Company company = new Company(transport, this::tellStaff);
            company.liveUntil(at("2026-05-11T12:00"));
            out.println("On 11 May at noon:\n");
            out.println(company.steps.timeline(TANAKA.id()).text(TOKYO));
            out.println(company.steps.explain(SATO.id(), "金額").text(TOKYO));
            company.liveUntil(TO);
            out.println("\nOn 31 May:\n");
            for (Contact customer : CUSTOMERS) {
                out.println(company.steps.timeline(customer.id()).text(TOKYO));
            }
            out.println(company.steps.funnel());
            for (StepRow row : company.steps.history()) {
                out.printf(
                        Locale.ROOT,
                        "%s \"%s\": %d of %d handed over%n",
                        row.step(),
                        row.content().subject(),
                        row.handedOver(),
                        row.target());
            }
            out.println(sink.ledger().acceptedCount() + " mails; what the staff was told:");
            notices.forEach(notice -> out.println("  " + notice));
        }
        out.println("\nLook at " + page);
    }

    /** Lets the weeks pass on a virtual clock. */
    static RehearsalPlan rehearse() {
        Rehearsal rehearsal = Rehearsal.of(QuoteFollowUp.SCENARIO)
                .contacts(CUSTOMERS)
                .from(FROM)
                .to(TO)
                .zone(TOKYO)
                .holidays(HolidayCalendar.japan())
                .enrolledByEvents()
                .scheduler(builder -> builder.actions(call -> {}));
        EVENTS.forEach(rehearsal::event);
        return rehearsal.run();
    }

    private void tellStaff(ActionHandler.Call call, Instant at) {
        Action.NotifyStaff notice = (Action.NotifyStaff) call.action();
        notices.add(LocalDateTime.ofInstant(at, TOKYO) + " " + notice.team() + ": "
                + call.contact().get(QuoteFollowUp.COMPANY) + " "
                + call.contact().get(QuoteFollowUp.NAME) + "様。"
                + notice.note());
    }

    /** Returns what the staff was told so far. */
    List<String> notices() {
        return notices;
    }

    /** Whom a notice is told to. */
    @FunctionalInterface
    interface Staff {
        void tell(ActionHandler.Call call, Instant at);
    }

    /** The application: an engine with a scheduler, to which the CRM and the inbox report what happens. */
    static final class Company {
        final StepScheduler steps;
        private final MovableClock clock = MovableClock.at(FROM);
        private final Hato hato;
        private int happened;

        Company(MailTransport transport, Staff staff) {
            Stores stores = MemoryStores.create();
            hato = Hato.builder(stores, transport)
                    .sender(Mailbox.of("鳩システム", "sales@crm.example"))
                    .imprint(Imprint.of("株式会社鳩システム", "東京都千代田区鳩町1-2-3", "help@crm.example"))
                    .unsubscribe(Unsubscribe.byLink(target -> URI.create("https://crm.example/stop?id="
                                    + target.contact().id()))
                            .orByMail("stop@crm.example"))
                    .clock(clock)
                    .zone(TOKYO)
                    .build();
            CUSTOMERS.forEach(hato.contacts()::save);
            steps = StepScheduler.builder(hato, stores.steps())
                    .scenario(QuoteFollowUp.SCENARIO)
                    .holidays(HolidayCalendar.japan())
                    .actions(call -> staff.tell(call, clock.instant()))
                    .build();
        }

        /** Lets time pass: what happens is reported when it happens, and what is due is done when it is due. */
        void liveUntil(Instant end) {
            while (true) {
                Instant event = happened < EVENTS.size() ? EVENTS.get(happened).at() : Instant.MAX;
                Instant due = steps.nextDue().orElse(Instant.MAX);
                Instant next = event.isAfter(due) ? due : event;
                if (next.isAfter(end)) {
                    clock.set(end);
                    return;
                }
                clock.set(next);
                if (next.equals(event)) {
                    steps.signal(EVENTS.get(happened++));
                }
                steps.drain();
                hato.dispatcher().drain();
            }
        }
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static Contact customer(String id, String name, String company, long quoted) {
        return Contact.of(ContactId.of(id), EmailAddress.of(id + "@customer.example"))
                .with(QuoteFollowUp.NAME, name)
                .with(QuoteFollowUp.COMPANY, company)
                .with(QuoteFollowUp.QUOTED, quoted);
    }

    private static ContactEvent event(Contact contact, String type, String at) {
        return ContactEvent.of(contact.id(), type, at(at)).withId(type + "-" + contact.id());
    }
}
