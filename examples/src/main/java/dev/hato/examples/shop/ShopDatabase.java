package dev.hato.examples.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.jdbc.JdbcStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo keeps everything: a file of H2's unless it is given the address of another database. What a run that
 * was killed has left is found again by the next one; what a run has finished is removed.
 */
final class ShopDatabase implements AutoCloseable {
    private static final String SCHEMA = "hato_demo";
    private static final int CONNECTIONS = 8;

    private final HikariDataSource source;
    private final JdbcStores stores;
    private final boolean resumed;

    private ShopDatabase(HikariDataSource source, JdbcStores stores, boolean resumed) {
        this.source = source;
        this.stores = stores;
        this.resumed = resumed;
    }

    /**
     * Opens the database.
     *
     * @param url the JDBC address of a PostgreSQL, MariaDB or H2 database, in which the schema {@code hato_demo} is the
     *     demo's; null for a file in the folder
     * @param lastDelivery with whose completion a run is finished
     */
    static ShopDatabase open(@Nullable String url, Path folder, String lastDelivery) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                url == null ? "jdbc:h2:file:" + folder.toAbsolutePath().resolve("shop-database") : url);
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource source = new HikariDataSource(config);
        try {
            execute(source, "create schema if not exists " + SCHEMA);
            JdbcStores stores = stores(source);
            boolean resumed = isUnfinished(stores, lastDelivery);
            if (!resumed) {
                boolean mariadb = source.getJdbcUrl().startsWith("jdbc:mariadb:");
                execute(source, "drop schema " + SCHEMA + (mariadb ? "" : " cascade"));
                execute(source, "create schema " + SCHEMA);
                stores.schema().migrate();
            }
            return new ShopDatabase(source, stores, resumed);
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static JdbcStores stores(HikariDataSource source) {
        return JdbcStores.builder(source)
                .schema(SCHEMA)
                .attributes(Shop.NAME, Shop.PREFECTURE, Shop.BIRTHDAY, Shop.RANK)
                .eventProperties(Shop.AMOUNT)
                .build();
    }

    private static boolean isUnfinished(JdbcStores stores, String lastDelivery) {
        if (stores.schema().version() < stores.schema().newest()) {
            return false;
        }
        List<Delivery> all = stores.deliveries().inStates(EnumSet.allOf(DeliveryState.class));
        return !all.isEmpty()
                && all.stream()
                        .noneMatch(delivery -> delivery.name().equals(lastDelivery)
                                && delivery.state().isFinal());
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    JdbcStores stores() {
        return stores;
    }

    /** Returns whether an earlier run was interrupted, and this one goes on with its data. */
    boolean isResumed() {
        return resumed;
    }

    /** Returns the delivery of this name, if an earlier run has submitted it. */
    Optional<Delivery> delivery(String name) {
        return stores.deliveries().inStates(EnumSet.allOf(DeliveryState.class)).stream()
                .filter(delivery -> delivery.name().equals(name))
                .findFirst();
    }

    /** Returns the address without what may be a password. */
    String address() {
        return source.getJdbcUrl().replaceAll("[?;].*", "");
    }

    @Override
    public void close() {
        source.close();
    }
}
