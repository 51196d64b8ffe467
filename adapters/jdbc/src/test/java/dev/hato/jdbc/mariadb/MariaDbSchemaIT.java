package dev.hato.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariaDbSchemaIT {
    @Test
    void migrate_twice_isHarmless() {
        DataSource source = MariaDbServer.dataSource();
        JdbcStores stores = JdbcStores.builder(source)
                .schema(TestDatabases.newSchema(source))
                .build();
        assertThat(stores.schema().version()).isZero();
        stores.schema().migrate();
        stores.schema().migrate();
        assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
    }
}
