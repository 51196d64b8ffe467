package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.Dispatcher;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Tally;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.SendOutcome;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole deliveries to some hundred subscribers, which are held, cancelled and broken off in the middle. */
public interface AlikeDeliveryCases {
    int MAILS = 500;
    MailingList NEWS = MailingList.of("news");

    /** Returns a pool over the database. */
    DataSource dataSource();

    /** A shop with subscribers, what it has sent, and the clock by which its leases end. */
    record Shop(JdbcStores stores, RecordingTransport transport, MovableClock clock, ExecutorService threads)
            implements AutoCloseable {
        static Shop over(DataSource source) {
            return over(source, TestDatabases.newSchema(source));
        }

        static Shop over(DataSource source, String schema) {
            MovableClock clock = MovableClock.at(NOW);
            JdbcStores stores = TestStores.in(source, schema).leaseClock(clock).build();
            stores.schema().migrate();
            editable(stores)
                    .saveAll(IntStream.range(0, MAILS)
                            .mapToObj(i -> Contact.of(
                                    contact(i), EmailAddress.of(contact(i).value() + "@example.jp")))
                            .toList());
            assertThat(stores.consents()
                            .saveAll(IntStream.range(0, MAILS)
                                    .mapToObj(i -> new SubscriptionChange(
                                            new Subscription(
                                                    contact(i),
                                                    NEWS.name(),
                                                    i % 10 == 9
                                                            ? SubscriptionStatus.STOPPED
                                                            : SubscriptionStatus.ACTIVE,
                                                    NOW,
                                                    Evidence.byRecipient("form", "signup")),
                                            null))
                                    .toList()))
                    .isEmpty();
            return new Shop(stores, new RecordingTransport(), clock, Executors.newFixedThreadPool(8));
        }

        Hato hato(Stores of) {
            return Hato.builder(of, transport)
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .legalNotices(LegalNotices.NOT_CHECKED)
                    .clock(clock)
                    .build();
        }

        Hato hato() {
            return hato(stores);
        }

        Delivery submit() {
            MessageTemplate sale =
                    MessageTemplate.named("sale").subject("sale").text("sale").build();
            return hato().deliveries().group("sale", NEWS, sale).submit();
        }

        DispatchReport drain(int workers) {
            Dispatcher dispatcher = hato().dispatcher();
            return (workers == 1 ? dispatcher : dispatcher.on(threads, workers)).drain();
        }

        /** Does something once, when so many mails have been sent, on the thread that sends. */
        void when(int sent, Consumer<Hato> action) {
            AtomicInteger count = new AtomicInteger();
            transport.answer(attempt -> {
                if (count.incrementAndGet() == sent) {
                    action.accept(hato());
                }
                return new SendOutcome.HandedOver("250 ok");
            });
        }

        Tally tally(Delivery delivery) {
            return hato().deliveries().progress(delivery.id()).tally();
        }

        List<String> recipients() {
            return transport.attempts().stream()
                    .map(attempt -> attempt.recipient().localPart())
                    .toList();
        }

        DeliveryState state(Delivery delivery) {
            return hato().deliveries().get(delivery.id()).state();
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @Tag("R7.4")
    default void drain_ofADeliveryThatIsHeldTwice_sendsEachMailOnce(int workers) {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery delivery = shop.submit();
            for (int time = 0; time < 2; time++) {
                int before = shop.recipients().size();
                shop.when(60, hato -> hato.deliveries().pause(delivery.id()));
                shop.drain(workers);
                int soFar = shop.recipients().size();
                assertThat(soFar).isBetween(before + 60, 450);
                assertThat(shop.state(delivery)).isEqualTo(DeliveryState.PAUSED);
                assertThat(shop.tally(delivery))
                        .isEqualTo(new Tally(
                                Map.of(
                                        MailState.HANDED_OVER,
                                        (long) soFar,
                                        MailState.EXCLUDED,
                                        50L,
                                        MailState.PLANNED,
                                        450L - soFar),
                                Map.of(ExclusionReason.STOPPED, 50L)));
                shop.drain(workers);
                assertThat(shop.recipients()).as("nothing while it is held").hasSize(soFar);
                shop.hato().deliveries().resume(delivery.id());
            }
            shop.drain(workers);
            assertThat(shop.recipients())
                    .hasSize(450)
                    .doesNotHaveDuplicates()
                    .noneMatch(recipient -> recipient.endsWith("9"));
            assertThat(shop.tally(delivery))
                    .isEqualTo(new Tally(
                            Map.of(MailState.HANDED_OVER, 450L, MailState.EXCLUDED, 50L),
                            Map.of(ExclusionReason.STOPPED, 50L)));
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @Tag("R2.3")
    default void drain_ofADeliveryThatIsCancelled_excludesTheRest(int workers) {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery delivery = shop.submit();
            shop.when(130, hato -> hato.deliveries().cancel(delivery.id()));
            shop.drain(workers);
            shop.drain(workers);
            int sent = shop.recipients().size();
            assertThat(sent).isBetween(130, 450);
            assertThat(shop.recipients()).doesNotHaveDuplicates();
            assertThat(shop.tally(delivery))
                    .isEqualTo(new Tally(
                            Map.of(MailState.HANDED_OVER, (long) sent, MailState.EXCLUDED, 500L - sent),
                            Map.of(ExclusionReason.STOPPED, 50L, ExclusionReason.CANCELLED, 450L - sent)));
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.CANCELLED);
            assertThat(shop.stores().outbox().hasOpen(delivery.id().source())).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @Tag("R7.3")
    default void drain_withRefusals_triesTheRefusedOnesAgain(int workers) {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery delivery = shop.submit();
            shop.transport().answer(attempt -> {
                String recipient = attempt.recipient().localPart();
                return recipient.endsWith("5")
                        ? new SendOutcome.Bounced(550, "5.1.1 no such user")
                        : recipient.endsWith("3")
                                ? new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 450, "4.2.1 later")
                                : new SendOutcome.HandedOver("250 ok");
            });
            shop.drain(workers);
            assertThat(shop.recipients()).hasSize(450).doesNotHaveDuplicates();
            assertThat(shop.tally(delivery).states())
                    .isEqualTo(Map.of(
                            MailState.HANDED_OVER, 350L,
                            MailState.BOUNCED, 50L,
                            MailState.DEFERRED, 50L,
                            MailState.EXCLUDED, 50L));
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.SENDING);
            assertThat(shop.drain(workers).outcomes()).as("not yet").isEmpty();
            shop.clock().advance(Duration.ofHours(24));
            shop.when(1, hato -> {});
            assertThat(shop.drain(workers).outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 50L));
            assertThat(shop.recipients().subList(450, 500)).allMatch(recipient -> recipient.endsWith("3"));
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @Tag("R7.4")
    default void drain_afterOneThatBroke_sendsNobodyTwice(int workers) {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery delivery = shop.submit();
            shop.when(130, hato -> {
                throw new IllegalStateException("on purpose");
            });
            assertThatThrownBy(() -> shop.drain(workers)).hasMessageContaining("on purpose");
            int soFar = shop.recipients().size();
            assertThat(soFar).isBetween(130, 450);
            shop.transport().answer(attempt -> new SendOutcome.HandedOver("250 ok"));
            shop.drain(workers);
            shop.clock().advance(Duration.ofMinutes(30));
            shop.drain(workers);
            assertThat(shop.recipients()).doesNotHaveDuplicates();
            Tally tally = shop.tally(delivery);
            assertThat(tally.open()).isZero();
            assertThat(tally.total()).isEqualTo(MAILS);
            assertThat(tally.count(MailState.HANDED_OVER))
                    .isLessThanOrEqualTo(shop.recipients().size());
            assertThat(tally.count(MailState.HANDED_OVER) + tally.count(MailState.UNKNOWN))
                    .as("the only doubt is what had begun")
                    .isEqualTo(450);
            assertThat(tally.count(MailState.UNKNOWN)).isPositive();
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
        }
    }

