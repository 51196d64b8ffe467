package dev.hato.imports;

import java.util.List;

/** Thrown when a file as a whole cannot be imported. No row has been taken then. */
public final class CsvFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> headers;

    CsvFileException(String message, List<String> headers) {
        super(message);
        this.headers = List.copyOf(headers);
    }

    /** Returns the headers that the file has, or an empty list if it was not read so far. */
    public List<String> headers() {
        return headers;
    }
}
