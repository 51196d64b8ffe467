package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MessageTransformer;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tracking in the engine: what leaves, and what its links say. */
class TrackedDeliveryTest {
    private static final Pattern LINK = Pattern.compile("https://t\\.shop\\.example/([a-z])/([A-Za-z0-9_-]+)");
    private static final MailingList NEWS = MailingList.of("news");
    private static final Evidence FORM = Evidence.byRecipient("web form", "https://shop.example/signup");
    private static final MessageTemplate SALE =
            MessageTemplate.named("sale").subject("Sale").html("""
                    <html><body>
                    <a href="https://shop.example/sale?a=1&amp;b=2">Sale</a>
                    <a href="https://shop.example/my?m={{ contact.email }}">Yours</a>
                    <a href="{{ unsubscribe.url }}">Stop</a>
                    </body></html>
                    """).build();

    private final MemoryStores stores = MemoryStores.create();
    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final RecordingTransport transport = new RecordingTransport();
    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .build();

    private Hato hato(MessageTransformer... transformers) {
        Hato.Builder builder = Hato.builder(stores, transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(clock)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .unsubscribe(tracking.unsubscribe());
        for (MessageTransformer transformer : transformers) {
            builder.transformer(transformer);
        }
        return builder.build();
    }

    private Contact subscriber(Hato hato, String id) {
        Contact contact = Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp"));
        hato.contacts().save(contact);
        hato.consents().subscribe(contact.id(), NEWS, FORM);
        return contact;
    }

    /** A mail without its transfer encoding, which is quoted-printable for it. */
    private String sent(int number) {
        byte[] mail = transport.attempts().get(number).mail().toByteArray();
        return new String(mail, StandardCharsets.UTF_8).replace("=\r\n", "").replace("=3D", "=");
    }

    private List<TrackedLink> links(String mail) {
        List<TrackedLink> links = new ArrayList<>();
        Matcher link = LINK.matcher(mail);
        while (link.find()) {
            for (Purpose purpose : Purpose.values()) {
                if (purpose.path().equals(link.group(1))) {
                    links.add(tracking.read(purpose, link.group(2)).orElseThrow());
                }
            }
        }
        return links;
    }

    private static void areThoseOf(List<TrackedLink> links, TrackedMail mail) {
        assertThat(links).allMatch(link -> link.mail().equals(mail));
        assertThat(links)
                .filteredOn(link -> link.purpose() == Purpose.CLICK)
                .extracting(TrackedLink::detail)
                .containsOnly(
                        "https://shop.example/sale?a=1&b=2",
                        "https://shop.example/my?m=" + mail.contact().value() + "%40example.jp");
        assertThat(links).filteredOn(link -> link.purpose() == Purpose.OPEN).hasSize(1);
        assertThat(links)
                .filteredOn(link -> link.purpose() == Purpose.UNSUBSCRIBE)
                .as("in the header, in the HTML and in the text")
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(link -> "news".equals(link.detail()));
    }

    @Test
    void delivery_hasLinksOfEachRecipientsOwn() {
        Hato hato = hato(tracking.transformer());
        for (int i = 0; i < 20; i++) {
            subscriber(hato, "c" + i);
        }
        Delivery delivery = hato.deliveries().group("sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        assertThat(transport.attempts()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            String address = transport.attempts().get(i).recipient().value();
            ContactId contact = ContactId.of(address.substring(0, address.indexOf('@')));
            areThoseOf(links(sent(i)), new TrackedMail(delivery.id().source(), "mail", "", contact));
            assertThat(sent(i)).contains("List-Unsubscribe: <https://t.shop.example/u/");
        }
    }

    @Test
    void otherTransformers_leaveTheLinksTheSame() {
        Hato fast = hato(tracking.transformer());
        Hato slow = hato((message, mail) -> message, tracking.transformer());
        Contact contact = subscriber(fast, "c1");
        Delivery one = fast.deliveries().group("sale", NEWS, SALE).submit();
        fast.dispatcher().drain();
        Delivery two = slow.deliveries().group("sale", NEWS, SALE).submit();
        slow.dispatcher().drain();
        areThoseOf(links(sent(0)), new TrackedMail(one.id().source(), "mail", "", contact.id()));
        areThoseOf(links(sent(1)), new TrackedMail(two.id().source(), "mail", "", contact.id()));
        assertThat(links(sent(1))).hasSameSizeAs(links(sent(0)));
    }

    @Test
    void transactionalMail_isTrackedUnderItsKey() {
        Hato hato = hato(tracking.transformer());
        Contact contact = subscriber(hato, "c1");
        MessageTemplate receipt = MessageTemplate.named("receipt")
                .subject("Receipt")
                .html("<a href=\"https://shop.example/orders/1042\">Order</a>")
                .build();
        hato.send(Mail.of(receipt).to(contact).key("order-1042").build());
        TrackedMail mail = new TrackedMail("mail", "order-1042", "", contact.id());
        assertThat(links(sent(0)))
                .contains(
                        new TrackedLink(Purpose.CLICK, mail, 0, false, "https://shop.example/orders/1042"),
                        new TrackedLink(Purpose.OPEN, mail, 0, false, null));
    }

    @Test
    @Tag("R9.1")
    void pages_standInTemplatesAsFields() {
        Hato hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(clock)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .transformer(tracking.transformer())
                .link("view", tracking.page(Purpose.VIEW))
                .link("preferences", tracking.page(Purpose.PREFERENCES))
                .link("coupon", tracking.page(Purpose.COUPON, "welcome"))
                .build();
        Contact contact = subscriber(hato, "c1");
        MessageTemplate template =
                MessageTemplate.named("pages").subject("Sale").html("""
                <p><a href="{{ view.url }}">browser</a> <a href="{{ preferences.url }}">what you get</a>
                <a href="{{ coupon.url }}">{{ coupon.url }}</a></p>
                """).build();
        Delivery delivery = hato.deliveries().group("sale", NEWS, template).submit();
        hato.dispatcher().drain();
        List<TrackedLink> links = links(sent(0));
        assertThat(links)
                .extracting(TrackedLink::purpose)
                .contains(Purpose.VIEW, Purpose.PREFERENCES, Purpose.COUPON)
                .doesNotContain(Purpose.CLICK);
        assertThat(links)
                .allMatch(link -> link.mail().contact().equals(contact.id())
                        && link.mail().source().contains(delivery.id().toString()));
        assertThat(links)
                .filteredOn(link -> link.purpose() == Purpose.COUPON)
                .allMatch(link -> "welcome".equals(link.detail()));
        hato.send(Mail.of(template).to(contact).key("once").build());
        assertThat(links(sent(1))).extracting(TrackedLink::purpose).contains(Purpose.VIEW);
    }

    @Test
    void pages_withoutANameOfTheirOwn_areRefused() {
        Hato.Builder builder = Hato.builder(stores, transport).link("view", tracking.page(Purpose.VIEW));
        for (String name :
                List.of("view", "contact", "sender", "unsubscribe", "", "View", "a b", "1a", "a.b", "\r\n")) {
            assertThatThrownBy(() -> builder.link(name, tracking.page(Purpose.VIEW)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("named '" + name.replace("\r\n", "\\u000D\\u000A") + "'");
        }
    }

    @Test
    void page_thatIsNoWebAddress_excludesTheMailWithAReason() {
        Hato hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(clock)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .link("view", target -> URI.create("javascript:alert(1)"))
                .build();
        subscriber(hato, "c1");
        MessageTemplate template = MessageTemplate.named("view")
                .subject("s")
                .html("<a href=\"{{ view.url }}\">v</a>")
                .build();
        Delivery delivery = hato.deliveries().group("sale", NEWS, template).submit();
        hato.dispatcher().drain();
        assertThat(transport.attempts()).isEmpty();
        assertThat(hato.history().row(delivery.id()).excluded()).containsEntry(ExclusionReason.NOT_RENDERED, 1L);
    }
}
