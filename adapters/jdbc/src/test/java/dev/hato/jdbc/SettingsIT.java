package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.event.ContactEvent;
import dev.hato.testkit.StoresContract;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings and values that cannot work are refused where they are given, by their names. */
class SettingsIT {
    private final DataSource database = TestDatabases.h2();

    @Test
    void durations_beyondAllReason_areRefused() {
        JdbcStores.Builder builder = JdbcStores.builder(database);
        for (Duration wrong : new Duration[] {Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO, Duration.ofNanos(1)}) {
            assertThatThrownBy(() -> builder.timeout(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a millisecond to a day");
        }
        Retention retention = JdbcStores.on(database).retention();
        for (Duration wrong : new Duration[] {Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(365L * 1_000_000)}) {
            assertThatThrownBy(() -> retention.keepEvents(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10,000 years");
            assertThatThrownBy(() -> retention.keepMails(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10,000 years");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void erasureKey_null_isRefusedByName() {
        assertThatThrownBy(() -> JdbcStores.builder(database).erasureKey(null)).hasMessageContaining("erasure key");
    }

    @Test
    void attributes_beyondWhatATableHolds_areRefused() {
        Attribute<?>[] many =
                IntStream.range(0, 1_001).mapToObj(i -> Attribute.text("a" + i)).toArray(Attribute<?>[]::new);
        assertThatThrownBy(() -> JdbcStores.builder(database).attributes(many).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("attributes", "1001", "1000");
        assertThatThrownBy(
                        () -> JdbcStores.builder(database).eventProperties(many).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eventProperties");
    }

    @Test
    void attributes_besideAHostsTable_areRefused() {
        assertThatThrownBy(() -> JdbcStores.builder(database)
                        .attributes(Attribute.text("name"))
                        .contacts(ContactTable.named("customers", "id", "mail").build())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("name", "customers", "attribute(column, attribute)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODE=Oracle", "MODE=MSSQLServer", "IGNORECASE=TRUE"})
    void h2_withAnotherMeaningOfTexts_isRefused(String setting) {
        DataSource other = TestDatabases.pool("jdbc:h2:mem:settings" + setting.hashCode() + ";" + setting, 2);
        assertThatThrownBy(() -> JdbcStores.on(other))
                .isInstanceOf(UnknownDatabaseException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "DATABASE_TO_UPPER=FALSE", "MODE=MariaDB", "MODE=MySQL"
            })
    void h2_thatSpellsNamesInItsWay_findsItsTables(String setting) {
        DataSource other =
                TestDatabases.pool("jdbc:h2:mem:spelled" + setting.hashCode() + ";DB_CLOSE_DELAY=-1;" + setting, 2);
        JdbcStores stores = JdbcStores.builder(other).tablePrefix("Mail_").build();
        stores.schema().migrate();
        assertThat(stores.schema().version()).isEqualTo(stores.schema().newest());
    }

    @Test
    void event_beyondAllTime_isRefusedByItsTime() {
        JdbcStores stores = JdbcStores.on(database);
        stores.schema().migrate();
        Contact contact = Contact.of("a@example.jp");
        StoresContract.editable(stores).save(contact);
        assertThatThrownBy(() -> stores.events().add(ContactEvent.of(contact.id(), "visit", Instant.MAX)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Instant.MAX.toString());
    }
}
