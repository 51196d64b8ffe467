package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.PeopleContracts;
import dev.hato.jdbc.TestDatabases;
import javax.sql.DataSource;

class MariaDbPeopleContractIT implements PeopleContracts {
    @Override
    public JdbcStores emptyStores() {
        DataSource source = MariaDbServer.dataSource();
        JdbcStores stores = JdbcStores.builder(source)
                .schema(TestDatabases.newSchema(source))
                .build();
        stores.schema().migrate();
        return stores;
    }
}
