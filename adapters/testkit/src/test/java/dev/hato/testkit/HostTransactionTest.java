package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.HatoTransaction;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.IdempotencyConflictException;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.SendResult;
import dev.hato.event.ContactEvent;
import dev.hato.message.MessageTemplate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mail that is written in the host's transaction goes when that is committed, or never. */
class HostTransactionTest {
    private static final MessageTemplate THANKS = MessageTemplate.named("thanks")
            .subject("ご注文 {{ number }}")
            .html("<p>{{ contact.name }} 様</p>")
            .build();

    private final EngineFixture engine = new EngineFixture();
    private final Contact hanako = engine.contact("hanako");

    private Mail thanks(String number) {
        return Mail.of(THANKS)
                .to(hanako)
                .with("number", number)
                .key("order-" + number)
                .build();
    }

    @Test
    @Tag("R7.4")
    void enqueue_ofATransactionThatFails_sendsNothingEver() {
        assertThatThrownBy(() -> engine.stores.inTransaction(tx -> {
                    HatoTransaction in = engine.hato.in(tx);
                    in.contacts().remove(ContactId.of("hanako"));
                    in.consents().subscribe(hanako.id(), NEWS, EngineFixture.FORM);
                    in.events()
                            .add(ContactEvent.of(hanako.id(), "order", engine.clock.instant())
                                    .withId("o1"));
                    in.enqueue(thanks("1"));
                    throw new IllegalStateException("out of stock");
                }))
                .hasMessage("out of stock");
        assertThat(engine.hato.dispatcher().drain().outcomes()).isEmpty();
        assertThat(engine.transport.attempts()).isEmpty();
        assertThat(engine.stores.outbox().find(SendKey.ofCaller("order-1"))).isEmpty();
        assertThat(engine.hato.contacts().find(hanako.id())).contains(hanako);
        assertThat(engine.hato.consents().subscriptions(hanako.id())).isEmpty();
        assertThat(engine.hato.events().count("order")).isZero();
    }

    @Test
    void enqueue_ofATransactionThatIsCommitted_isSentByTheDispatcher() {
        SendResult result = engine.stores.inTransaction(tx -> {
            HatoTransaction in = engine.hato.in(tx);
            in.events()
                    .add(ContactEvent.of(hanako.id(), "order", engine.clock.instant())
                            .withId("o1"));
            SendResult first = in.enqueue(thanks("1"));
            assertThat(in.enqueue(thanks("1"))).as("repeated").isInstanceOf(SendResult.Accepted.class);
            return first;
        });
        assertThat(result)
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.state()).isEqualTo(MailState.PLANNED));
        assertThat(engine.transport.attempts()).as("not before the commit").isEmpty();
        assertThat(engine.hato.dispatcher().drain().count(MailState.HANDED_OVER))
                .isEqualTo(1);
        assertThat(engine.hato.events().count("order")).isEqualTo(1);
        assertThat(engine.transport.attempts()).hasSize(1);
    }

    @Test
    @Tag("R7.2")
    void enqueue_keyOfAnotherMail_isRefusedInTheTransactionToo() {
        engine.hato.enqueue(thanks("1"));
        Mail other =
                Mail.of(THANKS).to(hanako).with("number", "2").key("order-1").build();
        assertThatThrownBy(() -> engine.stores.inTransaction(
                        tx -> List.of(engine.hato.in(tx).enqueue(other))))
                .isInstanceOf(IdempotencyConflictException.class);
    }
}
