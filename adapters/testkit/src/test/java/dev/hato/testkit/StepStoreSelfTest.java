package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.hato.Stores;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StepStore;
import dev.hato.enrolment.StoredScenario;
import dev.hato.testkit.BrokenStores.Call;
import dev.hato.testkit.BrokenStores.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract of enrolments' stores notices a store with one fault, whichever it is, and lets the sound one pass. */
class StepStoreSelfTest {
    private static volatile Fault fault = Call::proceed;
    private static volatile boolean forgetsRollback;

    /** Run by the launcher below only: its name keeps Surefire away. */
    static final class Broken implements StepStoreContract {
        @Override
        public Stores emptyStores() {
            return forgetsRollback
                    ? new BrokenStores(Stores.class, Call::proceed)
                    : new BrokenStores(StepStore.class, fault);
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                broken(
                        "a key added twice is replaced",
                        StepStoreSelfTest::overwrites,
                        "addEnrolments_sameKeyTwice_keepsTheFirst"),
                broken(
                        "an add answers with what it was given",
                        call -> {
                            Object present = call.proceed();
                            return call.is("add") ? call.argument(0, List.class) : present;
                        },
                        "addEnrolments_sameKeyTwice_keepsTheFirst"),
                broken(
                        "the history is lost",
                        call -> call.is("replace") ? replaced(call, StepStoreSelfTest::withoutHistory) : call.proceed(),
                        "replaceEnrolments_thenRead_returnsIt"),
                broken(
                        "a lease is not kept",
                        call -> call.is("replace") ? replaced(call, next -> next.under(null)) : call.proceed(),
                        "replaceEnrolments_thenRead_returnsIt"),
                broken(
                        "an outdated revision is written",
                        call -> call.is("replace") ? replaced(call, next -> follow(call, next)) : call.proceed(),
                        "replaceEnrolments_withOutdatedRevision_isRefused",
                        "claimEnrolments_afterLease_refusesTheStaleClaim"),
                broken(
                        "what was refused is taken for written",
                        StepStoreSelfTest::allWritten,
                        "replaceEnrolments_withOutdatedRevision_isRefused",
                        "claimEnrolments_afterLease_refusesTheStaleClaim"),
                broken(
                        "what is not due yet is claimed",
                        call -> claimed(
                                call, request -> at(request, request.now().plusSeconds(1))),
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "what is due at this very instant is not claimed",
                        call -> claimed(
                                call, request -> at(request, request.now().minusNanos(1_000))),
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "the limit is not kept",
                        call -> claimed(call, request -> limited(request, 100)),
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "other scenarios are claimed as well",
                        call -> claimed(call, StepStoreSelfTest::ofAll),
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "the latest due is claimed first",
                        StepStoreSelfTest::latestFirst,
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "a lease is forever",
                        call -> claimed(
                                call, request -> until(request, request.now().plus(Duration.ofDays(9_999)))),
                        "claimEnrolments_takesWhatIsDue",
                        "claimEnrolments_afterLease_refusesTheStaleClaim"),
                broken(
                        "a lease ends at once",
                        call -> claimed(
                                call, request -> until(request, request.now().plusNanos(1_000))),
                        "claimEnrolments_takesWhatIsDue",
                        "claimEnrolments_afterLease_refusesTheStaleClaim"),
                broken(
                        "a claim leaves the revision as it was",
                        StepStoreSelfTest::sameRevision,
                        "claimEnrolments_takesWhatIsDue"),
                broken(
                        "only the last enrolment is found",
                        StepStoreSelfTest::lastOnly,
                        "pageEnrolments_andOf_areInOrder"),
                broken(
                        "a page begins with the last of the page before",
                        StepStoreSelfTest::overlaps,
                        "pageEnrolments_andOf_areInOrder"),
                broken(
                        "a contact named twice is answered twice",
                        call -> {
                            List<Object> all = new ArrayList<>();
                            if (call.is("of")
                                    && ((Collection<?>) call.arguments().get(0)).size() == 3) {
                                all.addAll((List<?>) call.proceed());
                                all.addAll((List<?>) call.proceed());
                                return all;
                            }
                            return call.proceed();
                        },
                        "pageEnrolments_andOf_areInOrder"),
                broken(
                        "a scenario is written over any revision",
                        StepStoreSelfTest::savesAnyway,
                        "saveScenario_withOutdatedRevision_isRefused"),
                broken(
                        "a scenario's pause is lost",
                        call -> call.is("scenario")
                                ? ((Optional<?>) call.proceed()).map(row -> ((StoredScenario) row).paused(null))
                                : call.proceed(),
                        "saveScenario_withOutdatedRevision_isRefused"),
                broken(
                        "what ended is still due",
                        call -> call.is("nextDue") ? Optional.of(Instant.EPOCH) : call.proceed(),
                        "claimEnrolments_takesWhatIsDue"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void contract_noticesTheFault(String name, Fault broken, Set<String> noticedBy) {
        fault = broken;
        assertThat(failures()).as("tests that notice: " + name).containsAll(noticedBy);
    }

    @Test
    void contract_noticesATransactionThatKeepsWhatFailed() {
        forgetsRollback = true;
        try {
            assertThat(failures()).contains("claimEnrolments_inATransactionThatThrows_isGone");
        } finally {
            forgetsRollback = false;
        }
    }

    @Test
    void contract_letsTheSoundStorePass() {
        fault = Call::proceed;
        assertThat(failures()).isEmpty();
    }

    private static Set<String> failures() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Broken.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsFoundCount()).as("contract tests").isGreaterThanOrEqualTo(8);
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getUniqueId())
                .map(id -> id.replaceAll(".*method:([^(]+)\\(.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Arguments broken(String name, Fault fault, String... noticedBy) {
        return Arguments.of(name, fault, Set.of(noticedBy));
    }

    private interface Change<T> {
        T of(T sound);
    }

    private static List<Enrolment> enrolments(Call call) {
        List<Enrolment> all = new ArrayList<>();
        for (Object each : call.argument(0, List.class)) {
            all.add((Enrolment) each);
        }
        return all;
    }

    private static StepStore store(Call call) {
        return (StepStore) call.sound();
    }

    private static Object replaced(Call call, Change<Enrolment> change) throws Throwable {
        return call.proceedWith(0, enrolments(call).stream().map(change::of).toList());
    }

    private static Object claimed(Call call, Change<EnrolmentClaim> change) throws Throwable {
        return call.is("claim")
                ? call.proceedWith(0, change.of(call.argument(0, EnrolmentClaim.class)))
                : call.proceed();
    }

    private static EnrolmentClaim at(EnrolmentClaim request, Instant now) {
        return new EnrolmentClaim(request.owner(), now, request.until(), request.limit(), request.scenarios());
    }

    private static EnrolmentClaim until(EnrolmentClaim request, Instant until) {
        return new EnrolmentClaim(request.owner(), request.now(), until, request.limit(), request.scenarios());
    }

    private static EnrolmentClaim limited(EnrolmentClaim request, int limit) {
        return new EnrolmentClaim(request.owner(), request.now(), request.until(), limit, request.scenarios());
    }

    private static EnrolmentClaim ofAll(EnrolmentClaim request) {
        return new EnrolmentClaim(
                request.owner(), request.now(), request.until(), request.limit(), Set.of("a", "b", "c"));
    }

    private static Enrolment withoutHistory(Enrolment next) {
        return new Enrolment(next.key(), next.course(), next.standing(), next.times(), List.of(), next.lease());
    }

    /** Returns the enrolment with the revision that the store is waiting for. */
    private static Enrolment follow(Call call, Enrolment next) {
        Enrolment known = known(call, next.key());
        long revision = known == null ? next.revision() : known.revision() + 1;
        return new Enrolment(
                next.key(),
                new Enrolment.Revision(next.course().scenarioVersion(), revision),
                next.standing(),
                next.times(),
                next.history(),
                next.lease());
    }

    private static @Nullable Enrolment known(Call call, EnrolmentKey key) {
        return store(call).of(Set.of(key.contact())).stream()
                .filter(enrolment -> enrolment.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static Object overwrites(Call call) throws Throwable {
        if (!call.is("add")) {
            return call.proceed();
        }
        call.proceed();
        List<Enrolment> all = enrolments(call);
        store(call).replace(all.stream().map(next -> follow(call, next)).toList());
        return all;
    }

    private static Object allWritten(Call call) throws Throwable {
        Object written = call.proceed();
        return call.is("replace")
                ? enrolments(call).stream().map(Enrolment::key).collect(Collectors.toCollection(HashSet::new))
                : written;
    }

    private static Object latestFirst(Call call) throws Throwable {
        if (!call.is("claim")) {
            return call.proceed();
        }
        EnrolmentClaim request = call.argument(0, EnrolmentClaim.class);
        List<Enrolment> due = new ArrayList<>();
        for (String scenario : request.scenarios()) {
            due.addAll(store(call).page(scenario, null, 100));
        }
        due.removeIf(enrolment -> {
            Instant from = StepStore.claimableFrom(enrolment);
            return from == null || from.isAfter(request.now());
        });
        due.sort(Comparator.comparing(
                (Enrolment enrolment) -> enrolment.standing().due() == null
                        ? Instant.MAX
                        : enrolment.standing().due(),
                Comparator.reverseOrder()));
        List<Enrolment> claimed = due.subList(0, Math.min(due.size(), request.limit())).stream()
                .map(enrolment -> enrolment.leased(new Enrolment.Lease(request.owner(), request.until())))
                .toList();
        store(call).replace(claimed);
        return claimed;
    }

    private static Object sameRevision(Call call) throws Throwable {
        Object claimed = call.proceed();
        if (!call.is("claim")) {
            return claimed;
        }
        List<Enrolment> same = new ArrayList<>();
        for (Object each : (List<?>) claimed) {
            Enrolment enrolment = (Enrolment) each;
            Enrolment.Revision before =
                    new Enrolment.Revision(enrolment.course().scenarioVersion(), enrolment.revision() - 1);
            same.add(new Enrolment(
                    enrolment.key(),
                    before,
                    enrolment.standing(),
                    enrolment.times(),
                    enrolment.history(),
                    enrolment.lease()));
        }
        return same;
    }

    private static Object lastOnly(Call call) throws Throwable {
        Object found = call.proceed();
        List<?> all = call.is("of") ? (List<?>) found : List.of();
        return all.size() > 1 ? all.subList(all.size() - 1, all.size()) : found;
    }

    private static Object overlaps(Call call) throws Throwable {
        List<Object> page = new ArrayList<>();
        if (call.is("page") && call.arguments().get(1) != null) {
            EnrolmentKey after = call.argument(1, EnrolmentKey.class);
            page.addAll((List<?>) call.proceed());
            Enrolment last = known(call, after);
            if (!page.isEmpty() && last != null) {
                page.add(0, last);
            }
            return page;
        }
        return call.proceed();
    }

    private static Object savesAnyway(Call call) throws Throwable {
        if (!call.is("save")) {
            return call.proceed();
        }
        StoredScenario next = call.argument(0, StoredScenario.class);
        long revision = store(call)
                .scenario(next.name())
                .map(known -> known.state().revision() + 1)
                .orElse(0L);
        StoredScenario.State state = new StoredScenario.State(
                revision, next.state().pausedAt(), next.state().editing());
        return call.proceedWith(
                0,
                new StoredScenario(next.name(), next.version(), next.definition(), next.list(), next.mails(), state));
    }
}
