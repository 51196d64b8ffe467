package dev.hato.examples.shop;

import dev.hato.Hato;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendResult;
import dev.hato.imports.ImportReport;
import dev.hato.report.DeliveryRow;
import dev.hato.segment.Segment;
import dev.hato.smtp.MailTransport;
import dev.hato.testkit.AcceptedMail;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.SmtpSink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main job from end to end: import, consent, segment, personalised mail, SMTP, history.
 *
 * <p>Needs nothing installed: everything is kept in a file of H2's, and the mail goes over a real SMTP
 * conversation with STARTTLS to a sink in this process. Killed at any moment and started again, it goes on where it
 * was.
 */
public final class ShopDemo {
    private static final Instant NOW =
            OffsetDateTime.parse("1998-07-01T00:00+09:00").toInstant();
    private static final int CONNECTIONS = 4;
    private static final String COME_BACK = "come-back";
    private static final String LETTER = "letter";

    private final Path data;
    private final Path out;
    private final Lane lane;
    private final Console console;
    private final ShopDatabase database;
    private final Summary summary = new Summary();

    private ShopDemo(Path data, Path out, Lane lane, Console console, ShopDatabase database) {
        this.data = data;
        this.out = out;
        this.lane = lane;
        this.console = console;
        this.database = database;
    }

    /** Runs the demo: {@code --data=FOLDER --out=FOLDER --transport=pipelined|angus --jdbc=URL}. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path data = Path.of(option(arguments, "data", "examples/src/main/data/shop"));
        Path out = Path.of(option(arguments, "out", "examples/target/demo"));
        Lane lane = Lane.named(option(arguments, "transport", "pipelined"));
        if (lane == null) {
            System.err.println("There is no transport " + option(arguments, "transport", "")
                    + ". Give --transport pipelined or --transport angus.");
            System.exit(2);
            return;
        }
        for (String file : List.of("customers.csv", "purchases.csv", "customers-messy.csv")) {
            if (!Files.isReadable(data.resolve(file))) {
                System.err.println("There is no " + file + " in " + data + ". Give a folder that has customers.csv, "
                        + "purchases.csv and customers-messy.csv: -Dhato.data=FOLDER");
                System.exit(2);
            }
        }
        String url = option(arguments, "jdbc", "");
        run(data, out, lane, url.isBlank() ? null : url, utf8);
    }

    /**
     * Runs the demo on the files in {@code data}, writes to {@code out}, and tells about it.
     *
     * @param url the JDBC address of the database, or null for a file
     */
    static void run(Path data, Path out, Lane lane, @Nullable String url, PrintStream console)
            throws IOException, InterruptedException, SQLException {
        Files.createDirectories(out);
        try (ShopDatabase database = ShopDatabase.open(url, out, LETTER)) {
            new ShopDemo(data, out, lane, new Console(console), database).run();
        }
    }

