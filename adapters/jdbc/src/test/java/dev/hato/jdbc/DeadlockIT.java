package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two transactions that wait for each other: the database rolls one back. */
class DeadlockIT {
    private static final String UPDATE = "update {pair} set n = n + 1 where id = ?";

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger attempts = new AtomicInteger();
    private final CyclicBarrier both = new CyclicBarrier(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void write_rolledBackForAnother_isTriedAgain() throws Exception {
        Database database = database();
        List<Future<Integer>> writers = List.of(
                threads.submit(() -> database.write(session -> crosswise(session, 1, 2))),
                threads.submit(() -> database.write(session -> crosswise(session, 2, 1))));
        for (Future<Integer> writer : writers) {
            assertThat(writer.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(attempts).as("one of the two came twice").hasValueGreaterThan(2);
        assertThat(sum(database)).isEqualTo(4);
    }

    @Test
    void work_ofTheCaller_isNotTriedAgain() throws Exception {
        Database database = database();
        List<Future<Integer>> writers = List.of(
                threads.submit(() -> database.once(session -> crosswise(session, 1, 2))),
                threads.submit(() -> database.once(session -> crosswise(session, 2, 1))));
        CountDownLatch failed = new CountDownLatch(1);
        for (Future<Integer> writer : writers) {
            try {
                writer.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                failed.countDown();
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                failure -> assertThat(failure.isRetryable()).isTrue());
            }
        }
        assertThat(failed.getCount()).as("one was rolled back").isZero();
        assertThat(attempts).hasValue(2);
        assertThat(sum(database)).isEqualTo(2);
    }

    private int crosswise(Session session, long first, long second) throws SQLException {
        attempts.incrementAndGet();
        session.update(UPDATE, parameters -> parameters.number(first));
        if (attempts.get() <= 2) {
            await();
        }
        return session.update(UPDATE, parameters -> parameters.number(second));
    }

    private void await() {
        try {
            both.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long sum(Database database) {
        return database.<Long>read(session -> session.number("select sum(n) from {pair}", Binder.NONE));
    }

    private static Database database() throws SQLException {
        DataSource source = TestDatabases.postgres();
        String schema = TestDatabases.newSchema(source);
        Dialect dialect = new PostgresDialect();
        Database database = new Database(
                source,
                dialect,
                new Tables(dialect, schema, ""),
                () -> null,
                Duration.ofMinutes(1),
                Connection.TRANSACTION_READ_COMMITTED);
        database.write(session -> {
            session.update("create table {pair} (id bigint primary key, n bigint)", Binder.NONE);
            return session.update("insert into {pair} values (1, 0), (2, 0)", Binder.NONE);
        });
        return database;
    }
}
