package dev.hato.jdbc;

import java.util.List;
import javax.sql.DataSource;

/** Numbers with a scale, and local times in place of those with a zone. */
class PostgresOddLocalTimesIT implements OddRowsContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public List<String> oddNumbers() {
        return List.of("numeric(20, 4)", "'NaN'", "'nan'");
    }

    @Override
    public List<String> oddFloats() {
        return List.of("real", "'NaN'", "'Infinity'", "'-Infinity'");
    }

    @Override
    public List<String> oddDays() {
        return List.of("date", "'infinity'", "'-infinity'");
    }

    @Override
    public List<String> oddMoments() {
        return List.of("timestamp", "'infinity'", "'-infinity'", "'294276-12-31'");
    }
}
