package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.CpuTime;
import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R3.4")
class ImportRunTest {
    private final Shop shop = new Shop();

    @Test
    @Tag("R3.3")
    void run_sameTableInEveryEncoding_givesEqualContacts() {
        String table = Shop.HEADER + "1,髙橋 﨑子,a@example.jp,①㈱～－,1975/04/01,ﾔﾏﾀﾞ ﾀﾛｳ,希望する\r\n"
                + "2,\"表ソ\r\n十能\",b@example.jp,ｍｉｘｅｄ and 日本語,1975/04/01,〒★♪,希望しない\r\n";
        List<Contact> expected = contacts(table.getBytes(StandardCharsets.UTF_8));
        assertThat(expected).hasSize(2);

        String marked = "\uFEFF" + table;
        assertThat(contacts(marked.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
        assertThat(contacts(marked.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(expected);
        assertThat(contacts(marked.getBytes(StandardCharsets.UTF_16BE))).isEqualTo(expected);
        assertThat(contacts(table.getBytes(Charset.forName("windows-31j")))).isEqualTo(expected);
        assertThat(contacts(table.getBytes(Charset.forName("x-windows-iso2022jp"))))
                .isEqualTo(expected);
    }

    private static List<Contact> contacts(byte[] file) {
        Shop fresh = new Shop();
        fresh.customers().run(new java.io.ByteArrayInputStream(file));
        return fresh.stores.contacts().page(null, 10);
    }

    @Test
    void progress_isToldEveryFewThousandRowsAndAtTheEnd(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("customers.csv");
        try (InputStream rows = new GeneratedCsv(14_500)) {
            Files.copy(rows, file);
        }
        List<ImportProgress> told = new ArrayList<>();

        ImportReport report = shop.customers().progress(told::add).run(file);

        assertThat(told).hasSizeBetween(4, 5);
        assertThat(told).extracting(progress -> progress.counts().rows()).isSorted();
        ImportProgress last = told.get(told.size() - 1);
        assertThat(last.counts()).isEqualTo(report.counts());
        assertThat(last.totalBytes()).isEqualTo(OptionalLong.of(Files.size(file)));
        assertThat(last.bytesRead()).isEqualTo(Files.size(file));
        assertThat(last.rowsPerSecond()).isPositive();
        assertThat(new ImportProgress(last.counts(), 0, OptionalLong.empty(), Duration.ofMillis(500)).rowsPerSecond())
                .isEqualTo(29_000);
    }

    @Test
    void progress_listenerThrows_importGoesOn() {
        AtomicInteger calls = new AtomicInteger();

        ImportReport report = shop.customers()
                .progress(progress -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("listener");
                })
                .run(new GeneratedCsv(10_000));

        assertThat(report.count(RowClass.SUCCEEDED)).isEqualTo(10_000);
        assertThat(calls).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void run_manyRows_keepsNothingOfThem() {
        Forgetting store = new Forgetting();
        AtomicLong heldAtTheEnd = new AtomicLong(-1);

        ImportReport report = into(store)
                .progress(progress -> {
                    if (progress.counts().rows() == 300_000) {
                        System.gc();
                        heldAtTheEnd.set(store.held());
                    }
                })
                .run(new GeneratedCsv(300_000));

        assertThat(report.counts().inserted()).isEqualTo(300_000);
        assertThat(store.given).hasSize(3_000);
        assertThat(heldAtTheEnd).hasValueBetween(0, 10);
    }

    @Test
    void run_hugeCells_failWithoutTakingMemoryForMoreThanTheLimit() {
        byte[] head = Shop.HEADER.getBytes(StandardCharsets.UTF_8);
        InputStream huge = new java.io.SequenceInputStream(
                new java.io.ByteArrayInputStream(head),
                new java.io.SequenceInputStream(
                        Shop.bytes("1,\"" + "x".repeat(10_000_000) + "\",a@example.jp,,,,\r\n"),
                        Shop.bytes("2,花子,b@example.jp,,,,\r\n")));

        ImportReport report = shop.customers().run(huge);

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 1, 0, 0, 1, 0));
        assertThat(report.problems().get(0).reason()).contains("1000000");
    }

    @Test
    @Tag("R3.1")
    void transaction_oneRowRefusedByTheStore_failsAloneAndLeavesNothing() {
        OtherContacts stores = new OtherContacts(shop.stores, new Refusing(shop.stores.contacts(), "37"));
        ImportReport report = into(stores).run(new GeneratedCsv(100));

        assertThat(report.counts()).isEqualTo(new ImportCounts(99, 1, 0, 0, 99, 0));
        assertThat(report.problems().get(0).reason())
                .contains("the store refused it")
                .contains("too long");
        assertThat(shop.stores.contacts().count()).isEqualTo(99);
        assertThat(stores.transactions().get())
                .as("transactions, by halves down to the row")
                .isBetween(8, 20);
    }

    @Test
    void store_thatDoesNotAnswer_stopsTheImport() {
        EditableContactStore away = new Refusing(shop.stores.contacts(), ".*") {
            @Override
            public Optional<Contact> find(ContactId id) {
                throw new IllegalStateException("away");
            }
        };
        assertThatThrownBy(() -> into(away).run(new GeneratedCsv(1_000))).isInstanceOf(IllegalStateException.class);
        assertThat(shop.stores.contacts().count()).isZero();
    }

    @Test
    @Tag("R3.4")
    void store_thatRefusesEachRow_failsEachRow() {
        ImportReport report = into(new Refusing(shop.stores.contacts(), ".*")).run(new GeneratedCsv(100));
        assertThat(report.counts()).isEqualTo(new ImportCounts(0, 100, 0, 0, 0, 0));
        assertThat(shop.stores.contacts().count()).isZero();
    }

    @Test
    @Tag("R1.1")
    void store_addressTakenMeanwhile_looksAgain() {
        Contact rival = Contact.of(ContactId.of("rival"), EmailAddress.of("c0@example.jp"));
        AtomicInteger lookups = new AtomicInteger();
        EditableContactStore racing = new Refusing(shop.stores.contacts(), "") {
            @Override
            public Optional<Contact> findByAddress(EmailAddress address) {
                if (lookups.incrementAndGet() == 2) {
                    shop.stores.contacts().save(rival);
                }
                return super.findByAddress(address);
            }

            @Override
            public boolean save(Contact contact) {
                if (lookups.get() == 1) {
                    throw new DuplicateAddressException(contact.address(), contact.id(), rival.id());
                }
                return super.save(contact);
            }
        };

        ImportReport report = into(racing).run(new GeneratedCsv(1));

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 0, 0, 0, 1));
        assertThat(shop.stores.contacts().find(rival.id()).orElseThrow().get(Shop.NAME))
                .isEqualTo("花子");
    }