    @Test
    @Tag("R7.4")
    default void drain_byTwoNodesAtOnce_sendsEachMailOnce() throws Exception {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery first = shop.submit();
            Delivery second = shop.submit();
            ExecutorService nodes = Executors.newFixedThreadPool(2);
            try {
                List<Callable<DispatchReport>> drains = new ArrayList<>();
                drains.add(() -> shop.drain(1));
                drains.add(() -> shop.drain(3));
                long sent = 0;
                for (Future<DispatchReport> report : nodes.invokeAll(drains)) {
                    sent += report.get().count(MailState.HANDED_OVER);
                }
                sent += shop.drain(1).count(MailState.HANDED_OVER);
                assertThat(sent).isEqualTo(900);
            } finally {
                nodes.shutdownNow();
            }
            assertThat(shop.recipients()).hasSize(900);
            for (Delivery delivery : List.of(first, second)) {
                assertThat(shop.tally(delivery).states())
                        .isEqualTo(Map.of(MailState.HANDED_OVER, 450L, MailState.EXCLUDED, 50L));
                assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
            }
        }
    }

    @Test
    @Tag("R7.4")
    default void drain_overStoresThatAdmitNothing_isTheSame() {
        try (Shop shop = Shop.over(dataSource())) {
            Delivery delivery = shop.submit();
            shop.when(100, hato -> hato.deliveries().pause(delivery.id()));
            Hato reading = shop.hato(WatchedStores.reading(shop.stores()));
            reading.dispatcher().drain();
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.PAUSED);
            shop.hato().deliveries().resume(delivery.id());
            reading.dispatcher().on(shop.threads(), 2).drain();
            assertThat(shop.recipients()).hasSize(450).doesNotHaveDuplicates();
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
        }
    }
}
