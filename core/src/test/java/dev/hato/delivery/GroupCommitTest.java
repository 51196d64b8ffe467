package dev.hato.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.delivery.Act.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that share transactions. */
@Timeout(60)
class GroupCommitTest {
    private static final int WORKERS = 8;
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS + 1);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private static Act act(String name) {
        PlannedMail mail =
                new PlannedMail(SendKey.ofCaller(name), MailKind.TRANSACTIONAL, ContactId.of("c"), NOW, "f", null);
        OutboxEntry.Progress progress = new OutboxEntry.Progress(MailState.CLAIMED, NOW, 0, false, null, "");
        return new Prepared.Back(new Job(new Claim(mail, progress, 1), null, null, null, 0)).act();
    }

    private static String name(Act act) {
        return act.job().key().step();
    }

    /** Answers each act by what is recorded of it, so that a mixed-up answer shows. */
    private static List<Decision> recorded(List<Act> acts) {
        List<Decision> decisions = new ArrayList<>();
        acts.forEach(act -> decisions.add(new Decision.Ended(((Act.End) act).completion())));
        return decisions;
    }

    private static List<String> answered(List<Decision> decisions) {
        return decisions.stream()
                .map(decision -> decision instanceof Decision.Ended ended
                        ? ended.completion().claim().key().step()
                        : decision.toString())
                .toList();
    }

    /** Lets each worker commit so many times two acts, and returns how many transactions that took. */
    private int run(GroupCommit commits, AtomicInteger transactions, int times) throws Exception {
        List<Callable<Boolean>> workers = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            String prefix = "w" + worker + "-";
            workers.add(() -> {
                for (int i = 0; i < times; i++) {
                    List<String> names = List.of(prefix + i, prefix + i + "b");
                    assertThat(answered(commits.commit(List.of(act(names.get(0)), act(names.get(1))))))
                            .isEqualTo(names);
                }
                return true;
            });
        }
        for (Future<Boolean> done : threads.invokeAll(workers)) {
            assertThat(done.get()).isTrue();
        }
        return transactions.get();
    }

    @Test
    void commit_byManyWorkers_givesEachItsOwnAnswers() throws Exception {
        AtomicInteger transactions = new AtomicInteger();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        GroupCommit commits = new GroupCommit(acts -> {
            transactions.incrementAndGet();
            acts.forEach(
                    act -> assertThat(seen.add(name(act))).as("recorded once").isTrue());
            return recorded(acts);
        });
        run(commits, transactions, 500);
        assertThat(seen).hasSize(WORKERS * 500 * 2);
    }

    @Test
    void commit_whileTransactionsRun_joinsTheNextOne() throws Exception {
        CountDownLatch twoRun = new CountDownLatch(2);
        CountDownLatch allWait = new CountDownLatch(1);
        List<Integer> sizes = new ArrayList<>();
        GroupCommit commits = new GroupCommit(acts -> {
            synchronized (sizes) {
                sizes.add(acts.size());
            }
            twoRun.countDown();
            await(allWait);
            return recorded(acts);
        });
        List<Future<List<Decision>>> leaders = List.of(
                threads.submit(() -> commits.commit(List.of(act("a")))),
                threads.submit(() -> commits.commit(List.of(act("b")))));
        await(twoRun);
        List<Future<List<Decision>>> followers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Act act = act("f" + i);
            followers.add(threads.submit(() -> commits.commit(List.of(act))));
        }
        while (commits.waiting() < 5) {
            Thread.onSpinWait();
        }
        allWait.countDown();
        for (Future<List<Decision>> leader : leaders) {
            assertThat(leader.get()).hasSize(1);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(answered(followers.get(i).get())).containsExactly("f" + i);
        }
        assertThat(sizes).as("two alone, then five together").containsExactly(1, 1, 5);
    }

    @Test
    void commit_withOneThatTheStoreRefuses_failsNobodyElse() throws Exception {
        AtomicInteger transactions = new AtomicInteger();
        GroupCommit commits = new GroupCommit(acts -> {
            transactions.incrementAndGet();
            if (acts.stream().anyMatch(act -> name(act).equals("poison"))) {
                throw new IllegalStateException("value too long");
            }
            return recorded(acts);
        });
        Future<Boolean> poisoner = threads.submit(() -> {
            for (int i = 0; i < 200; i++) {
                List<Decision> decisions = commits.commit(List.of(act("sound" + i), act("poison")));
                assertThat(answered(decisions.subList(0, 1))).containsExactly("sound" + i);
                assertThat(decisions.get(1))
                        .isInstanceOfSatisfying(
                                Decision.Failed.class,
                                failed -> assertThat(failed.cause()).hasMessage("value too long"));
            }
            return true;
        });
        run(commits, transactions, 200);
        assertThat(poisoner.get()).isTrue();
    }

    @Test
    void commit_whenTheStoreIsDown_tellsEachWorkerAfterItsOwnTries() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        GroupCommit commits = new GroupCommit(acts -> {
            tries.incrementAndGet();
            throw new IllegalStateException("no connection");
        });
        List<Callable<List<Decision>>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Act act = act("w" + i);
            workers.add(() -> commits.commit(List.of(act)));
        }
        for (Future<List<Decision>> answer : threads.invokeAll(workers)) {
            assertThat(answer.get()).singleElement().isInstanceOf(Decision.Failed.class);
        }
        assertThat(tries).hasValueLessThanOrEqualTo(2 * WORKERS);
    }

    @Test
    void commit_ofAnInterruptedWorker_isAnsweredAndKeepsTheFlag() {
        GroupCommit commits = new GroupCommit(GroupCommitTest::recorded);
        Thread.currentThread().interrupt();
        assertThat(answered(commits.commit(List.of(act("a"))))).containsExactly("a");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void between_runsWhileNoTransactionDoes() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger transactions = new AtomicInteger();
        Function<List<Act>, List<Decision>> transaction = acts -> {
            transactions.incrementAndGet();
            running.incrementAndGet();
            spin();
            running.decrementAndGet();
            return recorded(acts);
        };
        GroupCommit commits = new GroupCommit(transaction);
        Future<Integer> renewals = threads.submit(() -> {
            int times = 0;
            while (times < 300) {
                commits.between(
                        () -> {
                            int before = transactions.get();
                            spin();
                            if (running.get() > 0 || transactions.get() != before) {
                                overlaps.incrementAndGet();
                            }
                        },
                        TimeUnit.MINUTES.toNanos(1));
                times++;
            }
            return times;
        });
        run(commits, transactions, 300);
        assertThat(renewals.get()).isEqualTo(300);
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void between_behindATransactionThatDoesNotEnd_givesUp_andOthersGoOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        GroupCommit commits = new GroupCommit(acts -> {
            if (name(acts.get(0)).equals("stuck")) {
                begun.countDown();
                await(end);
            }
            return recorded(acts);
        });
        Future<List<Decision>> stuck = threads.submit(() -> commits.commit(List.of(act("stuck"))));
        await(begun);
        AtomicInteger runs = new AtomicInteger();
        assertThat(commits.between(runs::incrementAndGet, 1_000_000)).isFalse();
        assertThat(answered(commits.commit(List.of(act("other"))))).containsExactly("other");
        end.countDown();
        stuck.get();
        assertThat(commits.between(runs::incrementAndGet, TimeUnit.MINUTES.toNanos(1)))
                .isTrue();
        assertThat(runs).hasValue(1);
    }

    /** Takes a moment, so that others can come between. */
    private static void spin() {
        for (int i = 0; i < 200; i++) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