    @Test
    @Tag("R3.1")
    void run_mutatedFiles_endInRowsOrAClearRefusal() {
        byte[] seedFile = (Shop.HEADER + "1,\"花\r\n子\",hanako@example.jp,東京都,1975/04/01,会員,希望する\r\n"
                        + "2,\"a \"\"b\"\"\",x@example.jp,\"大阪,府\",1975/04/01,会員,希望しない\r\n")
                .getBytes(Charset.forName("windows-31j"));
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(20260401);
        for (int i = 0; i < 5_000; i++) {
            byte[] file = mutated(seedFile, random);
            // a busy machine can hold one run up, but hardly the same one twice
            if (importing(file).toMillis() >= 1_000) {
                assertThat(importing(file)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    private static Duration importing(byte[] file) {
        long begun = CpuTime.nanos();
        try {
            ImportReport report = new Shop().customers().run(new java.io.ByteArrayInputStream(file));
            assertThat(report.counts().rows()).isBetween(0L, 200L);
        } catch (CsvFileException e) {
            assertThat(e).hasMessageContaining("file");
        }
        return Duration.ofNanos(CpuTime.nanos() - begun);
    }

    private static byte[] mutated(byte[] seed, RandomGenerator random) {
        byte[] file = Arrays.copyOf(seed, seed.length + random.nextInt(20));
        int changes = 1 + random.nextInt(12);
        byte[] telling = {'"', ',', '\r', '\n', 0, 0x1B, (byte) 0x81, (byte) 0xFF, (byte) 0xFE, (byte) 0xEF, '$', '\\'};
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] = telling[random.nextInt(telling.length)];
                case 2 -> file = Arrays.copyOf(file, Math.max(1, at));
                default -> System.arraycopy(file, 0, file, at, Math.min(at, file.length - at));
            }
        }
        return file;
    }

    private ContactImport into(EditableContactStore contacts) {
        return into(new OtherContacts(shop.stores, contacts));
    }

    private static ContactImport into(Stores stores) {
        return ContactImport.into(stores, Shop.CLOCK)
                .id("顧客番号")
                .address("メールアドレス")
                .column("氏名", Shop.NAME);
    }

    /** Rows made while they are read. */
    private static final class GeneratedCsv extends InputStream {
        private final int rows;
        private int next;
        private byte[] line = Shop.HEADER.getBytes(StandardCharsets.UTF_8);
        private int position;

        GeneratedCsv(int rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == line.length) {
                if (next == rows) {
                    return -1;
                }
                String row = next + ",花子,c" + next++ + "@example.jp,東京都,1975/04/01,会員,希望する\r\n";
                line = row.getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            int count = Math.min(length, line.length - position);
            System.arraycopy(line, position, target, offset, count);
            position += count;
            return count;
        }
    }

    /** Refuses contacts whose id matches. */
    private static class Refusing implements EditableContactStore {
        private final EditableContactStore store;
        private final String ids;

        Refusing(EditableContactStore store, String ids) {
            this.store = store;
            this.ids = ids;
        }

        @Override
        public boolean save(Contact contact) {
            if (contact.id().value().matches(ids)) {
                throw new IllegalStateException("value too long for column");
            }
            return store.save(contact);
        }

        @Override
        public boolean remove(ContactId id) {
            return store.remove(id);
        }

        @Override
        public Optional<Contact> find(ContactId id) {
            return store.find(id);
        }

        @Override
        public Optional<Contact> findByAddress(EmailAddress address) {
            return store.findByAddress(address);
        }

        @Override
        public List<Contact> page(@Nullable ContactId after, int limit) {
            return store.page(after, limit);
        }

        @Override
        public long count() {
            return store.count();
        }
    }

    /** Keeps no contact, and knows how many of those it was given are still held by somebody. */
    private static final class Forgetting extends Refusing {
        private final List<WeakReference<Contact>> given = new ArrayList<>();
        private int count;

        Forgetting() {
            super(new Shop().stores.contacts(), "");
        }

        long held() {
            return given.stream().filter(contact -> contact.get() != null).count();
        }

        @Override
        public boolean save(Contact contact) {
            if (count++ % 100 == 0) {
                given.add(new WeakReference<>(contact));
            }
            return true;
        }
    }

    @Test
    void report_start_isTheClocks_andTheDurationIsMeasured() {
        ImportReport report = shop.customers().run(new GeneratedCsv(1));

        assertThat(report.startedAt()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(report.duration()).isPositive().isLessThan(Duration.ofMinutes(1));
        assertThat(report.toString()).doesNotContain("@");
    }
}
