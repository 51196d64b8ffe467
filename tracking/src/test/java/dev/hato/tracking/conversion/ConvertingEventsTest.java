package dev.hato.tracking.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import dev.hato.tracking.hit.Hit;
import dev.hato.tracking.hit.HitKind;
import dev.hato.tracking.hit.HitLog;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R9.6")
class ConvertingEventsTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final NumberAttribute NUMBER = Attribute.number("order_number");

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores memory = MemoryStores.create();
    private final HitLog hits = HitLog.into(memory).clock(clock).build();
    private final Conversions conversions = Conversions.over(memory).after(hits);
    private final Stores stores = conversions.countingIn(
            memory, ConvertingEvents.of("purchase").worth(AMOUNT, "JPY").order(NUMBER), ConvertingEvents.of("signup"));

    ConvertingEventsTest() {
        memory.contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        hits.add(
                HitKind.CLICK,
                new SendKey("mail", "spring-sale", HANAKO, ""),
                new Hit.Link(2, false, "https://shop.example/"),
                new Hit.Client("GET", BROWSER, ""));
        clock.advance(Duration.ofHours(1));
    }

    private ContactEvent purchase(String id, long order) {
        return ContactEvent.of(HANAKO, "purchase", clock.instant())
                .withId(id)
                .with(NUMBER, order)
                .with(AMOUNT, 62_000);
    }

    private List<ContactEvent> converted() {
        return memory.events()
                .find(
                        HANAKO,
                        Conversions.CONVERTED,
                        Instant.EPOCH,
                        clock.instant().plusSeconds(1));
    }

    @Test
    void purchase_isAConversion_onceByItsOrder() {
        assertThat(stores.events().add(purchase("e1", 1042))).isTrue();
        assertThat(stores.events().add(purchase("e1", 1042))).isFalse();
        assertThat(stores.events().add(purchase("e2", 1042)))
                .as("another event of the order")
                .isTrue();
        conversions.record(Conversion.of("1042", HANAKO, clock.instant()).worth(62_000, "JPY"));

        assertThat(converted()).singleElement().satisfies(event -> {
            assertThat(event.properties().get(Conversions.ORDER)).isEqualTo("1042");
            assertThat(event.properties().get(Conversions.VALUE)).isEqualByComparingTo("62000");
            assertThat(event.properties().get(Conversions.CURRENCY)).isEqualTo("JPY");
        });
        assertThat(memory.events().count("purchase")).isEqualTo(2);
    }

    @Test
    void eventThatWasKnown_isAConversionYet() {
        memory.events().add(purchase("e1", 1042));

        assertThat(stores.events().add(purchase("e1", 1042))).isFalse();
        assertThat(converted()).hasSize(1);
    }

    @Test
    void others_areKeptAsTheyAre() {
        ContactEvent visit = ContactEvent.of(HANAKO, "visit", clock.instant());
        ContactEvent odd = purchase("e1", 1042).withId("x".repeat(180));
        ContactEvent withoutOrder =
                ContactEvent.of(HANAKO, "purchase", clock.instant()).withId("y".repeat(180));
        ContactEvent signup = ContactEvent.of(HANAKO, "signup", clock.instant()).withId("s1");

        assertThat(stores.events().addAll(List.of(visit, odd, withoutOrder, signup)))
                .isEqualTo(4);
        assertThat(converted())
                .extracting(event -> event.properties().get(Conversions.ORDER))
                .as("an id that is too long for an order's is none")
                .containsExactlyInAnyOrder("1042", "s1");
    }

    @Test
    void transactionThatThrows_leavesNeither() {
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    tx.events().add(purchase("e1", 1042));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(memory.events().count("purchase")).isZero();
        assertThat(converted()).isEmpty();
    }

    @Test
    void eventsCanBeTakenBack_asBefore() {
        stores.events().add(purchase("e1", 1042));

        assertThat(((EditableEventStore) stores.events()).removeAll(List.of(purchase("e1", 1042))))
                .isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertingEvents.of(Conversions.CONVERTED));
    }

    /** A method that Stores gives a default would refuse here although the stores behind can. */
    @Test
    void allThatStoresCanDo_isPassedOn() {
        assertThat(Stores.class.getMethods())
                .allSatisfy(method -> assertThat(ConvertingStores.class.getDeclaredMethods())
                        .extracting(Method::getName)
                        .contains(method.getName()));
        assertThat(Arrays.stream(Stores.class.getMethods())).isNotEmpty();
        assertThat(stores.steps()).isSameAs(memory.steps());
        assertThat(stores.coupons()).isSameAs(memory.coupons());
    }

    /**
     * As the guide wires it: the log into the counting stores, with the scheduler for its recorder. The last click still waits when
     * the purchase is signalled, and another thread writes hits meanwhile.
     */
    @Test
    void purchaseThatIsSignalledWhileItsClickWaits_goesToThatClick() throws Exception {
        Stores counting = Conversions.over(memory)
                .countingIn(memory, ConvertingEvents.of("purchase").order(NUMBER));
        Hato hato = Hato.builder(counting, new RecordingTransport())
                .sender(Mailbox.of("news@shop.example"))
                .clock(clock)
                .build();
        StepScheduler steps = StepScheduler.builder(hato, counting.steps())
                .scenario(Scenario.named("s").step("end", Steps.end()).build())
                .build();
        HitLog log =
                HitLog.into(counting).clock(clock).recordedBy(steps::signal).build();
        click(log, "older");
        clock.advance(Duration.ofMinutes(5));
        log.tend();
        click(log, "newer");
        clock.advance(Duration.ofSeconds(1));
        log.tend();
        assertThat(log.waiting()).isEqualTo(1);

        steps.signal(purchase("e7", 7));
        assertThat(log.waiting()).as("it waits on").isEqualTo(1);
        assertThat(converted())
                .extracting(event -> event.properties().get(MailEvents.MAIL))
                .containsExactly("newer");
        assertThatThrownBy(() -> counting.inTransaction(tx -> {
                    steps.signal(tx, purchase("e8", 8));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(log.waiting()).as("nothing is lost with the transaction").isEqualTo(1);
        log.flush();
        assertThat(memory.events().latest(HANAKO, 99))
                .filteredOn(event -> event.type().equals(MailEvents.CLICKED))
                .hasSize(2);
    }

    @Test
    @Timeout(60)
    void purchasesAndClicksOfManyThreads_doNotWaitForEachOther() throws Exception {
        Stores counting = Conversions.over(memory)
                .countingIn(memory, ConvertingEvents.of("purchase").order(NUMBER));
        Hato hato = Hato.builder(counting, new RecordingTransport())
                .sender(Mailbox.of("news@shop.example"))
                .clock(clock)
                .build();
        StepScheduler steps = StepScheduler.builder(hato, counting.steps())
                .scenario(Scenario.named("s").step("end", Steps.end()).build())
                .build();
        HitLog log =
                HitLog.into(counting).clock(clock).recordedBy(steps::signal).build();
        click(log, "first");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> clicking = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    click(log, "mail-" + i);
                    log.flush();
                }
            });
            Future<?> buying = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    steps.signal(purchase("order-" + i, i));
                }
            });
            clicking.get();
            buying.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(converted()).hasSize(300);
    }

    private static void click(HitLog log, String mail) {
        log.add(
                HitKind.CLICK,
                new SendKey("mail", mail, HANAKO, ""),
                new Hit.Link(2, false, "https://shop.example/"),
                new Hit.Client("GET", BROWSER, ""));
    }
}
