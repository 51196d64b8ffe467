package dev.hato.imports;

import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.internal.Texts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import of one file: reads rows in batches, perhaps one ahead, has them taken, counts and reports. */
final class ImportRun<D> {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    private static final int BATCH = 4_000;

    /** Bounds the memory that a batch of long rows takes. */
    private static final long BATCH_CHARACTERS = 2_000_000;

    private static final int TRIES = 3;

    /** After so many refusals in a row the store is asked whether it works at all: a row may be bad, and a thousand too. */
    private static final int SUSPICIOUS = 10;

    private static final ContactId NOBODY = ContactId.of("nobody");

    private final CsvImport<?> settings;
    private final TextDecoder text;
    private final OptionalLong totalBytes;
    private final RowTaker<D> taker;
    private final Tally tally;
    private final Instant startedAt;

    /** A rate is measured in real time, whatever the engine's clock shows. */
    private final long startedNanos = System.nanoTime();

    private long rowNumber;
    private long bytesConsumed;
    private int storeFailures;
    private boolean listenerFailed;

    ImportRun(CsvImport<?> settings, TextDecoder text, OptionalLong totalBytes, RowTaker<D> taker) {
        this.settings = settings;
        this.text = text;
        this.totalBytes = totalBytes;
        this.taker = taker;
        this.tally = new Tally(settings.problemLimit());
        this.startedAt = settings.now();
    }

    ImportReport run(CsvRows rows, Header header) throws IOException {
        try (ResultWriter results = new ResultWriter(settings.resultFile(), header, settings.delimiter())) {
            read(rows, header, results);
        }
        return tally.report(text.charset(), startedAt, elapsed());
    }

    private void read(CsvRows rows, Header header, ResultWriter results) throws IOException {
        try (ReadAhead<Batch<D>> batches = new ReadAhead<>(settings.executor(), () -> next(rows, header.size()))) {
            boolean more = true;
            while (more) {
                more = takeNext(batches, results);
            }
        }
    }

    /** Holds one batch until it returns, so that it is gone before the next is read. */
    private boolean takeNext(ReadAhead<Batch<D>> batches, ResultWriter results) throws IOException {
        Batch<D> batch = batches.next();
        bytesConsumed = batch.bytesConsumed;
        if (batch.rows.isEmpty()) {
            tellProgress();
            return false;
        }
        batches.start();
        flush(batch, results);
        return true;
    }

    private Batch<D> next(CsvRows rows, int columns) throws IOException {
        List<Pending<D>> pending = new ArrayList<>();
        long characters = 0;
        while (pending.size() < BATCH && characters < BATCH_CHARACTERS) {
            CsvRow row = rows.next();
            if (row == null) {
                break;
            }
            for (String cell : row.cells()) {
                characters += cell.length();
            }
            pending.add(prepare(row, columns));
        }
        return new Batch<>(pending, text.bytesConsumed());
    }

    private Pending<D> prepare(CsvRow row, int columns) {
        rowNumber++;
        String defect = row.defect();
        if (defect == null && row.cells().size() != columns) {
            defect = "it has " + row.cells().size() + " cells, but the header has " + columns
                    + "; quote cells that contain the delimiter, and give every row all cells.";
        }
        if (defect != null) {
            return new Pending<>(row, rowNumber, null, Outcome.failed(defect));
        }
        try {
            return new Pending<>(row, rowNumber, taker.prepare(row), null);
        } catch (CellException e) {
            return new Pending<>(row, rowNumber, null, Outcome.failed(e.reason()));
        }
    }

    private void flush(Batch<D> batch, ResultWriter results) {
        List<D> drafts = new ArrayList<>(batch.rows.size());
        for (Pending<D> pending : batch.rows) {
            if (pending.draft != null) {
                drafts.add(pending.draft);
            }
        }
        List<Outcome> taken = drafts.isEmpty() ? List.of() : take(drafts);
        int next = 0;
        for (Pending<D> pending : batch.rows) {
            Outcome outcome = pending.failure != null ? pending.failure : taken.get(next++);
            tally.add(pending.number, pending.row.line(), outcome);
            results.row(pending.row, outcome);
        }
        tellProgress();
    }

    /** Takes all in one transaction; where one of them is refused, takes each half in its own, down to that one. */
    private List<Outcome> take(List<D> drafts) {
        if (drafts.size() == 1) {
            return List.of(takeAlone(drafts.get(0)));
        }
        int part = (drafts.size() + 1) / 2;
        try {
            List<Outcome> taken = inTransaction(drafts);
            storeFailures = 0;
            return taken;
        } catch (RowTaker.MixedBatchException e) {
            part = 1;
        } catch (RuntimeException e) {
            LOG.debug("A batch of {} rows is taken in parts: {}", drafts.size(), e.getClass());
        }
        List<Outcome> taken = new ArrayList<>(drafts.size());
        for (int from = 0; from < drafts.size(); from += part) {
            taken.addAll(take(drafts.subList(from, Math.min(from + part, drafts.size()))));
        }
        return taken;
    }

    private Outcome takeAlone(D draft) {
        for (int tries = 1; ; tries++) {
            try {
                Outcome outcome = inTransaction(List.of(draft)).get(0);
                storeFailures = 0;
                return outcome;
            } catch (DuplicateAddressException | ConsentBatch.OutdatedException e) {
                // Somebody else saved the address or the subscription since it was read: read again.
                if (tries == TRIES) {
                    return Outcome.failed(String.valueOf(e.getMessage()));
                }
            } catch (RuntimeException e) {
                if (++storeFailures >= SUSPICIOUS && !works()) {
                    throw e;
                }
                return Outcome.failed("the store refused it: "
                        + Texts.quote(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
    }

    /** Returns whether the store answers, so that what it refuses are rows; starts the count anew. */
    private boolean works() {
        storeFailures = 0;
        try {
            settings.stores().inTransaction(tx -> tx.contacts().find(NOBODY));
            return true;
        } catch (RuntimeException e) {
            LOG.debug("The store does not answer: {}", e.getClass());
            return false;
        }
    }

    private List<Outcome> inTransaction(List<D> drafts) {
        return settings.stores().inTransaction(tx -> taker.take(tx, drafts));
    }

    private void tellProgress() {
        Consumer<? super ImportProgress> listener = settings.progressListener();
        if (listener == null) {
            return;
        }
        try {
            listener.accept(new ImportProgress(tally.counts(), bytesConsumed, totalBytes, elapsed()));
        } catch (RuntimeException e) {
            if (!listenerFailed) {
                LOG.warn("The progress listener threw; the import goes on, and further throws are not logged.", e);
            }
            listenerFailed = true;
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Rows that are written together, and how much of the file was read with them; no rows at its end. */
    private record Batch<D>(List<Pending<D>> rows, long bytesConsumed) {}

    /** A row that waits for its batch; it has a draft or has failed. */
    private record Pending<D>(
            CsvRow row,
            long number,
            @Nullable D draft,
            @Nullable Outcome failure) {}
}
