package dev.hato.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows with their results. */
final class ResultWriter implements AutoCloseable {
    private static final List<String> RESULT_COLUMNS = List.of("結果", "理由", "備考");

    private final @Nullable ResultFile file;
    private final int columns;
    private final @Nullable Writer out;
    private final @Nullable CsvWriter csv;

    ResultWriter(@Nullable ResultFile file, Header header, char delimiter) {
        this.file = file;
        this.columns = header.size();
        this.out = file == null ? null : open(file);
        this.csv = out == null
                ? null
                : CsvWriter.builder()
                        .fieldSeparator(delimiter)
                        .lineDelimiter(LineDelimiter.CRLF)
                        .build(out);
        if (csv != null) {
            List<String> names = new ArrayList<>(header.names());
            names.addAll(RESULT_COLUMNS);
            write(csv, names);
        }
    }

    private static Writer open(ResultFile file) {
        Writer given = file.writer();
        if (given != null) {
            return given;
        }
        if (file.path() == null) {
            throw new IllegalStateException("neither path nor writer");
        }
        try {
            Writer opened =
                    new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file.path()), file.charset()));
            if (file.charset().equals(StandardCharsets.UTF_8)) {
                opened.write('\uFEFF');
            }
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("The result file cannot be written.", e);
        }
    }

    void row(CsvRow row, Outcome outcome) {
        if (csv == null || file == null || !file.wants(outcome.rowClass())) {
            return;
        }
        List<String> given = row.cells();
        List<String> cells = new ArrayList<>(Math.max(columns, given.size()) + RESULT_COLUMNS.size());
        for (int i = 0; i < columns; i++) {
            cells.add(i < given.size() ? TextDecoder.shown(given.get(i)) : "");
        }
        cells.add(outcome.rowClass().label());
        cells.add(outcome.reason());
        cells.add(String.join("; ", outcome.notes()));
        // What a long row has too much stands behind the results, so that these stay in their columns.
        for (int i = columns; i < given.size(); i++) {
            cells.add(TextDecoder.shown(given.get(i)));
        }
        write(csv, cells);
    }

    private void write(CsvWriter to, List<String> cells) {
        boolean neutralises = file != null && file.neutralises();
        to.writeRecord(neutralises ? cells.stream().map(ResultWriter::neutral).toList() : cells);
    }

    /** Keeps a spreadsheet from taking the cell for a formula. */
    static String neutral(String cell) {
        return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    @Override
    public void close() {
        if (csv == null || out == null || file == null) {
            return;
        }
        try {
            csv.flush();
            out.flush();
            if (file.writer() == null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The result file cannot be written to its end.", e);
        }
    }
}
