package dev.hato.benchmarks;

import dev.hato.Hato;
import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.imports.ImportReport;
import dev.hato.imports.ResultFile;
import dev.hato.imports.RowClass;
import dev.hato.jdbc.JdbcStores;
import dev.hato.message.Mailbox;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A CSV file of contacts into PostgreSQL, in a small heap, beside COPY of the rows that were good. The file
 * is read while the rows before are written, as COPY does it between two processes. */
final class ImportSpeed implements Benchmark {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    private static final NumberAttribute POINTS = Attribute.number("points");

    private static final int ONE_BAD_IN = 100;
    private static final String EMPTYING = "truncate hato_contact";

    private @Nullable DurablePostgres server;
    private @Nullable Path directory;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String description() {
        return "a CSV file of contacts into PostgreSQL, heap 128 MB (1,000,000 rows, 1 % bad; --quick 100,000)";
    }

    @Override
    public Surroundings surroundings(Progress progress) {
        progress.say("The file is read in a JVM of its own with a heap of 128 MB.");
        return new SmallHeap();
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        int rows = settings.quick() ? 100_000 : 1_000_000;
        int bad = rows / ONE_BAD_IN;
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        JdbcStores stores =
                JdbcStores.builder(started.pool(4, "")).attributes(PREFECTURE).build();
        stores.schema().migrate();
        Hato hato = Hato.builder(stores, new NullTransport(1))
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .build();
        try {
            Path made = Files.createTempDirectory("hato-import");
            directory = made;
            Path csv = write(made.resolve("customers.csv"), rows);
            Mover mover = new Mover(started.pool(1, ""), "hato_contact", made.resolve("good.copy"));
            progress.say("importing once for the rows that COPY takes");
            load(hato, csv, made, bad);
            long good = mover.out();
            if (good != rows - bad) {
                throw new IllegalStateException(good + " of " + (rows - bad) + " good rows were imported.");
            }
            Runnable before = () -> started.execute(EMPTYING, "checkpoint");
            return List.of(
                    new WriteRow("hato", rows, before, () -> load(hato, csv, made, bad), progress),
                    new WriteRow("copy", good, before, mover::in, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long load(Hato hato, Path csv, Path directory, int bad) {
        Path failures = directory.resolve("failed.csv");
        ImportReport report = hato.imports()
                .contacts()
                .id("会員番号")
                .address("メールアドレス")
                .column("氏名", NAME)
                .column("都道府県", PREFECTURE)
                .column("ポイント", POINTS)
                .readAheadOn(ForkJoinPool.commonPool())
                .resultTo(ResultFile.to(failures).only(RowClass.FAILED))
                .run(csv);
        try (Stream<String> lines = Files.lines(failures)) {
            long told = lines.count() - 1;
            if (report.count(RowClass.FAILED) != bad || told != bad) {
                throw new IllegalStateException(bad + " rows are bad, but " + report.count(RowClass.FAILED)
                        + " failed and " + told + " are in the result.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return report.counts().rows();
    }

    private static Path write(Path csv, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("会員番号,メールアドレス,氏名,都道府県,ポイント\r\n");
            for (int i = 0; i < rows; i++) {
                String address =
                        i % ONE_BAD_IN == ONE_BAD_IN / 2 ? "member" + i + ".example.jp" : "member" + i + "@example.jp";
                out.write(i + "," + address + ",会員 " + i + "," + Shop.PREFECTURES[i % Shop.PREFECTURES.length] + ","
                        + i % 10_000 + "\r\n");
            }
        }
        return csv;
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 1;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 5 : 3;
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results).atLeast(0.4, "hato", "copy").toString();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (directory != null) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A JVM with a heap in which the file does not fit. */
    private static final class SmallHeap implements Surroundings {
        @Override
        public List<String> command() {
            return List.of();
        }

        @Override
        public List<String> options() {
            return List.of("-Xmx128m");
        }

        @Override
        public void close() {
            // nothing was begun
        }
    }
}
