package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresPeopleContractIT implements PeopleContracts {
    @Override
    public JdbcStores emptyStores() {
        DataSource source = TestDatabases.postgres();
        JdbcStores stores = JdbcStores.builder(source)
                .schema(TestDatabases.newSchema(source))
                .build();
        stores.schema().migrate();
        return stores;
    }
}
