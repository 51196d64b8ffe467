package dev.hato.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a file one after the other (RFC 4180, with any line end). A row whose quotes are
 * wrong is handed out with its defect, and reading goes on with the line after its first one, so that
 * a quote that is never closed does not swallow the rest of the file.
 */
final class CsvRows {
    private static final int PARSER_BUFFER = 1 << 16;
    private static final int SHOWN = 200;

    private final LineLog log;
    private final char delimiter;
    private final int maxRow;
    private RowCollector collector;
    private Iterator<CsvRow> parser;

    CsvRows(Reader text, char delimiter, int maxRow) {
        this.log = new LineLog(text, maxRow + PARSER_BUFFER);
        this.delimiter = delimiter;
        this.maxRow = maxRow;
        this.collector = new RowCollector(1);
        this.parser = parser(collector);
    }

    private Iterator<CsvRow> parser(RowCollector into) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Math.max(maxRow, PARSER_BUFFER))
                .build(into, log)
                .iterator();
    }

    /** Returns the next row, or null at the end. */
    @Nullable CsvRow next() throws IOException {
        try {
            if (!parser.hasNext()) {
                return null;
            }
            CsvRow row = parser.next();
            log.forgetBefore(row.line());
            return row;
        } catch (CsvParseException e) {
            return broken(reason(e));
        } catch (UncheckedIOException e) {
            if (isTooLong(e)) {
                return broken("it is longer than " + maxRow + " characters; shorten it, or raise the limit.");
            }
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    private static boolean isTooLong(UncheckedIOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LineLog.RowTooLongException) {
                return true;
            }
        }
        return false;
    }

    private String reason(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unexpected character after closing quote")) {
            return "text follows the closing quote of a cell; double the quotes inside a cell, and close each cell once.";
        }
        if (message.startsWith("Unclosed")) {
            return "a quote is opened and never closed; close it, or double it if it is part of the text.";
        }
        return "a cell is longer than " + maxRow
                + " characters, or its quote is never closed; close it, shorten the cell, or raise the limit.";
    }

    private CsvRow broken(String defect) throws IOException {
        long line = collector.line();
        log.forgetBefore(line);
        String beginning = log.firstLine(SHOWN);
        log.continueAt(line + 1);
        collector = new RowCollector(line + 1);
        parser = parser(collector);
        return new CsvRow(line, List.of(beginning), defect);
    }
}
