package dev.hato.jdbc;

import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to plans of alike mails, each mail is where it would be alone. */
public interface OutboxLivesCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    /** Returns the numbers of the random lives; the property {@code hato.outbox.lives} makes them more. */
    static IntStream lives() {
        return IntStream.rangeClosed(1, Integer.getInteger("hato.outbox.lives", 3));
    }

    @ParameterizedTest
    @MethodSource("lives")
    @Tag("R7.4")
    default void randomCalls_areAnsweredMailByMail(int life) {
        new OutboxLives(AlikeMails.in(dataSource()), life).run(200);
    }

    @Test
    @Timeout(120)
    @Tag("R7.4")
    default void manyWorkersAtOnce_loseNothingAndDoubleNothing() throws Exception {
        new OutboxRaces(AlikeMails.in(dataSource())).run();
    }
}
