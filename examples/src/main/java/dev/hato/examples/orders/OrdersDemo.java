package dev.hato.examples.orders;

import static dev.hato.segment.Conditions.allOf;
import static dev.hato.segment.Conditions.daysAgo;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.HatoTransaction;
import dev.hato.contact.Attribute;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.jdbc.ContactTable;
import dev.hato.jdbc.JdbcStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import dev.hato.smtp.SmtpTransport;
import dev.hato.testkit.AcceptedMail;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.SmtpSink;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Hato over tables that knew nothing of it: the shop's customers are the contacts, and a thank-you mail is there
 * exactly when its order is.
 *
 * <p>Needs nothing installed: the database is H2 in memory, the mail goes to a sink in this process.
 */
public final class OrdersDemo {
    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    static final BooleanAttribute STAFF = Attribute.bool("staff");
    static final NumberAttribute AMOUNT = Attribute.number("amount");

    static final ContactTable CUSTOMERS = ContactTable.named("customers", "cust_no", "mail_addr")
            .attribute("full_name", NAME)
            .attribute("pref", PREFECTURE)
            .attribute("is_staff", STAFF)
            .build();

    static final Segment LAPSED_REGULARS = Segment.of(
            "lapsed-regulars",
            allOf(
                    PREFECTURE.in("東京都", "大阪府"),
                    event("purchase").sum(AMOUNT).atLeast(50_000),
                    event("purchase").last().before(daysAgo(90)),
                    not(STAFF.is(true))));

    static final MessageTemplate THANKS = MessageTemplate.named("thanks")
            .subject("ご注文ありがとうございます（{{ number }}）")
            .text("{{ contact.name }} 様\n\nご注文 {{ number }} を承りました。合計 {{ total | currency: \"JPY\" }}\n")
            .build();

    private final DataSource database;
    private final PrintStream out;
    private final JdbcStores stores;
    private final Hato hato;
    private final InstantSource clock;

    private OrdersDemo(DataSource database, SmtpTransport transport, PrintStream out) {
        this.database = database;
        this.out = out;
        clock = MovableClock.at("2026-04-01T01:00:00Z");
        stores = JdbcStores.builder(database)
                .contacts(CUSTOMERS)
                .eventProperties(AMOUNT)
                .build();
        hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "shop@shop.example"))
                .clock(clock)
                .zone(ZoneId.of("Asia/Tokyo"))
                .build();
    }

    /** Runs it. */
    public static void main(String[] arguments) throws SQLException {
        try (HikariDataSource database = new HikariDataSource();
                SmtpSink sink = SmtpSink.builder().startTls().start()) {
            database.setJdbcUrl("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
            run(database, sink, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
    }

    /** Runs it on an empty database and prints what happens. */
    static void run(DataSource database, SmtpSink sink, PrintStream out) throws SQLException {
        BackEnd.create(database);
        try (SmtpTransport transport = SmtpTransport.to("localhost", sink.port())
                .sslContext(sink.clientSslContext())
                .build()) {
            OrdersDemo demo = new OrdersDemo(database, transport, out);
            demo.join();
            demo.segment();
            demo.commit();
            demo.rollBack();
            demo.send(sink);
            demo.again(sink);
            demo.move();
        }
    }

    private void title(String text) {
        out.println();
        out.println(text);
    }

    private void line(String format, Object... arguments) {
        out.println("  " + String.format(Locale.ROOT, format, arguments));
    }

    private void join() throws SQLException {
        title("1. A back end with customers and orders, and Hato beside it");
        stores.schema().migrate();
        line(
                "Hato's own tables are at version %d; customers and orders are as they were",
                stores.schema().version());
        line(
                "%d customers can be written to; the one whose address is none is left out",
                hato.contacts().count());
        for (BackEnd.Order order : BackEnd.orders(database)) {
            hato.events().add(purchase(order));
        }
        line("%d orders of the past are known as events", hato.events().count("purchase"));
    }

    /** An order's number is the event's id, so that it counts once, however often it is told. */
    private static ContactEvent purchase(BackEnd.Order order) {
        return ContactEvent.of(ContactId.of(order.customer()), "purchase", order.placed())
                .withId("order-" + order.number())
                .with(AMOUNT, order.total());
    }

    private void segment() {
        title("2. A segment over the shop's columns and the events, in one SQL statement");
        line("%s", LAPSED_REGULARS.condition());
        line("customers in it: %d", hato.segments().count(LAPSED_REGULARS));
        hato.segments().forEach(LAPSED_REGULARS, id -> {
            Contact customer = hato.contacts().find(id).orElseThrow();
            String who = customer.get(NAME) + " " + customer.get(PREFECTURE);
            line("  %s %s %s", id, who, customer.address().redacted());
        });
        line("why not 5?");
        hato.segments()
                .explain(LAPSED_REGULARS, ContactId.of(5))
                .toString()
                .lines()
                .forEach(reason -> line("  %s", reason));
    }

    /** The order and its mail in one transaction of the shop's. */
    private BackEnd.Order place(Connection connection, long customer, String total) throws SQLException {
        BackEnd.Order order = BackEnd.insert(connection, customer, total, clock.instant());
        HatoTransaction transaction = hato.in(stores.joining(connection));
        transaction.events().add(purchase(order));
        line("order %d: %s", order.number(), transaction.enqueue(thanks(order)));
        return order;
    }

    private Mail thanks(BackEnd.Order order) {
        return Mail.of(THANKS)
                .to(hato.contacts().find(ContactId.of(order.customer())).orElseThrow())
                .with("number", order.number())
                .with("total", order.total())
                .key("order-" + order.number())
                .build();
    }

    private void commit() throws SQLException {
        title("3. An order, its event and its mail in the shop's transaction: committed");
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            place(connection, 1, "12800");
            connection.commit();
        }
        tell();
    }

    private void rollBack() throws SQLException {
        title("4. Another one, and the card is declined: rolled back");
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            place(connection, 2, "9800");
            connection.rollback();
        }
        tell();
    }

    private void tell() throws SQLException {
        line(
                "now there are %d orders, %d purchase events, %d mails to send",
                BackEnd.orders(database).size(),
                hato.events().count("purchase"),
                stores.outbox().tally(SendKey.TRANSACTIONAL).count(MailState.PLANNED));
    }

    private void send(SmtpSink sink) {
        title("5. The dispatcher sends what is there");
        DispatchReport report = hato.dispatcher().drain();
        line("handed over: %d", report.count(MailState.HANDED_OVER));
        for (AcceptedMail mail : sink.ledger().accepted()) {
            line("the server took %d bytes for %s", mail.size(), mail.recipient());
        }
    }

    private void again(SmtpSink sink) throws SQLException {
        title("6. The shop asks for the same mail again, after a time-out of its own");
        BackEnd.Order order = BackEnd.orders(database).get(7);
        line("order %d: %s", order.number(), hato.enqueue(thanks(order)));
        hato.dispatcher().drain();
        line("mails for it at the server: %d", sink.ledger().acceptedCount());
    }

    private void move() throws SQLException {
        title("7. The segment follows the shop's table at once, for nothing was copied");
        line("customers in it: %d", hato.segments().count(LAPSED_REGULARS));
        BackEnd.move(database, 3, "東京都");
        line(
                "customers in it, once 3 has moved to Tokyo on the shop's own screen: %d",
                hato.segments().count(LAPSED_REGULARS));
    }
}
