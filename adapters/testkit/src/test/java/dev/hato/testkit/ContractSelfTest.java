package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Subscription;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactStore;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventStore;
import dev.hato.segment.Condition;
import dev.hato.segment.SegmentSelector;
import dev.hato.testkit.BrokenStores.Call;
import dev.hato.testkit.BrokenStores.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static volatile Class<?> faultIn = Stores.class;
    private static volatile Fault fault = Call::proceed;

    /** Run by the launcher below only: its name keeps Surefire away. */
    static final class Broken
            implements StoresContract,
                    ContactStoreContract,
                    ConsentStoreContract,
                    EventStoreContract,
                    OutboxContract,
                    DeliveryStoreContract,
                    SegmentSelectorContract {
        @Override
        public Stores emptyStores() {
            return new BrokenStores(faultIn, fault);
        }

        @Override
        public int randomConditions() {
            return 200;
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                broken(
                        "an address may belong to two",
                        ContactStore.class,
                        ContractSelfTest::sharesAddresses,
                        "save_addressOfAnother_isRefused",
                        "save_racingForOneAddress_oneWins"),
                broken(
                        "a removed contact stays",
                        ContactStore.class,
                        call -> call.is("remove") ? true : call.proceed(),
                        "remove_freesTheAddress"),
                broken(
                        "a page begins with the last contact of the page before",
                        ContactStore.class,
                        ContractSelfTest::overlapsPages,
                        "page_coversAllOnce"),
                broken(
                        "a consent is written over anything",
                        ConsentStore.class,
                        ContractSelfTest::ignoresExpectation,
                        "save_withOutdatedExpectation_isRefused"),
                broken(
                        "many addresses are answered under the stored form",
                        ContactStore.class,
                        ContractSelfTest::answersUnderStoredAddresses,
                        "findAllByAddress_answersUnderTheAddressAskedFor"),
                broken(
                        "many contacts are saved in any order",
                        ContactStore.class,
                        ContractSelfTest::savesBackwards,
                        "saveAll_isSavingInOrder",
                        "saveAll_addressOfAnother_isRefusedAndTakenBack"),
                broken(
                        "of many consents none is refused",
                        ConsentStore.class,
                        call -> {
                            Object refused = call.proceed();
                            return call.is("saveAll") ? List.of() : refused;
                        },
                        "saveAll_returnsTheOutdatedChanges"),
                broken(
                        "the history forgets",
                        ConsentStore.class,
                        call -> call.is("history") ? List.of() : call.proceed(),
                        "history_keepsEveryChange"),
                broken(
                        "an event comes twice",
                        EventStore.class,
                        ContractSelfTest::renamesEvents,
                        "add_sameIdTwice_isOneEvent",
                        "add_racingForOneId_oneWins"),
                broken(
                        "the span of events is closed",
                        EventStore.class,
                        call -> call.is("find")
                                ? call.proceedWith(
                                        3, call.argument(3, Instant.class).plusNanos(1000))
                                : call.proceed(),
                        "find_isHalfOpenAndOrdered"),
                broken(
                        "a claim does not keep others away",
                        Outbox.class,
                        new ClaimsTwice(),
                        "fuzz_manyWorkers_nothingLostNothingTwice"),
                broken(
                        "a stale claim may start",
                        Outbox.class,
                        call -> call.is("start") ? keys(call) : call.proceed(),
                        "claim_afterLease_refusesTheStaleClaim",
                        "start_afterLease_isRefused",
                        "complete_recordsOnce"),
                broken(
                        "a start is allowed after the lease",
                        Outbox.class,
                        call -> call.is("start") ? call.proceedWith(1, Instant.EPOCH) : call.proceed(),
                        "start_afterLease_isRefused"),
                broken(
                        "a stale outcome is taken for recorded",
                        Outbox.class,
                        ContractSelfTest::recordedAnyway,
                        "complete_recordsOnce",
                        "claim_afterLease_refusesTheStaleClaim"),
                broken(
                        "a lease is forever",
                        Outbox.class,
                        ContractSelfTest::claimsForever,
                        "claim_afterLease_refusesTheStaleClaim"),
                broken(
                        "renewing does nothing",
                        Outbox.class,
                        call -> call.is("renew") ? keys(call) : call.proceed(),
                        "renew_lengthensTheLease"),
                broken(
                        "an add answers with what it was given",
                        Outbox.class,
                        call -> call.is("add") ? answerAfter(call) : call.proceed(),
                        "add_sameKeyTwice_keepsTheFirst"),
                broken(
                        "a held source is claimed",
                        Outbox.class,
                        ContractSelfTest::ignoresHeld,
                        "claim_respectsHeldAndOnly"),
                broken(
                        "a delivery is replaced over any version",
                        DeliveryStore.class,
                        ContractSelfTest::ignoresVersion,
                        "replace_withOutdatedVersion_isRefused"),
                broken(
                        "a selection forgets its last contact",
                        SegmentSelector.class,
                        ContractSelfTest::forgetsTheLast,
                        "select_randomConditions_agreesWithTheSlowWay"),
                broken(
                        "a negation is taken for the condition",
                        SegmentSelector.class,
                        ContractSelfTest::ignoresNegation,
                        "select_randomConditions_agreesWithTheSlowWay",
                        "select_anotherSegment_isResolved"),
                broken(
                        "a transaction keeps what failed",
                        Stores.class,
                        Call::proceed,
                        "transaction_thatThrows_leavesNothing",
                        "transaction_thatThrows_restoresEarlierState",
                        "transaction_nested_joinsTheOuter"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void contract_noticesTheFault(String name, Class<?> where, Fault broken, Set<String> noticedBy) {
        faultIn = where;
        fault = broken;
        assertThat(failures()).as("tests that notice: " + name).containsAll(noticedBy);
    }

    @ParameterizedTest
    @MethodSource("storeTypes")
    void contract_letsTheSoundStorePass(Class<?> where) {
        faultIn = where;
        fault = Call::proceed;
        assertThat(failures()).isEmpty();
    }

    static Stream<Class<?>> storeTypes() {
        return Stream.of(ContactStore.class, ConsentStore.class, EventStore.class, Outbox.class, DeliveryStore.class);
    }

    private static Set<String> failures() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Broken.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsFoundCount()).as("contract tests").isGreaterThan(30);
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getUniqueId())
                .map(id -> id.replaceAll(".*method:([^(]+)\\(.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Arguments broken(String name, Class<?> where, Fault fault, String... noticedBy) {
        return Arguments.of(name, where, fault, Set.of(noticedBy));
    }

    private static Object sharesAddresses(Call call) throws Throwable {
        try {
            return call.proceed();
        } catch (DuplicateAddressException e) {
            return true;
        }
    }

    private static Object overlapsPages(Call call) throws Throwable {
        List<?> page = (List<?>) call.proceed();
        if (!call.is("page") || call.arguments().get(0) == null || page.isEmpty()) {
            return page;
        }
        List<?> all = (List<?>) call.proceedWith(0, null);
        return List.of(all.get(0), page.get(0));
    }

    private static Object answersUnderStoredAddresses(Call call) throws Throwable {
        Object answer = call.proceed();
        return call.is("findAllByAddress")
                ? ((Map<?, ?>) answer)
                        .values().stream()
                                .collect(Collectors.toMap(found -> ((Contact) found).address(), found -> found))
                : answer;
    }

    private static Object savesBackwards(Call call) throws Throwable {
        if (!call.is("saveAll")) {
            return call.proceed();
        }
        List<Object> backwards = new ArrayList<>();
        for (Object contact : call.argument(0, Collection.class)) {
            backwards.add(0, contact);
        }
        return call.proceedWith(0, backwards);
    }

    private static Object ignoresExpectation(Call call) throws Throwable {
        if (!call.is("save")) {
            return call.proceed();
        }
        Subscription next = call.argument(0, Subscription.class);
        ConsentStore store = (ConsentStore) call.sound();
        return call.proceedWith(
                1, store.subscriptions(next.list(), Set.of(next.contact())).get(next.contact()));
    }

    private static Object renamesEvents(Call call) throws Throwable {
        return call.is("add")
                ? call.proceedWith(
                        0,
                        call.argument(0, ContactEvent.class)
                                .withId(UUID.randomUUID().toString()))
                : call.proceed();
    }

    private static Set<SendKey> keys(Call call) {
        Set<SendKey> keys = new TreeSet<>();
        for (Object claim : call.argument(0, List.class)) {
            keys.add(((Claim) claim).key());
        }
        return keys;
    }

    private static Object recordedAnyway(Call call) throws Throwable {
        Object recorded = call.proceed();
        if (!call.is("complete")) {
            return recorded;
        }
        Set<SendKey> keys = new TreeSet<>();
        for (Object completion : call.argument(0, List.class)) {
            keys.add(((Completion) completion).claim().key());
        }
        return keys;
    }

    private static Object claimsForever(Call call) throws Throwable {
        if (!call.is("claim")) {
            return call.proceed();
        }
        ClaimRequest request = call.argument(0, ClaimRequest.class);
        return call.proceedWith(
                0,
                new ClaimRequest(
                        request.owner(),
                        request.now(),
                        request.now().plus(Duration.ofDays(9999)),
                        request.limit(),
                        request.held(),
                        request.only()));
    }

    private static Object ignoresHeld(Call call) throws Throwable {
        if (!call.is("claim")) {
            return call.proceed();
        }
        ClaimRequest request = call.argument(0, ClaimRequest.class);
        return call.proceedWith(
                0,
                new ClaimRequest(
                        request.owner(), request.now(), request.until(), request.limit(), Set.of(), request.only()));
    }

    private static Object answerAfter(Call call) throws Throwable {
        call.proceed();
        return call.argument(0, List.class);
    }

    private static Object ignoresVersion(Call call) throws Throwable {
        if (!call.is("replace")) {
            return call.proceed();
        }
        Delivery next = call.argument(0, Delivery.class);
        DeliveryStore store = (DeliveryStore) call.sound();
        Delivery current = store.find(next.id()).orElse(null);
        return current == null
                ? false
                : call.proceedWith(
                        0,
                        new Delivery(next.id(), next.plan(), next.state(), next.milestones(), current.version() + 1));
    }

    private static Object forgetsTheLast(Call call) throws Throwable {
        Object selected = call.proceed();
        if (!call.is("select")) {
            return selected;
        }
        List<?> page = (List<?>) selected;
        return page.size() < 2 ? page : page.subList(0, page.size() - 1);
    }

    private static Object ignoresNegation(Call call) throws Throwable {
        return !call.is("read") && call.arguments().get(0) instanceof Condition.Not not
                ? call.proceedWith(0, not.condition())
                : call.proceed();
    }

    /** Now and then hands the same claims to another worker, as a store does that reads and writes without a lock. */
    private static final class ClaimsTwice implements Fault {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile List<?> last = List.of();

        @Override
        public Object answer(Call call) throws Throwable {
            if (!call.is("claim")) {
                return call.proceed();
            }
            if (calls.incrementAndGet() % 3 == 0) {
                return last;
            }
            List<?> claims = (List<?>) call.proceed();
            last = claims;
            return claims;
        }
    }
}
