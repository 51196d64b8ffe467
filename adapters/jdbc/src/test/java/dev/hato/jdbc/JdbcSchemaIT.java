package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class JdbcSchemaIT {
    @Test
    void migrate_twice_isHarmless() {
        for (DataSource source : new DataSource[] {TestDatabases.postgres(), TestDatabases.h2()}) {
            JdbcStores stores = JdbcStores.builder(source)
                    .schema(TestDatabases.newSchema(source))
                    .build();
            assertThat(stores.schema().version()).isZero();
            stores.schema().migrate();
            stores.schema().migrate();
            assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
        }
    }
}
