package dev.hato.jdbc;

import java.util.List;
import javax.sql.DataSource;

class PostgresOddRowsIT implements OddRowsContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public List<String> oddNumbers() {
        return List.of(
                "numeric", "'NaN'", "'Infinity'", "'-Infinity'", "1e100", "-1e200", "1e-300", "repeat('9', 200)::numeric");
    }

    @Override
    public List<String> oddDays() {
        return List.of("date", "'infinity'", "'-infinity'");
    }

    @Override
    public List<String> oddMoments() {
        return List.of("timestamptz", "'infinity'", "'-infinity'", "'294276-12-31'", "'200001-01-01'");
    }
}
