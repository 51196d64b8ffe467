package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.internal.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all imports share: how the file is read, and who is told what.
 *
 * <p>Rows are written in transactions of the stores, up to 4,000 in each. Where one fails, its rows are tried again in
 * smaller ones, so that a row that is refused fails alone.
 *
 * <p>A file begins with a header. Cells are separated by commas, quoted as in RFC 4180, and may have
 * line breaks; lines end with CRLF, LF or CR; blank lines are left out. The encoding is found out:
 * UTF-8, UTF-16 with a byte order mark, windows-31j (as "Shift_JIS" is understood), ISO-2022-JP, EUC-JP.
 *
 * <p>Configure it once, then run it. Not for use by several threads at once.
 *
 * @param <S> the kind of import
 */
public abstract sealed class CsvImport<S extends CsvImport<S>> permits ContactImport, EventImport {
    private static final int DEFAULT_MAX_ROW = 1_000_000;
    private static final int DEFAULT_PROBLEMS = 100;

    private final Stores stores;
    private final InstantSource clock;
    private @Nullable Charset encoding;
    private char delimiter = ',';
    private @Nullable String source;
    private int maxRowLength = DEFAULT_MAX_ROW;
    private int problemLimit = DEFAULT_PROBLEMS;
    private @Nullable Consumer<? super ImportProgress> progressListener;
    private @Nullable ResultFile resultFile;
    private @Nullable Executor executor;

    CsvImport(Stores stores, InstantSource clock) {
        this.stores = Objects.requireNonNull(stores, "stores");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    abstract S self();

    /** Finds the columns and makes what takes the rows. */
    abstract RowTaker<?> taker(Header header, String sourceName);

    /**
     * Reads files in this encoding instead of finding it out. Shift_JIS is read as windows-31j, and
     * ISO-2022-JP with Microsoft's extensions, because that is what files under these labels hold.
     */
    public final S encoding(Charset charset) {
        encoding = Objects.requireNonNull(charset, "charset");
        return self();
    }

    /**
     * Separates cells by this character, such as {@code ';'} or a tab, instead of a comma.
     *
     * @throws IllegalArgumentException if it is a quote, a line end, a letter or a digit
     */
    public final S delimiter(char character) {
        if (character == '"' || character == '\r' || character == '\n' || Character.isLetterOrDigit(character)) {
            throw new IllegalArgumentException(
                    Texts.quote(String.valueOf(character)) + " cannot separate cells; give ',', ';', '|' or a tab.");
        }
        delimiter = character;
        return self();
    }

    /** Names where the data is from, for the evidence of consent; by default the name of the file. */
    public final S source(String name) {
        source = Texts.requireName("Source", name, 100);
        return self();
    }

    /**
     * Fails rows that are longer, or have a cell that is; 1,000,000 by default. It bounds the memory
     * that an import needs.
     *
     * @param characters in UTF-16 units, at least 1,000
     */
    public final S maxRowLength(int characters) {
        if (characters < 1000) {
            throw new IllegalArgumentException("A row may have at least 1000 characters, not " + characters + ".");
        }
        maxRowLength = characters;
        return self();
    }

    /** Keeps this many of the first rows that were not taken for the report; 100 by default. */
    public final S problems(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("The number of problems to keep is " + limit + "; give 0 or more.");
        }
        problemLimit = limit;
        return self();
    }

    /**
     * Tells the listener how far the import is, after each 4,000 rows at the latest and at the end, on the
     * thread of the import. What it throws is logged, and the import goes on.
     */
    public final S progress(Consumer<? super ImportProgress> listener) {
        progressListener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /**
     * Reads and checks the next rows on this executor while those before are written, which takes a second core and the
     * memory of another few thousand rows; by default all is done on the thread of the import. The file and the
     * {@link CellParser}s are used by one thread at a time, and not after {@code run} has returned. An executor that is
     * busy or refuses costs time only.
     */
    public final S readAheadOn(Executor value) {
        executor = Objects.requireNonNull(value, "value");
        return self();
    }

    /** Writes the rows with their results. */
    public final S resultTo(ResultFile file) {
        resultFile = Objects.requireNonNull(file, "file");
        return self();
    }

    /**
     * Imports the file.
     *
     * @throws CsvFileException if the file is empty or lacks a column; no row has been taken then
     * @throws UncheckedIOException if the file cannot be read
     * @throws RuntimeException of the store's, if it refuses rows and does not answer any more; rows before may be taken,
     *     and importing the file again is harmless
     */
    public final ImportReport run(Path file) {
        if (resultFile != null && resultFile.isAt(file)) {
            throw new IllegalStateException(
                    "The results would overwrite the file that is imported, " + file + "; give them another path.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return run(in, OptionalLong.of(Files.size(file)), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file " + file + " cannot be read; check that it is there and readable.", e);
        }
    }

    /**
     * Imports what the stream has until its end, and leaves it open. No buffering is needed.
     *
     * @throws CsvFileException if the file is empty or lacks a column; no row has been taken then
     * @throws UncheckedIOException if the stream cannot be read
     */
    public final ImportReport run(InputStream in) {
        try {
            return run(in, OptionalLong.empty(), "a stream");
        } catch (IOException e) {
            throw new UncheckedIOException("The stream cannot be read to its end; the rows before that were taken.", e);
        }
    }

    private ImportReport run(InputStream in, OptionalLong size, String name) throws IOException {
        TextDecoder text = new TextDecoder(in, encoding);
        CsvRows rows = new CsvRows(text, delimiter, maxRowLength);
        Header header = Header.read(rows);
        return start(text, size, taker(header, source == null ? name : source)).run(rows, header);
    }

    private <D> ImportRun<D> start(TextDecoder text, OptionalLong size, RowTaker<D> taker) {
        return new ImportRun<>(this, text, size, taker);
    }

    final Stores stores() {
        return stores;
    }

    final InstantSource clock() {
        return clock;
    }

    final Instant now() {
        return clock.instant();
    }

    final char delimiter() {
        return delimiter;
    }

    final @Nullable String declaredSource() {
        return source;
    }

    final int problemLimit() {
        return problemLimit;
    }

    final @Nullable Consumer<? super ImportProgress> progressListener() {
        return progressListener;
    }

    final @Nullable Executor executor() {
        return executor;
    }

    final @Nullable ResultFile resultFile() {
        return resultFile;
    }
}
