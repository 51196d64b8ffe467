package dev.hato.jdbc;

import javax.sql.DataSource;

class H2PeopleContractIT implements PeopleContracts {
    @Override
    public JdbcStores emptyStores() {
        DataSource source = TestDatabases.h2();
        JdbcStores stores = JdbcStores.on(source);
        stores.schema().migrate();
        return stores;
    }
}
