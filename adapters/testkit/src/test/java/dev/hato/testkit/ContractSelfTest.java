package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactStore;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventStore;
import dev.hato.testkit.BrokenStores.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Each contract notices a store that breaks it, and lets the sound one pass. */
class ContractSelfTest {
    private static final ThreadLocal<Stores> UNDER_TEST = new ThreadLocal<>();
    private static volatile Class<?> faultIn = Stores.class;
    private static volatile Fault fault = BrokenStores.Call::proceed;

    /** Run by the launcher below only: its name keeps Surefire away. */
    static final class Broken
            implements StoresContract,
                    ContactStoreContract,
                    ConsentStoreContract,
                    EventStoreContract,
                    OutboxContract,
                    DeliveryStoreContract {
        @Override
        public Stores emptyStores() {
            return new BrokenStores(faultIn, fault);
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                broken("an address may belong to two", ContactStore.class, ContractSelfTest::sharesAddresses,
                        "save_addressOfAnother_isRefused"),
                broken("a removed contact stays", ContactStore.class,
                        call -> call.is("remove") ? Boolean.TRUE : call.proceed(), "remove_freesTheAddress"),
                broken("a page repeats its first contact", ContactStore.class,
                        call -> call.is("page") && call.arguments()[0] != null
                                ? call.proceed(null, 1).equals(List.of()) ? List.of() : repeatOnce(call)
                                : call.proceed(),
                        "page_coversAllOnce"),
                broken("a consent is written over anything", ConsentStore.class,
                        ContractSelfTest::ignoresExpectation, "save_withOutdatedExpectation_isRefused"),
                broken("the history forgets", ConsentStore.class,
                        call -> call.is("history") ? List.of() : call.proceed(), "history_keepsEveryChange"),
                broken("an event comes twice", EventStore.class, ContractSelfTest::renamesEvents,
                        "add_sameIdTwice_isOneEvent"),
                broken("the span of events is closed", EventStore.class,
                        call -> call.is("find")
                                ? call.proceed(call.arguments()[0], call.arguments()[1], call.arguments()[2],
                                        ((Instant) call.arguments()[3]).plusNanos(1000))
                                : call.proceed(),
                        "find_isHalfOpenAndOrdered"),
                broken("a claim does not keep others away", Outbox.class, ContractSelfTest::claimsTwice,
                        "fuzz_manyWorkers_nothingLostNothingTwice"),
                broken("a stale claim may start", Outbox.class,
                        call -> call.is("start") ? keys(call.arguments()[0]) : call.proceed(),
                        "claim_afterLease_refusesTheStaleClaim", "start_afterLease_isRefused"),
                broken("an ended lease may start", Outbox.class,
                        call -> call.is("start")
                                ? call.proceed(call.arguments()[0], Instant.EPOCH)
                                : call.proceed(),
                        "start_afterLease_isRefused"),
                broken("a stale outcome is taken for recorded", Outbox.class,
                        call -> call.is("complete") ? recordedAnyway(call) : call.proceed(),
                        "complete_recordsOnce"),
                broken("a lease is forever", Outbox.class,
                        call -> call.is("claim") ? claimForever(call) : call.proceed(),
                        "claim_afterLease_refusesTheStaleClaim"),
                broken("renewing does nothing", Outbox.class,
                        call -> call.is("renew") ? keys(call.arguments()[0]) : call.proceed(),
                        "renew_lengthensTheLease"),
                broken("a key is overwritten without a word", Outbox.class,
                        call -> call.is("add") ? answersWithTheNew(call) : call.proceed(),
                        "add_sameKeyTwice_keepsTheFirst"),
                broken("a held source is claimed", Outbox.class,
                        call -> call.is("claim") ? ignoresHeld(call) : call.proceed(),
                        "claim_respectsHeldAndOnly"),
                broken("a delivery is replaced over any version", DeliveryStore.class,
                        ContractSelfTest::ignoresVersion, "replace_withOutdatedVersion_isRefused"),
                broken("a transaction keeps what failed", Stores.class, BrokenStores.Call::proceed,
                        "transaction_thatThrows_leavesNothing", "transaction_thatThrows_restoresEarlierState",
                        "transaction_nested_joinsTheOuter"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void contract_noticesTheFault(String name, Class<?> where, Fault broken, Set<String> noticedBy) {
        faultIn = where;
        fault = broken;
        assertThat(failures()).as("tests that notice: " + name).containsAll(noticedBy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void contract_letsTheSoundStorePass(Class<?> where) {
        faultIn = where;
        fault = BrokenStores.Call::proceed;
        assertThat(failures()).isEmpty();
    }

    static Stream<Class<?>> sound() {
        return Stream.of(
                ContactStore.class, ConsentStore.class, EventStore.class, Outbox.class, DeliveryStore.class);
    }

    private static Set<String> failures() {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Broken.class)).build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request, summary);
        assertThat(summary.getSummary().getTestsFoundCount()).as("contract tests").isGreaterThan(30);
        return summary.getSummary().getFailures().stream()
                .map(TestExecutionSummary.Failure::getTestIdentifier)
                .map(test -> test.getUniqueId().replaceAll(".*method:([^(]+)\\(.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Arguments broken(String name, Class<?> where, Fault fault, String... noticedBy) {
        return Arguments.of(name, where, fault, Set.of(noticedBy));
    }

    private static Object sharesAddresses(BrokenStores.Call call) throws Throwable {
        try {
            return call.proceed();
        } catch (DuplicateAddressException e) {
            return call.is("save") && call.arguments()[0] instanceof Contact;
        }
    }

    private static Object repeatOnce(BrokenStores.Call call) throws Throwable {
        Object page = call.proceed();
        return ((List<?>) page).isEmpty() ? page : call.proceed(null, call.arguments()[1]).equals(page) ? page : first(call, (List<?>) page);
    }

    private static List<?> first(BrokenStores.Call call, List<?> page) throws Throwable {
        List<Object> repeated = new java.util.ArrayList<>(page);
        repeated.set(0, ((List<?>) call.proceed(null, 1)).get(0));
        return repeated;
    }

    private static Object ignoresExpectation(BrokenStores.Call call) throws Throwable {
        if (!call.is("save")) {
            return call.proceed();
        }
        dev.hato.consent.Subscription next = (dev.hato.consent.Subscription) call.arguments()[0];
        ConsentStore store = (ConsentStore) call.sound();
        return call.proceed(
                next, store.subscriptions(next.list(), Set.of(next.contact())).get(next.contact()));
    }

    private static Object renamesEvents(BrokenStores.Call call) throws Throwable {
        return call.is("add")
                ? call.proceed(((ContactEvent) call.arguments()[0]).withId(java.util.UUID.randomUUID().toString()))
                : call.proceed();
    }

    /** Hands the same claims out again, as a store does that reads and writes without a lock. */
    private static Object claimsTwice(BrokenStores.Call call) throws Throwable {
        if (!call.is("claim")) {
            return call.proceed();
        }
        List<Claim> last = UNDER_TEST_CLAIMS.get();
        List<?> claims = (List<?>) call.proceed();
        if (!claims.isEmpty()) {
            UNDER_TEST_CLAIMS.set(claims.stream().map(Claim.class::cast).toList());
            return claims;
        }
        return last == null ? claims : last;
    }

    private static final ThreadLocal<List<Claim>> UNDER_TEST_CLAIMS = new ThreadLocal<>();

    private static Set<SendKey> keys(Object claims) {
        return ((List<?>) claims).stream().map(claim -> ((Claim) claim).key()).collect(Collectors.toSet());
    }

    private static Object recordedAnyway(BrokenStores.Call call) throws Throwable {
        call.proceed();
        return ((List<?>) call.arguments()[0])
                .stream()
                        .map(completion -> ((dev.hato.delivery.Completion) completion).claim().key())
                        .collect(Collectors.toSet());
    }

    private static Object claimForever(BrokenStores.Call call) throws Throwable {
        ClaimRequest request = (ClaimRequest) call.arguments()[0];
        return call.proceed(new ClaimRequest(
                request.owner(),
                request.now(),
                request.now().plus(Duration.ofDays(9999)),
                request.limit(),
                request.held(),
                request.only()));
    }

    private static Object ignoresHeld(BrokenStores.Call call) throws Throwable {
        ClaimRequest request = (ClaimRequest) call.arguments()[0];
        return call.proceed(new ClaimRequest(
                request.owner(), request.now(), request.until(), request.limit(), Set.of(), request.only()));
    }

    private static Object answersWithTheNew(BrokenStores.Call call) throws Throwable {
        call.proceed();
        return call.arguments()[0];
    }

    private static Object ignoresVersion(BrokenStores.Call call) throws Throwable {
        if (!call.is("replace")) {
            return call.proceed();
        }
        Delivery next = (Delivery) call.arguments()[0];
        DeliveryStore store = (DeliveryStore) call.sound();
        Delivery current = store.find(next.id()).orElse(null);
        return current == null
                ? Boolean.FALSE
                : call.proceed(new Delivery(
                        next.id(), next.plan(), next.state(), next.milestones(), current.version() + 1));
    }
}
