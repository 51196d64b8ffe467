package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Contact;
import dev.hato.contact.EditableContactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The next rows are read on another thread, with the same result. */
@Tag("R3.4")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ReadAheadTest {
    private static final int ROWS = 22_000;

    private final ExecutorService one = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        one.shutdownNow();
    }

    private static String file() {
        StringBuilder rows = new StringBuilder(Shop.HEADER);
        for (int i = 0; i < ROWS; i++) {
            String address = i % 10 == 3 ? "none" : "c" + i % 20_000 + "@example.jp";
            rows.append(i % 20_000)
                    .append(",n")
                    .append(i)
                    .append(',')
                    .append(address)
                    .append(",,,,希望する\r\n");
        }
        return rows.toString();
    }

    private static void assertSame(Executor executor) {
        Shop expected = new Shop();
        ImportReport report = expected.customers().run(Shop.bytes(file()));
        Shop shop = new Shop();
        ImportReport ahead = shop.customers().readAheadOn(executor).run(Shop.bytes(file()));
        assertThat(ahead.counts()).isEqualTo(report.counts());
        assertThat(ahead.problems()).isEqualTo(report.problems());
        assertThat(contacts(shop)).hasSize(18_000).isEqualTo(contacts(expected));
    }

    private static List<Contact> contacts(Shop shop) {
        return shop.stores.contacts().page(null, ROWS);
    }

    @Test
    void executor_ofItsOwnThread_givesTheSame() {
        assertSame(one);
    }

    @Test
    void executor_thatNeverRuns_givesTheSame() {
        assertSame(task -> {});
    }

    @Test
    void executor_thatRefuses_givesTheSame() {
        assertSame(task -> {
            throw new RejectedExecutionException("full");
        });
    }

    @Test
    void executor_thatTheImportOccupies_givesTheSame() throws Exception {
        one.submit(() -> assertSame(one)).get();
    }

    @Test
    void rows_areReadByTheExecutorAndWrittenByTheCaller() {
        Set<Thread> reading = Collections.synchronizedSet(new HashSet<>());
        Set<Thread> writing = new HashSet<>();
        CountDownLatch ahead = new CountDownLatch(2);
        new Shop()
                .bare()
                .column("氏名", Shop.NAME, cell -> {
                    if (reading.add(Thread.currentThread())) {
                        ahead.countDown();
                    }
                    return cell;
                })
                .progress(progress -> {
                    writing.add(Thread.currentThread());
                    await(ahead); // the first few thousand are written now, and the second read
                })
                .readAheadOn(one)
                .run(Shop.bytes(file()));
        assertThat(writing).containsExactly(Thread.currentThread());
        assertThat(reading).hasSize(2).contains(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void storeBroken_returnsWhenNobodyReadsTheFileAnyMore() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        List<String> late = Collections.synchronizedList(new ArrayList<>());
        Shop shop = new Shop();
        EditableContactStore away = (EditableContactStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EditableContactStore.class},
                (proxy, method, arguments) -> {
                    await(begun);
                    throw new IllegalStateException("away");
                });
        ContactImport customers = ContactImport.into(new OtherContacts(shop.stores, away), Shop.CLOCK)
                .address("メールアドレス")
                .column("氏名", Shop.NAME, cell -> {
                    if (cell.equals("n6000")) {
                        begun.countDown();
                    }
                    if (returned.get()) {
                        late.add(cell);
                    }
                    return cell;
                })
                .readAheadOn(one);
        assertThatThrownBy(() -> customers.run(Shop.bytes(file()))).hasMessage("away");
        returned.set(true);
        assertThatThrownBy(() -> one.submit(() -> {
                            throw new IllegalStateException("the executor is free");
                        })
                        .get())
                .hasMessageContaining("free");
        assertThat(late).isEmpty();
    }

    @Test
    void fileUnreadable_isToldAsWithout() {
        InputStream failing = new SequenceInputStream(Shop.bytes(file()), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("the disk");
            }
        });
        Shop shop = new Shop();
        assertThatThrownBy(() -> shop.customers().readAheadOn(one).run(failing))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("the disk");
        assertThat(shop.stores.contacts().count()).as("what was read before").isPositive();
    }
}
