package dev.hato.examples.quickstart;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;

import com.sun.net.httpserver.HttpServer;
import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.delivery.Mail;
import dev.hato.delivery.SendResult;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import dev.hato.smtp.SmtpTransport;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.SmtpSink;
import dev.hato.tracking.JdkHttp;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingKeys;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A contact, a segment, a delivery and a receipt in one screen. */
public final class QuickStart {
    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    static final TextSetAttribute TAGS = Attribute.textSet("tags");
    static final NumberAttribute AMOUNT = Attribute.number("amount");

    private QuickStart() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Runs it against a sink in this process and prints what the README shows. */
    public static void run(PrintStream out) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TrackingKeys keys = TrackingKeys.of(1, TrackingKeys.newSecret());
        MovableClock clock = MovableClock.at("2026-04-01T01:00:00Z");
        Instant tomorrowMorning = Instant.parse("2026-04-02T01:00:00Z");
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                SmtpTransport transport = SmtpTransport.to("localhost", sink.port())
                        .sslContext(sink.clientSslContext())
                        .build()) {
            // README: begin
            Stores stores = MemoryStores.create(); // or JdbcStores.on(dataSource)
            Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
                    .signedWith(keys)
                    .recordingIn(stores)
                    .build();
            Hato hato = Hato.builder(stores, transport) // SmtpTransport.to("smtp.example", 587).build()
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .imprint(Imprint.of("株式会社鳩の店", "東京都千代田区鳩町1-2-3", "help@shop.example"))
                    .transformer(tracking.transformer())
                    .unsubscribe(tracking.unsubscribe())
                    .clock(clock)
                    .zone(ZoneId.of("Asia/Tokyo"))
                    .build();

            Contact hanako = Contact.of("hanako@example.jp").with(NAME, "花子").with(PREFECTURE, "東京都");
            MailingList news = MailingList.of("newsletter");
            hato.contacts().save(hanako);
            hato.consents()
                    .subscribe(hanako.id(), news, Evidence.byRecipient("web form", "https://shop.example/signup"));
            hato.events()
                    .add(ContactEvent.of(hanako.id(), "purchase", Instant.parse("2025-11-03T03:00:00Z"))
                            .with(AMOUNT, 62_000));

            Segment lapsedRegulars = Segment.of(
                    "lapsed-regulars",
                    allOf(
                            PREFECTURE.in("東京都", "大阪府"),
                            event("purchase").sum(AMOUNT).atLeast(50_000),
                            event("purchase").last().before(daysAgo(90)),
                            not(TAGS.contains("staff"))));

            MessageTemplate sale = MessageTemplate.named("sale")
                    .subject("{{ contact.name }} 様、春のセールです")
                    .html("<p>{{ contact.name }} 様、<a href=\"https://shop.example/sale\">会場はこちら</a>。</p>"
                            + "<p>{{ sender.name }} {{ sender.postal_address }} {{ sender.contact }}<br>"
                            + "配信停止: <a href=\"{{ unsubscribe.url }}\">こちら</a></p>")
                    .build();
            MessageTemplate thanks = MessageTemplate.named("thanks")
                    .subject("ご注文ありがとうございます")
                    .text("{{ contact.name }} 様\n合計 {{ total | currency: \"JPY\" }}")
                    .build();

            hato.deliveries()
                    .group("spring-sale", news, sale)
                    .to(lapsedRegulars)
                    .at(tomorrowMorning)
                    .submit();
            SendResult receipt = hato.send(Mail.of(thanks)
                    .to(hanako)
                    .with("total", 62_000)
                    .key("order-1042")
                    .build());
            out.println(receipt);

            clock.advance(Duration.ofDays(1));
            out.println(hato.dispatcher().drain());
            out.println(hato.segments().explain(lapsedRegulars, hanako.id()));

            http.createContext("/", JdkHttp.handler(tracking.handler())); // answers the links of the mails
            // README: end
        } finally {
            http.stop(0);
        }
    }
}