    private static String option(String[] arguments, String name, String fallback) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--" + name + "=")) {
                return arguments[i].substring(name.length() + 3);
            }
            if (arguments[i].equals("--" + name) && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        return fallback;
    }

    private void run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        MovableClock clock = MovableClock.at(NOW);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .journalTo(emptied(out.resolve("mails")))
                        .start();
                MailTransport transport = lane.to(sink, CONNECTIONS)) {
            Hato hato = hato(transport, clock);
            console.title("Hato shop demo on " + data.getFileName() + ", the clock at 1998-07-01 00:00 in Tokyo");
            console.line("everything is kept in %s", database.address());
            if (database.isResumed()) {
                resumes(hato);
            }
            imports(hato);
            segments(hato);
            deliver(hato, sink, threads);
            thank(hato, sink);
            rate(clock, threads);
            followUp(hato);
            messyImport(hato);
            explain(hato);
            write(hato, sink);
        } finally {
            threads.shutdown();
        }
        console.title(String.format(
                Locale.ROOT,
                "Done in %.1f s. Look at %s",
                (System.nanoTime() - began) / 1e9,
                out.resolve("report.html")));
    }

    /** Says what an earlier run has left. */
    private void resumes(Hato hato) {
        console.title("0. An earlier run was interrupted; this one goes on where it was");
        Map<String, Object> resumed = new LinkedHashMap<>();
        for (Delivery delivery : hato.deliveries().list()) {
            DeliveryRow row = hato.history().row(delivery.id());
            console.line(
                    "%-10s %s: %,d handed over before, %,d still to go, of which %,d were in a dead process's hands",
                    delivery.name(),
                    delivery.state(),
                    row.handedOver(),
                    row.open(),
                    row.tally().count(MailState.CLAIMED));
            resumed.put(delivery.name(), Map.of("handedOver", row.handedOver(), "toGo", row.open()));
        }
        summary.put("resumed", resumed);
    }

    private void imports(Hato hato) {
        console.title("1. Import");
        ShopImports imports = new ShopImports(hato, console);
        ImportReport customers = imports.customers(data.resolve("customers.csv"), out.resolve("customers-result.csv"));
        console.line(
                "customers: %,d succeeded, %,d stopped, %,d failed, %,d other (read as %s)",
                customers.counts().succeeded(),
                customers.counts().stopped(),
                customers.counts().failed(),
                customers.counts().other(),
                customers.encoding());
        ImportReport purchases = imports.purchases(data.resolve("purchases.csv"));
        console.line(
                "purchases: %,d events, %,d known before",
                purchases.counts().succeeded(), purchases.counts().other());
        summary.put("import", Summary.counts(customers.counts()));
        summary.put("events", Summary.counts(purchases.counts()));
    }

    private void segments(Hato hato) {
        console.title("2. Segments");
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Segment segment : Shop.SEGMENTS) {
            hato.segments().define(segment);
            long count = hato.segments().count(segment);
            counts.put(segment.name(), count);
            console.line("%-16s %,7d   %s", segment.name(), count, segment.condition());
        }
        summary.put("segments", counts);
    }

    private void deliver(Hato hato, SmtpSink sink, ExecutorService threads) throws InterruptedException {
        console.title("3. Delivery to lapsed-regulars of " + Shop.NEWSLETTER.title());
        Delivery delivery = database.delivery(COME_BACK)
                .orElseGet(() -> hato.deliveries()
                        .group(COME_BACK, Shop.NEWSLETTER, ShopMails.COME_BACK)
                        .to(Shop.LAPSED_REGULARS)
                        .submit());
        Work work = finish(hato, delivery, threads);
        DeliveryRow row = hato.history().row(delivery.id());
        console.line(
                "target %,d = handed over %,d + bounced %,d + excluded %,d %s",
                row.target(),
                row.handedOver(),
                row.bounced(),
                row.excluded().values().stream().mapToLong(Long::longValue).sum(),
                row.excluded());
        console.line(
                "%,.0f mails/s over %d connections with TLS; the sink has %,d mails",
                work.mailsPerSecond(),
                sink.ledger().connections(),
                sink.ledger().acceptedCount());
        summary.put("delivery", Summary.delivery(row));
    }

    /**
     * Sends until the delivery is over, also what a dead process holds: its leases end by themselves. One that an
     * earlier run has finished is left alone, since a dispatcher sends whatever is due.
     */
    private Work finish(Hato hato, Delivery delivery, ExecutorService threads) throws InterruptedException {
        long began = System.nanoTime();
        long handedOver = 0;
        boolean told = false;
        boolean routeFails = false;
        while (!routeFails && !isOver(hato, delivery)) {
            DispatchReport report = hato.dispatcher().on(threads, CONNECTIONS).drain();
            handedOver += report.count(MailState.HANDED_OVER);
            routeFails = report.routeFailure() != null;
            if (!routeFails && !isOver(hato, delivery)) {
                if (!told) {
                    console.line("waiting until the dead process's leases end, 30 seconds after it took them");
                    told = true;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
        return new Work(handedOver, Math.max(1, System.nanoTime() - began) / 1e9);
    }

    private static boolean isOver(Hato hato, Delivery delivery) {
        return hato.deliveries().get(delivery.id()).state().isFinal();
    }

    /** What a delivery took. */
    private record Work(long mails, double seconds) {
        double mailsPerSecond() {
            return mails / seconds;
        }
    }

    /** The same mail to every subscriber, over a sink that keeps nothing: how fast the way of a mail is. */
    private void rate(MovableClock clock, ExecutorService threads) throws IOException, InterruptedException {
        console.title("5. The same letter to every subscriber, over the " + lane + " transport");
        try (SmtpSink sink = SmtpSink.builder().startTls().keep(0).start();
                MailTransport transport = lane.to(sink, CONNECTIONS)) {
            Hato hato = hato(transport, clock);
            Delivery delivery = database.delivery(LETTER)
                    .orElseGet(() -> hato.deliveries()
                            .group(LETTER, Shop.NEWSLETTER, ShopMails.COME_BACK)
                            .submit());
            Work work = finish(hato, delivery, threads);
            DeliveryRow row = hato.history().row(delivery.id());
            console.line(
                    "%,d mails in %.1f s: %,.0f mails/s over %d connections with TLS, from the outbox to the record of each",
                    work.mails(),
                    work.seconds(),
                    work.mailsPerSecond(),
                    sink.ledger().connections());
            if (database.isResumed()) {
                console.line(
                        "of %,d: %,d handed over in all, %,d excluded, %,d of unknown end, which are not sent again",
                        row.target(),
                        row.handedOver(),
                        row.excluded().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        row.unknown());
            }
            Map<String, Object> rate = new LinkedHashMap<>();
            rate.put("transport", lane.toString());
            rate.put("mails", row.handedOver());
            rate.put("accepted", sink.ledger().acceptedCount());
            rate.put("unknown", row.unknown());
            rate.put("mailsPerSecond", Math.round(work.mailsPerSecond()));
            summary.put("rate", rate);
        }
    }

    private Hato hato(MailTransport transport, MovableClock clock) {
        return Hato.builder(database.stores(), transport)
                .sender(Shop.SENDER)
                .imprint(Shop.IMPRINT)
                .unsubscribe(Shop.UNSUBSCRIBE)
                .recipientName(Shop.NAME)
                .clock(clock)
                .zone(Shop.TOKYO)
                .listener(console)
                .build();
    }

    private void thank(Hato hato, SmtpSink sink) {
        console.title("4. One thank-you mail, asked for twice under one key");
        long before = sink.ledger().acceptedCount();
        Contact buyer = hato.contacts().find(ContactId.of("00001")).orElseThrow();
        Mail thanks = Mail.of(ShopMails.THANKS)
                .to(buyer)
                .with(
                        "order",
                        Map.of(
                                "number",
                                "1042",
                                "placed",
                                LocalDate.of(1998, 6, 30),
                                "lines",
                                List.of(
                                        Map.of("title", "鳩ぽっぽ変奏曲 <LP>", "quantity", 1, "price", 2800),
                                        Map.of("title", "Blue & Green", "quantity", 2, "price", 3960)),
                                "total",
                                6760))
                .key("order-1042")
                .build();
        SendResult first = hato.send(thanks);
        SendResult second = hato.send(thanks);
        console.line("first:  %s", first);
        console.line("second: %s", second);
        summary.put("smtpAccepted", sink.ledger().acceptedCount());
        summary.put("idempotentMails", sink.ledger().acceptedCount() - before);
    }

    private void followUp(Hato hato) throws IOException {
        console.title(
                "6. Brochure follow-up at 0, 3, 7 and 14 days, until a purchase: the first half of 1998, rehearsed");
        summary.put("brochure", new BrochureFollowUp(hato, database.stores(), console).run(out));
    }

    private void messyImport(Hato hato) {
        console.title("7. A customer file as shops really upload them, overwrite on");
        Path results = out.resolve("customers-messy-result.csv");
        ImportReport report = new ShopImports(hato, console).customers(data.resolve("customers-messy.csv"), results);
        console.line(
                "%,d succeeded (%,d addresses normalised), %,d failed, %,d other, %,d stopped; row by row in %s",
                report.counts().succeeded(),
                report.addressesNormalised(),
                report.counts().failed(),
                report.counts().other(),
                report.counts().stopped(),
                results.getFileName());
        report.problems().stream()
                .limit(3)
                .forEach(problem -> console.line("for example line %d: %s", problem.line(), problem.reason()));
        summary.put("messyImport", Summary.counts(report.counts()));
    }

    private void explain(Hato hato) {
        console.title("8. Why is customer 00001 in or out of lapsed-regulars?");
        console.text(hato.segments()
                .explain(Shop.LAPSED_REGULARS, ContactId.of("00001"))
                .toString());
    }

    private void write(Hato hato, SmtpSink sink) throws IOException {
        List<AcceptedMail> mails = sink.ledger().accepted();
        for (AcceptedMail mail : mails.subList(0, Math.min(1, mails.size()))) {
            Files.write(out.resolve("come-back.eml"), mail.bytes());
        }
        Files.writeString(out.resolve("summary.json"), summary.toJson());
        Files.writeString(out.resolve("report.html"), new ReportPage(hato, summary).html());
        console.title("9. Written to " + out);
        console.line(
                "summary.json, report.html, brochure-timeline.html, come-back.eml, the import results, and %,d mails in mails/",
                mails.size());
    }

    /** Returns the folder without what an earlier run left in it. */
    private static Path emptied(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
