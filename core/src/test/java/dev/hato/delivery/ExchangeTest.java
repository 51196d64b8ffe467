package dev.hato.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.Act.Decision;
import dev.hato.event.EventStore;
import dev.hato.event.MailEvents;
import dev.hato.segment.SegmentSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stores record in one step, and what is left to a transaction that reads. */
class ExchangeTest {
    private static final NoSendWindows OPEN = new NoSendWindows(QuietHours.NONE, ContactZone.of(ZoneOffset.UTC));

    private final RowShop shop = new RowShop();
    private final Admitting admitting = new Admitting(shop.stores);
    private final Exchange exchange = new Exchange(admitting, shop.clock, OPEN);
    private List<Job> jobs = List.of();

    @BeforeEach
    void claim() {
        shop.planned(4);
        jobs = new Leases(admitting, shop.clock, Duration.ofSeconds(30), 4, shop.watch, OPEN).claim();
    }

    /** Ends the first two mails and begins the others. */
    private List<Act> acts() {
        List<Act> acts = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            acts.add(
                    i < 2
                            ? new Act.End(job, Completion.handedOver(job.claim(), shop.clock.instant(), "250 Ok"))
                            : new Act.Begin(job, job.contact()));
        }
        return acts;
    }

    @Test
    void take_ofUsualActs_isOneStep() {
        admitting.known = key -> true;
        List<Decision> decisions = exchange.take(acts());
        assertThat(decisions.subList(0, 2)).allMatch(Decision.Ended.class::isInstance);
        assertThat(decisions.subList(2, 4)).allMatch(Decision.Go.class::isInstance);
        assertThat(admitting.transactions).isZero();
        assertThat(admitting.events).containsExactly(MailEvents.SENT + " sale", MailEvents.SENT + " sale");
        assertThat(admitting.marks).containsExactly("mark of c2", "mark of c3");
    }

    @Test
    @Tag("R2.6")
    void take_ofWhatIsNotAdmitted_readsItself() {
        ContactId stopped = ContactId.of("c3");
        shop.engine(new PausingTransport()).consents().stop(stopped, RowShop.NEWS, RowShop.FORM);
        admitting.known = key -> !Set.of(jobs.get(1).key(), jobs.get(3).key()).contains(key);
        List<Decision> decisions = exchange.take(acts());
        assertThat(decisions.get(0)).isInstanceOf(Decision.Ended.class);
        assertThat(decisions.get(1)).as("recorded by the transaction").isInstanceOf(Decision.Ended.class);
        assertThat(decisions.get(2)).isInstanceOf(Decision.Go.class);
        assertThat(decisions.get(3))
                .isInstanceOfSatisfying(
                        Decision.Ended.class,
                        ended -> assertThat(ended.completion().progress().reason())
                                .isEqualTo(ExclusionReason.STOPPED));
        assertThat(admitting.transactions).isEqualTo(1);
        assertThat(shop.stores
                        .events()
                        .find(
                                ContactId.of("c1"),
                                MailEvents.SENT,
                                Instant.EPOCH,
                                shop.clock.instant().plusSeconds(1)))
                .hasSize(1);
    }

    @Test
    @Tag("R7.4")
    void take_whenTheRestFails_keepsWhatIsRecorded() {
        admitting.known =
                key -> !key.equals(jobs.get(1).key()) && !key.equals(jobs.get(3).key());
        admitting.broken = true;
        List<Decision> decisions = exchange.take(acts());
        assertThat(decisions.get(0)).isInstanceOf(Decision.Ended.class);
        assertThat(decisions.get(2)).isInstanceOf(Decision.Go.class);
        for (int failed : new int[] {1, 3}) {
            assertThat(decisions.get(failed))
                    .isInstanceOfSatisfying(
                            Decision.Failed.class,
                            failure -> assertThat(failure.cause()).hasMessage("The database is away."));
        }
    }

    @Test
    void take_whenNothingIsRecorded_failsAsAWhole() {
        admitting.broken = true;
        assertThatThrownBy(() -> exchange.take(acts())).hasMessage("The database is away.");
    }

    /** Says of the mails that the test names that they are recorded; the others are left to the engine. */
    private static final class Admitting implements AdmittingStores {
        private final Stores stores;
        private Function<SendKey, Boolean> known = key -> false;
        private boolean broken;
        private int transactions;
        private final List<String> events = new ArrayList<>();
        private final List<String> marks = new ArrayList<>();

        Admitting(Stores stores) {
            this.stores = stores;
        }

        @Override
        public Map<ContactId, Recipient> recipients(Collection<ContactId> ids) {
            Map<ContactId, Recipient> recipients = new HashMap<>();
            stores.contacts()
                    .findAll(ids)
                    .forEach((id, contact) -> recipients.put(id, new Recipient(contact, "mark of " + id.value())));
            return recipients;
        }

        @Override
        public Set<SendKey> exchange(List<Outcome> outcomes, List<Beginning> beginnings) {
            Set<SendKey> recorded = new HashSet<>();
            for (Outcome outcome : outcomes) {
                recorded.add(outcome.completion().claim().key());
                if (outcome.event() != null) {
                    events.add(outcome.event().type() + " "
                            + outcome.event().properties().get(MailEvents.MAIL));
                }
            }
            for (Beginning beginning : beginnings) {
                recorded.add(beginning.claim().key());
                marks.add(String.valueOf(beginning.mark()));
            }
            recorded.removeIf(key -> !known.apply(key));
            return recorded;
        }

        @Override
        public ContactStore contacts() {
            return stores.contacts();
        }

        @Override
        public ConsentStore consents() {
            return stores.consents();
        }

        @Override
        public EventStore events() {
            return stores.events();
        }

        @Override
        public Outbox outbox() {
            return stores.outbox();
        }

        @Override
        public DeliveryStore deliveries() {
            return stores.deliveries();
        }

        @Override
        public SegmentSelector selector() {
            return stores.selector();
        }

        @Override
        public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
            transactions++;
            if (broken) {
                throw new IllegalStateException("The database is away.");
            }
            return stores.inTransaction(work);
        }
    }
}
