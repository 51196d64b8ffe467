package dev.hato.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read by position from 1. */
final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    String text(int column) throws SQLException {
        return Objects.requireNonNull(results.getString(column));
    }

    @Nullable String textOrNull(int column) throws SQLException {
        return results.getString(column);
    }

    /** Returns the first so many columns. */
    List<String> texts(int columns) throws SQLException {
        List<String> texts = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            texts.add(text(i));
        }
        return List.copyOf(texts);
    }

    long number(int column) throws SQLException {
        return results.getLong(column);
    }

    int count(int column) throws SQLException {
        return results.getInt(column);
    }

    @Nullable Long numberOrNull(int column) throws SQLException {
        long value = results.getLong(column);
        return results.wasNull() ? null : value;
    }

    Instant instant(int column) throws SQLException {
        return Micros.instant(results.getLong(column));
    }

    @Nullable Instant instantOrNull(int column) throws SQLException {
        Long micros = numberOrNull(column);
        return micros == null ? null : Micros.instant(micros);
    }

    boolean flag(int column) throws SQLException {
        return results.getBoolean(column);
    }

    @Nullable BigDecimal decimalOrNull(int column) throws SQLException {
        return results.getBigDecimal(column);
    }

    byte @Nullable [] bytesOrNull(int column) throws SQLException {
        return results.getBytes(column);
    }

    /** Returns the driver's row, for what has no method here. */
    ResultSet results() {
        return results;
    }
}
