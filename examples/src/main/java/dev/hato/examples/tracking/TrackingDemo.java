package dev.hato.examples.tracking;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.Delivery;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.report.DeliveryRow;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SmtpTransport;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.SmtpSink;
import dev.hato.tracking.JdkHttp;
import dev.hato.tracking.Reactions;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingHandler;
import dev.hato.tracking.TrackingKeys;
import dev.hato.tracking.hit.HitEvents;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One mail from the delivery to the report: its links are followed, a scanner follows them too, and its reader leaves the list.
 *
 * <p>The reader is a Chromium without a window, where one is installed; its screenshots are in {@code target/demo}.
 */
public final class TrackingDemo {
    private static final String HOST = "t.shop.example";
    private static final TextAttribute NAME = Attribute.text("name");
    private static final MailingList NEWS = MailingList.of("newsletter").titled("鳩のレコード便り");

    private static final MessageTemplate SALE = MessageTemplate.named("spring-sale")
            .subject("{{ contact.name }} 様、春のセールです")
            .html("""
                    <!DOCTYPE html>
                    <html lang="ja">
                    <head><meta charset="UTF-8"><title>春のセール</title></head>
                    <body style="margin:0;background:#f4f1ea;font-family:sans-serif;color:#2b2b2b">
                    <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
                    <table role="presentation" width="560" cellpadding="24" cellspacing="0" style="background:#ffffff">
                    <tr><td style="border-bottom:4px solid #3f6c51"><h1 style="font-size:20px;margin:0">鳩の店</h1></td></tr>
                    <tr><td>
                    <p>{{ contact.name }} 様</p>
                    <p>春のセールが始まりました。</p>
                    <p><a id="sale" data-hato-name="sale" href="https://shop.example/sale?for={{ contact.name }}#top">セール会場を見る</a></p>
                    <p><a id="new" href="https://shop.example/new?sort=date&amp;page=1">新着を見る</a></p>
                    </td></tr>
                    <tr><td style="font-size:12px;color:#6b6b6b">
                    {{ sender.name }}　{{ sender.postal_address }}　お問い合わせ: {{ sender.contact }}<br>
                    配信停止: <a id="stop" href="{{ unsubscribe.url }}">こちら</a>
                    </td></tr>
                    </table></td></tr></table>
                    </body>
                    </html>
                    """)
            .build();

    private final Path out;
    private final PrintStream console;
    private final MovableClock clock = MovableClock.at("2026-04-01T01:00:00Z");
    private final Stores stores = MemoryStores.create();

    private TrackingDemo(Path out, PrintStream console) {
        this.out = out;
        this.console = console;
    }

