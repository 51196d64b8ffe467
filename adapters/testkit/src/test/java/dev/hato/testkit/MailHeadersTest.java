package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NAME;
import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Unsubscribe;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each kind of mail has the headers that receivers want of it, and no others. */
class MailHeadersTest {
    private static final Unsubscribe BOTH = Unsubscribe.byLink(target ->
                    URI.create("https://shop.example/stop?c=" + target.contact().id()))
            .orByMail("stop@shop.example");

    private final EngineFixture engine = new EngineFixture();

    private Hato hato(Unsubscribe unsubscribe) {
        return Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .recipientName(NAME)
                .clock(engine.clock)
                .unsubscribe(unsubscribe)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    private ParsedMail onlyMail() {
        assertThat(engine.transport.attempts()).hasSize(1);
        return new ParsedMail(engine.transport.attempts().get(0).mail().toByteArray());
    }

    private ParsedMail groupMail(Hato hato) {
        engine.subscriber("a");
        hato.deliveries().group("sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        return onlyMail();
    }

    @Test
    @Tag("R8.4")
    void groupDelivery_hasAllHeadersOfBulkMail() {
        ParsedMail mail = groupMail(hato(BOTH));
        assertThat(mail.header("List-Unsubscribe"))
                .singleElement()
                .satisfies(
                        value -> assertThat(value)
                                .matches(
                                        "<https://shop\\.example/stop\\?c=a>, <mailto:stop@shop\\.example\\?subject=unsubscribe%20\\w+>"));
        assertThat(mail.header("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(mail.header("List-Id")).containsExactly("<news.shop.example>");
        assertThat(mail.header("Feedback-ID"))
                .singleElement()
                .satisfies(value -> assertThat(value).matches("[0-9a-f]{16}:news:group:shop-example"));
        assertThat(mail.header("Message-ID"))
                .singleElement()
                .satisfies(value -> assertThat(value).matches("<[0-9a-f]{32}@shop\\.example>"));
        assertThat(mail.header("Date")).hasSize(1);
        assertThat(mail.header("Auto-Submitted")).isEmpty();
    }

    @Test
    @Tag("R8.4")
    void transactionalMail_isAutomaticAndHasNoListHeaders() {
        Contact contact = engine.contact("a");
        hato(BOTH)
                .send(Mail.of(MessageTemplate.named("t").subject("s").text("t").build())
                        .to(contact)
                        .build());
        ParsedMail mail = onlyMail();
        assertThat(mail.header("Auto-Submitted")).containsExactly("auto-generated");
        for (String name : List.of("List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID")) {
            assertThat(mail.header(name)).as(name).isEmpty();
        }
    }

    @Test
    @Tag("R8.4")
    void spotDelivery_offersNoWayOutOfAListItIsNotFor() {
        engine.contact("a");
        Hato hato = hato(BOTH);
        hato.deliveries().spot("notice", SALE, "new terms").submit();
        hato.dispatcher().drain();
        ParsedMail mail = onlyMail();
        assertThat(mail.header("List-Unsubscribe")).isEmpty();
        assertThat(mail.header("List-Id")).isEmpty();
        assertThat(mail.header("Feedback-ID")).hasSize(1);
    }

    @Test
    @Tag("R8.4")
    void mailboxAlone_promisesNoOneClick() {
        ParsedMail mail = groupMail(hato(Unsubscribe.byMail("stop@shop.example")));
        assertThat(mail.header("List-Unsubscribe"))
                .singleElement()
                .satisfies(value -> assertThat(value).startsWith("<mailto:stop@shop.example?subject="));
        assertThat(mail.header("List-Unsubscribe-Post")).isEmpty();
    }

    @Test
    @Tag("R8.4")
    void headersOfTheTemplate_comeBeforeTheEngines() {
        engine.subscriber("a");
        MessageTemplate own = SALE.newBuilder()
                .header("list-unsubscribe", "<https://own.example/{{ contact.id }}>")
                .header("List-Id", "<own.example>")
                .header("Feedback-ID", "a:b:c:own-sender")
                .build();
        Hato hato = hato(BOTH);
        hato.deliveries().group("sale", NEWS, own).submit();
        hato.dispatcher().drain();
        ParsedMail mail = onlyMail();
        assertThat(mail.header("List-Unsubscribe")).containsExactly("<https://own.example/a>");
        assertThat(mail.header("List-Unsubscribe-Post")).isEmpty();
        assertThat(mail.header("List-Id")).containsExactly("<own.example>");
        assertThat(mail.header("Feedback-ID")).containsExactly("a:b:c:own-sender");
    }

    @Test
    void listWithAJapaneseName_getsAnIdInAscii() {
        MailingList japanese = MailingList.of("鳩の便り");
        Contact contact = engine.contact("a");
        Hato hato = hato(BOTH);
        hato.consents().subscribe(contact.id(), japanese, Evidence.byRecipient("form", "https://shop.example"));
        hato.deliveries().group("sale", japanese, SALE).submit();
        hato.dispatcher().drain();
        assertThat(onlyMail().header("List-Id"))
                .singleElement()
                .satisfies(value -> assertThat(value).matches("<list-[0-9a-f]{16}\\.shop\\.example>"));
    }

    @Test
    void linkThatIsNotHttps_keepsTheMailFromBeingSent() {
        engine.subscriber("a");
        Hato hato = hato(Unsubscribe.byLink(target -> URI.create("http://shop.example/stop")));
        hato.deliveries().group("sale", NEWS, SALE).submit();
        assertThat(hato.dispatcher().drain().count(MailState.EXCLUDED)).isEqualTo(1);
        assertThat(engine.transport.attempts()).isEmpty();
        var delivery = hato.deliveries().list().get(0);
        hato.deliveries().mails(delivery.id(), entry -> {
            assertThat(entry.progress().reason()).isEqualTo(ExclusionReason.NOT_RENDERED);
            assertThat(entry.progress().detail())
                    .contains("http://shop.example/stop")
                    .contains("HTTPS");
        });
    }

    @Test
    void fieldsOfSenderAndUnsubscribe_areFilled() {
        engine.subscriber("a");
        MessageTemplate template = MessageTemplate.named("t")
                .subject("s")
                .text("{{ sender.name }}|{{ sender.postal_address }}|{{ sender.contact }}"
                        + "|{{ unsubscribe.url }}|{{ unsubscribe.mail }}")
                .build();
        Hato hato = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(engine.clock)
                .imprint(Imprint.of("株式会社鳩の店", "東京都千代田区鳩町1-2-3", "help@shop.example"))
                .unsubscribe(BOTH)
                .build();
        hato.deliveries().group("sale", NEWS, template).submit();
        hato.dispatcher().drain();
        assertThat(String.valueOf(onlyMail().text()).strip())
                .isEqualTo("株式会社鳩の店|東京都千代田区鳩町1-2-3|help@shop.example|https://shop.example/stop?c=a|stop@shop.example");
    }

    @Test
    void mailboxToUnsubscribeAt_mustBeOneThatEverybodyCanWriteTo() {
        assertThatThrownBy(() -> Unsubscribe.byMail("停止@shop.example")).hasMessageContaining("ASCII");
        assertThatThrownBy(() -> Unsubscribe.byMail("a@b\r\nBcc: c@d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("R2.4")
    void spotDelivery_cannotShowAWayOutOfAList() {
        MessageTemplate template = SALE.newBuilder()
                .html("<p>{{ contact.name }} {{ unsubscribe.url }}</p>")
                .build();
        assertThatThrownBy(() -> hato(BOTH)
                        .deliveries()
                        .spot("notice", template, "new terms")
                        .submit())
                .hasMessageContaining("unsubscribe.url")
                .hasMessageContaining("marketing mail only");
    }

    @Test
    void addressWithSignsOfAnUri_isEncodedInTheMailto() {
        ParsedMail mail = groupMail(hato(Unsubscribe.byMail("stop&go?now@shop.example")));
        assertThat(mail.header("List-Unsubscribe"))
                .singleElement()
                .satisfies(value -> assertThat(value).startsWith("<mailto:stop%26go%3Fnow@shop.example?subject="));
    }

    @Test
    void returnPath_isTheEnvelopeSender() {
        Contact contact = engine.contact("a");
        Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .returnPath("bounces@mail.shop.example")
                .clock(engine.clock)
                .build()
                .send(Mail.of(MessageTemplate.named("t").subject("s").text("t").build())
                        .to(contact)
                        .build());
        assertThat(engine.transport.attempts().get(0).sender().value()).isEqualTo("bounces@mail.shop.example");
        assertThat(onlyMail().header("From")).containsExactly("news@shop.example");
    }
}
