package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.FORM;
import static dev.hato.testkit.EngineFixture.NAME;
import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.AddressStatus;
import dev.hato.consent.Evidence;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.IllegalTransitionException;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.event.MailEvents;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MissingField;
import dev.hato.report.DeliveryRow;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupDeliveryTest {
    private final EngineFixture engine = new EngineFixture();

    @Test
    @Tag("R2.3")
    @Tag("R7.1")
    @Tag("R11.2")
    void delivery_countsEveryExclusionUnderItsReason_andReconciles() {
        engine.subscriber("active");
        Contact stopped = engine.subscriber("stopped");
        engine.hato.consents().stop(stopped.id(), NEWS, FORM);
        Contact banned = engine.subscriber("banned");
        engine.hato.consents().ban(banned.id(), NEWS, Evidence.byOperator("sato", "abuse"));
        Contact pending = engine.contact("pending");
        engine.hato.consents().request(pending.id(), NEWS, FORM);
        Contact error = engine.subscriber("error");
        engine.hato.consents().block(error.address(), AddressStatus.ERROR, "550 5.1.1");
        Contact complained = engine.subscriber("complained");
        engine.hato.consents().block(complained.address(), AddressStatus.COMPLAINED, "ARF");
        Contact suppressed = engine.subscriber("suppressed");
        engine.hato.consents().block(suppressed.address(), AddressStatus.SUPPRESSED, "by phone");
        Contact nameless = Contact.of(ContactId.of("nameless"), EmailAddress.of("nameless@example.jp"));
        engine.hato.contacts().save(nameless);
        engine.hato.consents().subscribe(nameless.id(), NEWS, FORM);
        engine.subscriber("bounces");
        engine.contact("not-on-the-list");
        engine.transport.answer(attempt -> attempt.recipient().localPart().equals("bounces")
                ? new SendOutcome.Bounced(550, "5.1.1 no such user")
                : new SendOutcome.HandedOver("250 ok"));

        Delivery delivery =
                engine.hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        assertThat(delivery.state()).isEqualTo(DeliveryState.SCHEDULED);
        engine.hato.dispatcher().drain();

        DeliveryRow row = engine.hato.history().row(delivery.id());
        assertThat(row.target()).isEqualTo(9);
        assertThat(row.handedOver()).isEqualTo(1);
        assertThat(row.bounced()).isEqualTo(1);
        assertThat(row.excluded())
                .isEqualTo(Map.of(
                        ExclusionReason.STOPPED, 1L,
                        ExclusionReason.BANNED, 1L,
                        ExclusionReason.PENDING, 1L,
                        ExclusionReason.ADDRESS_ERROR, 1L,
                        ExclusionReason.COMPLAINED, 1L,
                        ExclusionReason.SUPPRESSED, 1L,
                        ExclusionReason.MISSING_FIELD, 1L));
        assertThat(row.target())
                .isEqualTo(row.handedOver()
                        + row.bounced()
                        + row.excluded().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
        assertThat(row.state()).isEqualTo(DeliveryState.COMPLETED);
        assertThat(row.content().list()).isEqualTo("鳩の便り");
        assertThat(row.content().format()).isEqualTo(DeliveryRow.Format.HTML);
        assertThat(row.time()).isEqualTo(engine.clock.instant());
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().localPart())
                .containsExactlyInAnyOrder("active", "bounces");
    }

    @Test
    @Tag("R2.4")
    void spot_passesSubscriptions_neverBlockedAddresses() {
        engine.contact("stranger");
        Contact stopped = engine.subscriber("stopped");
        engine.hato.consents().stop(stopped.id(), NEWS, FORM);
        Contact banned = engine.subscriber("banned");
        engine.hato.consents().ban(banned.id(), NEWS, Evidence.byOperator("sato", "abuse"));
        engine.hato.consents().block(engine.contact("error").address(), AddressStatus.ERROR, "550");
        engine.hato.consents().block(engine.contact("complained").address(), AddressStatus.COMPLAINED, "ARF");
        engine.hato.consents().block(engine.contact("suppressed").address(), AddressStatus.SUPPRESSED, "phone");

        Delivery delivery = engine.hato
                .deliveries()
                .spot("recall", SALE, "Product recall, required by law")
                .submit();
        engine.hato.dispatcher().drain();

        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().localPart())
                .containsExactlyInAnyOrder("stranger", "stopped", "banned");
        DeliveryRow row = engine.hato.history().row(delivery.id());
        assertThat(row.excluded())
                .isEqualTo(Map.of(
                        ExclusionReason.ADDRESS_ERROR, 1L,
                        ExclusionReason.COMPLAINED, 1L,
                        ExclusionReason.SUPPRESSED, 1L));
        assertThat(row.content().list()).isEqualTo("スポットメール");
        assertThatThrownBy(() -> engine.hato.deliveries().spot("x", SALE, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    @Tag("R2.6")
    void consent_thatEndsDuringTheDelivery_isReadAtEachTurn() {
        engine.subscribers(20);
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() == 5) {
                for (int i = 0; i < 20; i++) {
                    engine.hato.consents().stop(ContactId.of("s" + i), NEWS, FORM);
                }
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        Delivery delivery =
                engine.hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        engine.hato.dispatcher().drain();
        DeliveryRow row = engine.hato.history().row(delivery.id());
        assertThat(row.handedOver()).isEqualTo(5);
        assertThat(row.excluded()).isEqualTo(Map.of(ExclusionReason.STOPPED, 15L));
    }

    @Test
    @Tag("R2.6")
    void address_thatIsBlockedDuringTheDelivery_isReadAtEachTurn() {
        engine.subscribers(3);
        engine.transport.answer(attempt -> {
            for (int i = 0; i < 3; i++) {
                engine.hato.consents().block(EmailAddress.of("s" + i + "@example.jp"), AddressStatus.SUPPRESSED, "x");
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        Delivery delivery =
                engine.hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        engine.hato.dispatcher().drain();
        assertThat(engine.hato.history().row(delivery.id()).excluded())
                .isEqualTo(Map.of(ExclusionReason.SUPPRESSED, 2L));
    }

    @Test
    void segment_narrowsTheList_andIsEvaluatedWhenTheDeliveryStarts() {
        engine.subscriber("a");
        engine.subscriber("b");
        engine.contact("c");
        Segment two = Segment.of("two", NAME.in("名前b", "名前c", "名前d"));
        Delivery delivery = engine.hato
                .deliveries()
                .group("sale", NEWS, SALE)
                .to(two)
                .at(engine.clock.instant().plusSeconds(3600))
                .submit();
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).as("not due yet").isEmpty();
        engine.subscriber("d");
        engine.clock.advance(Duration.ofHours(1));
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().localPart())
                .containsExactlyInAnyOrder("b", "d");
        assertThat(engine.hato.history().row(delivery.id()).target()).isEqualTo(2);
    }

    @Test
    void sentMail_isAnEventThatConditionsCanAskFor() {
        engine.subscriber("a");
        engine.contact("b");
        engine.hato.deliveries().group("spring-sale", NEWS, SALE).submit();
        engine.hato.dispatcher().drain();
        Segment reached = Segment.of("reached", Conditions.mail("spring-sale").sent());
        assertThat(engine.hato.segments().count(reached)).isEqualTo(1);
        assertThat(engine.hato.events().count(MailEvents.SENT)).isEqualTo(1);
    }

    @Test
    @Tag("R7.1")
    void transitions_thatAreNotAllowed_nameBothStates() {
        engine.subscriber("a");
        Delivery draft = engine.hato.deliveries().group("sale", NEWS, SALE).save();
        assertThatThrownBy(() -> engine.hato.deliveries().pause(draft.id()))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("DRAFT")
                .hasMessageContaining("PAUSED");
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).as("a draft is not sent").isEmpty();
        engine.hato.deliveries().schedule(draft.id());
        engine.hato.dispatcher().drain();
        assertThat(engine.hato.deliveries().get(draft.id()).state()).isEqualTo(DeliveryState.COMPLETED);
        assertThatThrownBy(() -> engine.hato.deliveries().cancel(draft.id()))
                .isInstanceOfSatisfying(IllegalTransitionException.class, e -> {
                    assertThat(e.from()).isEqualTo(DeliveryState.COMPLETED);
                    assertThat(e.to()).isEqualTo(DeliveryState.CANCELLED);
                });
    }

    @Test
    @Tag("R7.1")
    @Tag("R7.4")
    void pause_holdsTheRest_andResumeGoesOnWhereItWas() {
        engine.subscribers(10);
        Delivery delivery = engine.hato.deliveries().group("sale", NEWS, SALE).submit();
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() == 4) {
                engine.hato.deliveries().pause(delivery.id());
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(4);
        assertThat(engine.hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.PAUSED);
        assertThat(engine.hato.deliveries().progress(delivery.id()).tally().count(MailState.PLANNED))
                .isEqualTo(6);
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).as("held").hasSize(4);
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        engine.hato.deliveries().resume(delivery.id());
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().localPart())
                .hasSize(10)
                .doesNotHaveDuplicates();
        assertThat(engine.hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    @Test
    @Tag("R7.1")
    void cancel_excludesTheRest() {
        engine.subscribers(10);
        Delivery delivery = engine.hato.deliveries().group("sale", NEWS, SALE).submit();
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() == 4) {
                engine.hato.deliveries().cancel(delivery.id());
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().drain();
        DeliveryRow row = engine.hato.history().row(delivery.id());
        assertThat(row.handedOver()).isEqualTo(4);
        assertThat(row.excluded()).isEqualTo(Map.of(ExclusionReason.CANCELLED, 6L));
        assertThat(row.open()).isZero();
        assertThat(row.state()).isEqualTo(DeliveryState.CANCELLED);
    }

    @Test
    @Tag("R8.1")
    void missingField_underFail_failsTheDelivery() {
        MessageTemplate strict = MessageTemplate.named("strict")
                .subject("ご案内")
                .text("{{ contact.name }} 様")
                .onMissing(MissingField.FAIL)
                .build();
        engine.subscriber("a");
        Contact nameless = Contact.of(ContactId.of("b"), EmailAddress.of("b@example.jp"));
        engine.hato.contacts().save(nameless);
        engine.hato.consents().subscribe(nameless.id(), NEWS, FORM);
        engine.subscriber("c");
        Delivery delivery = engine.hato.deliveries().group("sale", NEWS, strict).submit();
        engine.hato.dispatcher().drain();
        DeliveryRow row = engine.hato.history().row(delivery.id());
        assertThat(row.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(row.handedOver()).isEqualTo(1);
        assertThat(row.excluded())
                .isEqualTo(Map.of(ExclusionReason.MISSING_FIELD, 1L, ExclusionReason.DELIVERY_FAILED, 1L));
    }

    @Test
    @Tag("R8.1")
    void template_thatNoContactCanFill_isRefusedBeforeItStarts() {
        MessageTemplate template = MessageTemplate.named("order")
                .subject("ご注文")
                .text("番号 {{ order.number }}")
                .build();
        assertThatThrownBy(() ->
                        engine.hato.deliveries().group("sale", NEWS, template).submit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order.number");
        assertThat(engine.hato.deliveries().list()).isEmpty();
    }

    @Test
    @Tag("R7.4")
    void mail_plannedByAnotherNodeAsTheDeliveryCompleted_isSentOnce() {
        engine.subscriber("a");
        Delivery delivery = engine.hato.deliveries().group("sale", NEWS, SALE).submit();
        engine.hato.dispatcher().drain();
        Contact late = engine.subscriber("late");
        PlannedMail mail = new PlannedMail(
                SendKey.ofDelivery(delivery.id(), late.id()),
                MailKind.GROUP,
                late.id(),
                engine.clock.instant(),
                SALE.fingerprint(),
                null);
        engine.stores.outbox().add(List.of(OutboxEntry.planned(mail)));
        engine.hato.dispatcher().drain();
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().localPart())
                .containsExactly("a", "late");
        assertThat(engine.hato.history().row(delivery.id()).handedOver()).isEqualTo(2);
    }

    @Test
    void drain_reportsWhatItDid() {
        engine.subscribers(3);
        engine.hato.deliveries().group("sale", NEWS, SALE).submit();
        DispatchReport report = engine.hato.dispatcher().drain();
        assertThat(report.outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 3L));
        assertThat(report.routeFailure()).isNull();
        assertThat(engine.hato.dispatcher().drain().outcomes()).isEmpty();
    }

    @Test
    void name_withLineBreaks_standsOnOneLineInTo() {
        Contact contact = engine.subscriber("a");
        engine.hato.contacts().save(contact.with(NAME, "石井 美咲\n(様)\t さん"));
        engine.hato.deliveries().group("sale", NEWS, SALE).submit();
        engine.hato.dispatcher().drain();
        ParsedMail mail =
                new ParsedMail(engine.transport.attempts().get(0).mail().toByteArray());
        assertThat(mail.header("To")).containsExactly("石井 美咲 (様) さん <a@example.jp>");
    }
}
