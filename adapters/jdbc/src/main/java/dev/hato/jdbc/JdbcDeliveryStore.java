package dev.hato.jdbc;

import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DeliveryStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** To come. */
final class JdbcDeliveryStore implements DeliveryStore {
    private final Database database;
    private final TemplateCache templates;

    JdbcDeliveryStore(Database database, TemplateCache templates) {
        this.database = database;
        this.templates = templates;
    }

    @Override
    public void insert(Delivery delivery) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Optional<Delivery> find(DeliveryId id) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public boolean replace(Delivery next) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Delivery> inStates(Set<DeliveryState> states) {
        throw new UnsupportedOperationException("to come");
    }
}
