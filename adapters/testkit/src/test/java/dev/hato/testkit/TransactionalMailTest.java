package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.FORM;
import static dev.hato.testkit.EngineFixture.NAME;
import static dev.hato.testkit.EngineFixture.NEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.consent.AddressStatus;
import dev.hato.contact.Contact;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.IdempotencyConflictException;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.SendResult;
import dev.hato.message.Attachment;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MissingField;
import dev.hato.message.MissingFieldException;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransactionalMailTest {
    private static final MessageTemplate THANKS = MessageTemplate.named("thanks")
            .subject("ご注文 {{ order.number }}")
            .html("<p>{{ contact.name }} 様</p>{% for line in order.lines %}<p>{{ line.title }}</p>{% endfor %}")
            .build();

    private final EngineFixture engine = new EngineFixture();
    private final Contact hanako = engine.contact("hanako");

    private static Map<String, Object> order(String number) {
        return Map.of("number", number, "lines", List.of(Map.of("title", "LP & CD"), Map.of("title", "<b>")));
    }

    private Mail.Builder thanks(String number) {
        return Mail.of(THANKS).to(hanako).with("order", order(number));
    }

    @Test
    void send_handsOverAtOnce() {
        SendResult result = engine.hato.send(thanks("1042").build());
        assertThat(result).isInstanceOfSatisfying(SendResult.Accepted.class, accepted -> {
            assertThat(accepted.state()).isEqualTo(MailState.HANDED_OVER);
            assertThat(accepted.repeated()).isFalse();
        });
        ParsedMail mail =
                new ParsedMail(engine.transport.attempts().get(0).mail().toByteArray());
        assertThat(mail.header("Subject")).containsExactly("ご注文 1042");
        assertThat(mail.html()).contains("<p>LP &amp; CD</p><p>&lt;b&gt;</p>");
    }

    @Test
    @Tag("R7.2")
    void send_sameKeyAndContent_sendsOnce() {
        Mail mail = thanks("1042").key("order-1042").build();
        engine.hato.send(mail);
        SendResult again = engine.hato.send(mail);
        assertThat(again).isInstanceOfSatisfying(SendResult.Accepted.class, accepted -> {
            assertThat(accepted.repeated()).isTrue();
            assertThat(accepted.state()).isEqualTo(MailState.HANDED_OVER);
            assertThat(accepted.key()).isEqualTo(SendKey.ofCaller("order-1042"));
        });
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    @Tag("R7.2")
    void send_sameKeyOtherContent_isRefused() {
        engine.hato.send(thanks("1042").key("order-1042").build());
        for (Mail other : List.of(
                thanks("1043").key("order-1042").build(),
                thanks("1042")
                        .key("order-1042")
                        .attach(Attachment.of("a.txt", "text/plain", new byte[] {1}))
                        .build(),
                Mail.of(THANKS)
                        .to(engine.contact("taro").with(NAME, "名前hanako"))
                        .with("order", order("1042"))
                        .key("order-1042")
                        .build())) {
            assertThatThrownBy(() -> engine.hato.send(other))
                    .isInstanceOf(IdempotencyConflictException.class)
                    .hasMessageContaining("order-1042");
        }
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    @Tag("R7.2")
    void send_fromManyThreadsUnderOneKey_sendsOnce() throws Exception {
        Mail mail = thanks("1042").key("order-1042").build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<SendResult>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> engine.hato.send(mail));
            }
            int fresh = 0;
            for (Future<SendResult> future : threads.invokeAll(calls)) {
                fresh += future.get() instanceof SendResult.Accepted accepted && !accepted.repeated() ? 1 : 0;
            }
            assertThat(fresh).isEqualTo(1);
            assertThat(engine.transport.attempts()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void send_onAClockThatStepsBack_stillSendsAtOnce() {
        AtomicLong millis = new AtomicLong(engine.clock.instant().toEpochMilli());
        Hato hato = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(() -> Instant.ofEpochMilli(millis.addAndGet(-10)))
                .build();
        assertThat(hato.send(thanks("1042").build()))
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.state()).isEqualTo(MailState.HANDED_OVER));
    }

    @Test
    void enqueue_leavesTheMailToTheDispatcher() {
        SendResult result = engine.hato.enqueue(thanks("1042").build());
        assertThat(((SendResult.Accepted) result).state()).isEqualTo(MailState.PLANNED);
        assertThat(engine.transport.attempts()).isEmpty();
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    @Tag("R2.2")
    void send_ignoresSubscriptions_butNotBlockedAddresses() {
        engine.hato.consents().stop(hanako.id(), NEWS, FORM);
        assertThat(engine.hato.send(thanks("1").build())).isInstanceOf(SendResult.Accepted.class);
        engine.hato.consents().block(hanako.address(), AddressStatus.COMPLAINED, "ARF");
        assertThat(engine.hato.send(thanks("2").build()))
                .isInstanceOfSatisfying(
                        SendResult.Excluded.class,
                        excluded -> assertThat(excluded.reason()).isEqualTo(ExclusionReason.COMPLAINED));
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    @Tag("R7.3")
    void send_refusedForGood_isRejectedWithTheServersWords() {
        engine.transport.answer(attempt -> new SendOutcome.Bounced(550, "550 5.1.1 no such user"));
        assertThat(engine.hato.send(thanks("1").build()))
                .isInstanceOfSatisfying(
                        SendResult.Rejected.class,
                        rejected -> assertThat(rejected.detail()).contains("5.1.1"));
    }

    @Test
    @Tag("R7.3")
    void send_refusedForNow_isTriedAgainByTheDispatcher() {
        engine.transport.answer(
                attempt -> new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 450, "450 4.2.1 greylisted"));
        SendResult result = engine.hato.send(thanks("1").key("k").build());
        assertThat(((SendResult.Accepted) result).state()).isEqualTo(MailState.DEFERRED);
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).as("not before 30 minutes").hasSize(1);
        engine.clock.advance(Duration.ofMinutes(30));
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(2);
        assertThat(engine.transport.attempts().get(1).mail().messageId())
                .isEqualTo(engine.transport.attempts().get(0).mail().messageId());
    }

    @Test
    @Tag("R7.3")
    void send_unknownOutcome_isSentAgainWithTheSameMessageId() {
        engine.transport.answer(attempt -> new SendOutcome.Unknown("connection lost after the data"));
        engine.hato.send(thanks("1").key("k").build());
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        engine.clock.advance(Duration.ofHours(1));
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(2);
        assertThat(engine.transport.attempts().get(1).mail().toByteArray())
                .isEqualTo(engine.transport.attempts().get(0).mail().toByteArray());
        var entry = engine.stores.outbox().page(SendKey.TRANSACTIONAL, null, 1).get(0);
        assertThat(entry.state()).isEqualTo(MailState.HANDED_OVER);
        assertThat(entry.progress().uncertain()).as("listed as uncertain").isTrue();
    }

    @Test
    @Tag("R8.1")
    void send_missingField_excludesOrFails() {
        Mail incomplete = Mail.of(THANKS).to(hanako).build();
        assertThat(engine.hato.send(incomplete)).isInstanceOfSatisfying(SendResult.Excluded.class, excluded -> {
            assertThat(excluded.reason()).isEqualTo(ExclusionReason.MISSING_FIELD);
            assertThat(excluded.detail()).contains("'order'");
        });
        MessageTemplate strict = MessageTemplate.named("strict")
                .subject("s")
                .text("{{ order.number }}")
                .onMissing(MissingField.FAIL)
                .build();
        assertThatThrownBy(() -> engine.hato.send(Mail.of(strict).to(hanako).build()))
                .isInstanceOf(MissingFieldException.class)
                .hasMessageContaining("'order'");
        assertThat(engine.transport.attempts()).isEmpty();
    }

    @Test
    @Tag("R7.2")
    void send_sameKeyButNowAFieldIsMissing_isRefused() {
        engine.hato.send(thanks("1042").key("order-1042").build());
        Mail incomplete = Mail.of(THANKS).to(hanako).key("order-1042").build();
        assertThatThrownBy(() -> engine.hato.send(incomplete)).isInstanceOf(IdempotencyConflictException.class);
        assertThat(engine.hato.send(Mail.of(THANKS).to(hanako).key("order-7").build()))
                .isInstanceOf(SendResult.Excluded.class);
        assertThat(engine.hato.send(thanks("7").key("order-7").build()))
                .as("the key is free for the complete mail")
                .isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void with_aValueThatTemplatesCannotRead_isRefusedAtOnce() {
        record Order(String number) {}
        assertThatThrownBy(() -> Mail.of(THANKS).with("order", new Order("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'order'")
                .hasMessageContaining("maps");
        assertThatThrownBy(() -> Mail.of(THANKS).with("lines", List.of(Map.of("at", new Object()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void builder_refusesWhatCannotBeSent() {
        assertThatThrownBy(() -> Mail.of(THANKS).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recipient");
        assertThatThrownBy(() -> Mail.of(THANKS).with("contact", "x")).hasMessageContaining("contact");
        assertThatThrownBy(() -> Mail.of(THANKS).key("a\nb")).hasMessageContaining("\\u000A");
    }
}
