package dev.hato.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The values of one statement, given in the order of its question marks. Used by one thread. */
final class Parameters {
    private final PreparedStatement statement;
    private final Dialect dialect;
    private int next = 1;

    Parameters(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    /** Begins again with the first, for the next of a batch. */
    void rewind() {
        next = 1;
    }

    Parameters text(@Nullable String value) throws SQLException {
        statement.setString(next++, value);
        return this;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    Parameters number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(next++, Types.BIGINT);
        } else {
            statement.setLong(next++, value);
        }
        return this;
    }

    /** Binds a point in time as microseconds since 1970 UTC, as all our tables keep it. */
    Parameters instant(@Nullable Instant value) throws SQLException {
        return number(value == null ? null : (Long) Micros.of(value));
    }

    Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(next++, value);
        return this;
    }

    Parameters decimal(@Nullable BigDecimal value) throws SQLException {
        if (value == null) {
            statement.setNull(next++, Types.NUMERIC);
        } else {
            statement.setBigDecimal(next++, value);
        }
        return this;
    }

    Parameters date(@Nullable LocalDate value) throws SQLException {
        if (value == null) {
            statement.setNull(next++, Types.DATE);
        } else {
            statement.setObject(next++, value);
        }
        return this;
    }

    Parameters bytes(byte @Nullable [] value) throws SQLException {
        if (value == null) {
            statement.setNull(next++, Types.VARBINARY);
        } else {
            statement.setBytes(next++, value);
        }
        return this;
    }

    /** Binds a value of whatever kind the driver knows. */
    Parameters object(@Nullable Object value) throws SQLException {
        statement.setObject(next++, value);
        return this;
    }

    /** Binds what stands for {@code {rows r: column type, …}}; the types are those of its text, in the same order. */
    Parameters rows(Rows rows, String... types) throws SQLException {
        next = dialect.bindRows(statement, next, rows, types);
        return this;
    }

    /** Binds a text whose type the database finds out by itself. */
    Parameters untyped(String value) throws SQLException {
        statement.setObject(next++, value, Types.OTHER);
        return this;
    }

    /** Binds a table of one text column. */
    Parameters texts(Collection<String> values) throws SQLException {
        Rows rows = new Rows(values.size());
        values.forEach(rows::add);
        return rows(rows, "text");
    }
}