    /** Runs it; {@code --out=FOLDER} says where pages and pictures go, {@code target/demo} unless given. */
    public static void main(String[] arguments) throws IOException, InterruptedException, MessagingException {
        Path out = Path.of("target", "demo");
        for (String argument : arguments) {
            if (argument.startsWith("--out=")) {
                out = Path.of(argument.substring("--out=".length()));
            }
        }
        run(out, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Runs it in a folder, and prints what happens. */
    public static void run(Path out, PrintStream console) throws IOException, InterruptedException, MessagingException {
        Files.createDirectories(out);
        new TrackingDemo(out, console).run();
    }

    private void run() throws IOException, InterruptedException, MessagingException {
        Tracking tracking = Tracking.at(URI.create("https://" + HOST))
                .signedWith(TrackingKeys.of(1, TrackingKeys.newSecret()))
                .parameter("utm_source", "newsletter")
                .parameter("utm_content", "{link}")
                .recordingIn(stores)
                .build();
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport = SmtpTransport.to("localhost", sink.port())
                        .sslContext(sink.clientSslContext())
                        .build();
                TrackingHandler handler =
                        tracking.endpoints().lists(NEWS).clock(clock).build();
                Web web = Web.start(out, HOST, JdkHttp.handler(handler))) {
            Hato hato = Hato.builder(stores, transport)
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .imprint(Imprint.of("株式会社鳩の店", "東京都千代田区鳩町1-2-3", "help@shop.example"))
                    .transformer(tracking.transformer())
                    .unsubscribe(tracking.unsubscribe())
                    .clock(clock)
                    .zone(ZoneId.of("Asia/Tokyo"))
                    .build();
            Delivery delivery = deliver(hato);
            Letter hanako = Letter.of(sink.ledger().acceptedFor("hanako@example.jp"));
            Letter jiro = Letter.of(sink.ledger().acceptedFor("jiro@example.jp"));
            line("1. Delivered: %s", hato.history().row(delivery.id()).tally());
            line(
                    "   %d octets of HTML with %d links, each to https://%s/",
                    hanako.html().length(), hanako.links().size(), HOST);

            clock.advance(Duration.ofSeconds(1));
            scan(jiro, web);
            clock.advance(Duration.ofMinutes(12));
            read(hanako, web);
            clock.advance(Duration.ofMinutes(1));
            handler.tend(); // writes the hits that have waited
            report(hato, delivery);
        }
    }

    private Delivery deliver(Hato hato) {
        for (String name : List.of("hanako 花子", "jiro 次郎", "saburo 三郎")) {
            String[] parts = name.split(" ", 2);
            Contact contact = Contact.of(parts[0] + "@example.jp").with(NAME, parts[1]);
            hato.contacts().save(contact);
            hato.consents()
                    .subscribe(contact.id(), NEWS, Evidence.byRecipient("web form", "https://shop.example/signup"));
        }
        Delivery delivery = hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        return delivery;
    }

    /** A mail filter follows every link the moment the mail arrives, the one to unsubscribe too. */
    private void scan(Letter letter, Web web) throws IOException, InterruptedException {
        Scanner scanner = new Scanner(web);
        int visited = 0;
        for (URI link : letter.links()) {
            visited += scanner.visit(link) < 400 ? 1 : 0;
        }
        line(
                "2. A mail filter has followed %d of the %d links in %s's mail",
                visited, letter.links().size(), letter.name());
    }

    private void read(Letter letter, Web web) throws IOException, InterruptedException {
        Path mail = out.resolve("mail.html");
        Files.writeString(mail, letter.html());
        Optional<Path> program = Chromium.installed();
        if (program.isEmpty()) {
            line("3. No Chromium is installed; nobody reads the mail. Open %s to look at it.", mail);
            return;
        }
        Path profile = Files.createTempDirectory("hato-demo");
        try (Chromium reader = Chromium.start(program.get(), profile, web.port())) {
            reader.open(mail.toUri().toString());
            reader.screenshot(out.resolve("1-mail.png"));
            reader.click("#sale");
            reader.screenshot(out.resolve("2-destination.png"));
            line("3. %s has opened the mail and clicked; the browser arrived at", letter.name());
            line("   %s", reader.url());
            clock.advance(Duration.ofSeconds(40));
            reader.open(mail.toUri().toString());
            reader.click("#stop");
            reader.screenshot(out.resolve("3-unsubscribe.png"));
            line("4. The page to unsubscribe says: %s", firstLine(reader.text()));
            reader.click("button");
            reader.screenshot(out.resolve("4-unsubscribed.png"));
            line("   and after the button: %s", firstLine(reader.text()));
        }
        line("   The shop saw %s", web.visits());
    }

    private void report(Hato hato, Delivery delivery) throws IOException, InterruptedException {
        line("5. What is known now");
        hato.contacts()
                .forEach(contact -> line(
                        "   %s: %s, %s, %s",
                        Objects.requireNonNullElse(contact.get(NAME), ""),
                        Objects.requireNonNull(hato.consents().subscription(contact.id(), NEWS))
                                .status(),
                        reactions(contact, "opened", MailEvents.OPENED),
                        reactions(contact, "clicked", MailEvents.CLICKED)
                                + machines(contact, HitEvents.CLICKED_BY_MACHINE)));
        DeliveryRow row = hato.history().row(delivery.id());
        Reactions.Count count = new Reactions(stores, clock).of(row);
        line(
                "   %s: opened by %d of %d (%.1f %%), clicked by %d of %d (%.1f %%)",
                row.name(),
                count.opens().orElseThrow(),
                count.handedOver(),
                100 * count.openRate().orElseThrow(),
                count.clicks(),
                count.handedOver(),
                100 * count.clickRate().orElseThrow());
        Path page = out.resolve("tracking.html");
        Files.writeString(page, page(row, count));
        Optional<Path> program = Chromium.installed();
        if (program.isPresent()) {
            try (Chromium browser = Chromium.start(program.get(), Files.createTempDirectory("hato-demo"), 0)) {
                browser.open(page.toUri().toString());
                browser.screenshot(out.resolve("5-report.png"));
            }
        }
        line("Done. Look at %s and the pictures beside it", page);
    }

    private String reactions(Contact contact, String word, String type) {
        long count = count(contact, type);
        return count == 0 ? word + " 0" : word + " " + count + " by a person";
    }

    private String machines(Contact contact, String type) {
        long count = count(contact, type);
        return count == 0 ? "" : ", " + count + " clicks by machines";
    }

    private long count(Contact contact, String type) {
        return stores.events().latest(contact.id(), 1_000).stream()
                .filter(event -> event.type().equals(type))
                .count();
    }

    private static String page(DeliveryRow row, Reactions.Count count) {
        return """
                <!DOCTYPE html>
                <html lang="ja"><head><meta charset="UTF-8"><title>反応レポート</title>
                <style>
                body { font: 15px/1.6 "Noto Sans CJK JP", sans-serif; background: #fbfcfa; color: #1d2521; margin: 0; padding: 32px; }
                table { border-collapse: collapse; background: #fff; border: 1px solid #d9dfdb; }
                th, td { padding: 10px 18px; text-align: right; border-bottom: 1px solid #d9dfdb; }
                th { color: #66716b; font-weight: 600; } td:first-child, th:first-child { text-align: left; }
                </style></head><body><h1>反応レポート</h1>
                <table><tr><th>配信</th><th>配信数</th><th>開封</th><th>開封率</th><th>クリック</th><th>クリック率</th></tr>
                <tr><td>%s</td><td>%d</td><td>%d</td><td>%.1f %%</td><td>%d</td><td>%.1f %%</td></tr></table>
                <p>開封とクリックは人によるものを、一人一回だけ数えます。</p></body></html>
                """.formatted(
                        row.name(),
                        count.handedOver(),
                        count.opens().orElseThrow(),
                        100 * count.openRate().orElseThrow(),
                        count.clicks(),
                        100 * count.clickRate().orElseThrow());
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private void line(String format, Object... values) {
        console.println(String.format(Locale.ROOT, format, values));
    }
}
