package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.SendOutcome;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quiet hours over a database, whose statements begin sends without the engine's reading the contact again. */
public interface QuietDeliveryCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    @Test
    @Tag("R6.3")
    @Tag("R6.1")
    default void windowThatOpensDuringADelivery_holdsTheRestOnTheContactsClocks() {
        TextAttribute zone = Attribute.text("zone");
        MovableClock clock = MovableClock.at("2026-04-01T11:59:59Z"); // a second before nine in the evening
        RecordingTransport transport = new RecordingTransport();
        JdbcStores stores = TestStores.empty(dataSource(), clock);
        Hato hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .clock(clock)
                .zone(ZoneId.of("Asia/Tokyo"))
                .contactZone(zone)
                .quietHours(QuietHours.of(TimeWindow.hours(21, 9)))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        MailingList news = MailingList.of("news");
        for (int i = 0; i < 100; i++) {
            Contact contact = Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp"));
            editable(stores).save(i % 10 == 0 ? contact.with(zone, "Europe/London") : contact);
            hato.consents().subscribe(contact.id(), news, Evidence.byRecipient("form", "signup"));
        }
        MessageTemplate sale =
                MessageTemplate.named("sale").subject("sale").text("sale").build();
        Delivery delivery = hato.deliveries().group("sale", news, sale).submit();
        transport.answer(attempt -> {
            if (transport.attempts().size() == 20) {
                clock.set(Instant.parse("2026-04-01T12:00:00Z"));
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        hato.dispatcher().drain();
        List<String> evening = recipients(transport);
        assertThat(evening.subList(20, evening.size()))
                .as("in London it is one o'clock")
                .allMatch(this::isInLondon);
        assertThat(evening).filteredOn(this::isInLondon).hasSize(10);
        DeliveryProgress held = hato.deliveries().progress(delivery.id());
        assertThat(held.delivery().state()).isEqualTo(DeliveryState.SENDING);
        assertThat(held.tally().states())
                .isEqualTo(
                        Map.of(MailState.HANDED_OVER, (long) evening.size(), MailState.PLANNED, 100L - evening.size()));
        hato.deliveries()
                .mails(
                        delivery.id(),
                        entry -> assertThat(
                                        entry.state() == MailState.PLANNED
                                                ? entry.progress().attempts()
                                                : 0)
                                .isZero());

        assertThat(hato.dispatcher().drain().outcomes()).as("a second round").isEmpty();
        hato.enqueue(
                Mail.of(sale).to(Contact.of("buyer@example.jp")).key("receipt").build());
        assertThat(hato.dispatcher().drain().outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 1L));
        clock.set(Instant.parse("2026-04-01T23:59:59.999999Z"));
        assertThat(hato.dispatcher().drain().outcomes()).isEmpty();
        clock.set(Instant.parse("2026-04-02T00:00:00Z"));
        hato.dispatcher().drain();
        assertThat(recipients(transport)).hasSize(101).doesNotHaveDuplicates();
        assertThat(hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    private boolean isInLondon(String recipient) {
        return recipient.endsWith("0");
    }

    private static List<String> recipients(RecordingTransport transport) {
        return transport.attempts().stream()
                .map(attempt -> attempt.recipient().localPart())
                .toList();
    }
}
