package dev.hato.jdbc;

import java.time.InstantSource;
import javax.sql.DataSource;

/** Stores in tables that nobody else uses. */
public final class TestStores {
    private TestStores() {}

    /** Returns migrated stores in a new schema. */
    public static JdbcStores empty(DataSource dataSource) {
        return migrated(in(dataSource, TestDatabases.newSchema(dataSource)).build());
    }

    /** Returns migrated stores in a new schema, with leases that end by this clock. */
    public static JdbcStores empty(DataSource dataSource, InstantSource leaseClock) {
        return migrated(in(dataSource, TestDatabases.newSchema(dataSource))
                .leaseClock(leaseClock)
                .build());
    }

    /** Begins stores in a schema. */
    public static JdbcStores.Builder in(DataSource dataSource, String schema) {
        return JdbcStores.builder(dataSource).schema(schema);
    }

    private static JdbcStores migrated(JdbcStores stores) {
        stores.schema().migrate();
        return stores;
    }
}
