package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class H2JoiningIT implements JoiningContract {
    private static final DataSource DATABASE = TestDatabases.h2();

    @Override
    public DataSource database() {
        return DATABASE;
    }

    @Test
    void key_thatTheTransactionCannotSee_isRefusedWithTheReason() {
        assertThatThrownBy(() -> enqueueOfAnothersMail(Connection.TRANSACTION_REPEATABLE_READ))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("READ COMMITTED");
    }
}
