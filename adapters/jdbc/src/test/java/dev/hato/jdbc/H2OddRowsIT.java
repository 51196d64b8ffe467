package dev.hato.jdbc;

import java.util.List;
import javax.sql.DataSource;

class H2OddRowsIT implements OddRowsContract {
    private final DataSource database = TestDatabases.h2();

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public List<String> oddNumbers() {
        return List.of(
                "decfloat",
                "cast('NaN' as decfloat)",
                "cast('Infinity' as decfloat)",
                "cast('-Infinity' as decfloat)",
                "cast('1e100' as decfloat)",
                "cast('1e-300' as decfloat)");
    }

    @Override
    public List<String> oddDays() {
        return List.of("date", "null", "null"); // all its days are some
    }

    @Override
    public List<String> oddMoments() {
        return List.of(
                "timestamp with time zone",
                "timestamp with time zone '+400000-01-01 00:00:00+00'",
                "timestamp with time zone '-400000-01-01 00:00:00+00'");
    }
}
