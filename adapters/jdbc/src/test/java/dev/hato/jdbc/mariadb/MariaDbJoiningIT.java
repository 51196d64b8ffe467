package dev.hato.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.SendResult;
import dev.hato.jdbc.JoiningContract;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariaDbJoiningIT implements JoiningContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }

    /** Its default. */
    @Test
    void key_thatAnotherTransactionWroteMeanwhile_isARepetitionUnderRepeatableRead() throws SQLException {
        assertThat(enqueueOfAnothersMail(Connection.TRANSACTION_REPEATABLE_READ))
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.repeated()).isTrue());
    }
}
