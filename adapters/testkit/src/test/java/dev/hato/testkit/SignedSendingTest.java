package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendResult;
import dev.hato.delivery.Unsubscribe;
import dev.hato.dkim.DkimAlgorithm;
import dev.hato.dkim.DkimKey;
import dev.hato.dkim.DkimKeyRecords;
import dev.hato.dkim.DkimResult;
import dev.hato.dkim.DkimSigner;
import dev.hato.dkim.DkimVerifier;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine signs each mail just before it leaves. */
class SignedSendingTest {
    private static final DkimKey RSA = DkimKey.generate("shop.example", "r1", DkimAlgorithm.RSA_SHA256);
    private static final DkimKey ED25519 = DkimKey.generate("shop.example", "e1", DkimAlgorithm.ED25519_SHA256);

    private final EngineFixture engine = new EngineFixture();

    private Hato hato(DkimSigner signer) {
        return Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .clock(engine.clock)
                .dkim(signer)
                .unsubscribe(Unsubscribe.byLink(target -> URI.create("https://shop.example/stop")))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    private List<DkimResult> results(ComposedMail mail) {
        DkimKeyRecords records = name -> List.of(RSA, ED25519).stream()
                .filter(key -> name.equals(key.dnsName()))
                .map(DkimKey::dnsRecord)
                .toList();
        return DkimVerifier.of(records).verify(mail, engine.clock.instant());
    }

    @Test
    @Tag("R8.4")
    void deliveries_andReceipts_areSignedWithBothKeys() {
        engine.subscriber("a");
        Hato hato = hato(DkimSigner.of(RSA, ED25519));
        hato.deliveries().group("sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        MessageTemplate thanks =
                MessageTemplate.named("t").subject("ありがとう").text("t").build();
        hato.send(Mail.of(thanks).to(engine.contact("b")).build());
        assertThat(engine.transport.attempts())
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(results(attempt.mail()))
                        .hasSize(2)
                        .allMatch(result -> result instanceof DkimResult.Pass));
        assertThat(new String(engine.transport.attempts().get(0).mail().toByteArray(), StandardCharsets.US_ASCII))
                .containsPattern("(?s)h=[^;]*List-Unsubscribe:[^;]*List-Unsubscribe-Post");
    }

    @Test
    void mailWithoutAKey_waitsAndIsSentOnceThereIsOne() {
        engine.subscriber("a");
        Hato keyless = hato(DkimSigner.of(DkimKey.generate("other.example", "r1", DkimAlgorithm.ED25519_SHA256)));
        Delivery delivery = keyless.deliveries().group("sale", NEWS, SALE).submit();
        DispatchReport report = keyless.dispatcher().drain();
        assertThat(report.count(MailState.DEFERRED)).isEqualTo(1);
        assertThat(engine.transport.attempts()).isEmpty();
        keyless.deliveries()
                .mails(
                        delivery.id(),
                        entry -> assertThat(entry.progress().detail())
                                .contains("could not be signed")
                                .contains("shop.example"));
        engine.clock.advance(Duration.ofMinutes(2));
        hato(DkimSigner.of(RSA)).dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    void receiptWithoutAKey_isAcceptedAndWaits() {
        Hato keyless = hato(DkimSigner.of(DkimKey.generate("other.example", "r1", DkimAlgorithm.ED25519_SHA256)));
        MessageTemplate thanks =
                MessageTemplate.named("t").subject("s").text("t").build();
        SendResult result = keyless.send(Mail.of(thanks).to(engine.contact("b")).build());
        assertThat(result)
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.state()).isEqualTo(MailState.DEFERRED));
    }
}
