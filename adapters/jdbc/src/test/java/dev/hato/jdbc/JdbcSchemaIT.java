package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JdbcSchemaIT {
    @Nested
    class OnPostgres implements SchemaContract {
        @Override
        public DataSource database() {
            return TestDatabases.postgres();
        }
    }

    @Nested
    class OnH2 implements SchemaContract {
        private final DataSource database = TestDatabases.h2();

        @Override
        public DataSource database() {
            return database;
        }
    }

    @Test
    void unknownDatabase_isRefusedWithThoseKnown() {
        DataSource source = answering(DataSource.class, "Oracle", "23");
        assertThatThrownBy(() -> JdbcStores.on(source))
                .isInstanceOf(UnknownDatabaseException.class)
                .hasMessageContaining("'Oracle 23'")
                .hasMessageContaining("PostgreSQL 14 or newer, MariaDB 10.11 or newer, H2 2.2 or newer");
    }

    /** A database that only says what it is. */
    private static <T> T answering(Class<T> type, String product, String version) {
        InvocationHandler answers = (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> answering(Connection.class, product, version);
            case "getMetaData" -> answering(DatabaseMetaData.class, product, version);
            case "getDatabaseProductName" -> product;
            case "getDatabaseProductVersion" -> version;
            default -> null;
        };
        return type.cast(Proxy.newProxyInstance(JdbcSchemaIT.class.getClassLoader(), new Class<?>[] {type}, answers));
    }

    @Test
    void names_thatAreNotPlain_areRefused() {
        assertThatThrownBy(() -> JdbcStores.builder(TestDatabases.h2()).schema("a; drop table b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a; drop table b'");
        assertThatThrownBy(() -> JdbcStores.builder(TestDatabases.h2()).tablePrefix("x-"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x-'");
    }
}
