package dev.hato.jdbc;

import dev.hato.testkit.ConsentStoreContract;
import dev.hato.testkit.ContactStoreContract;
import dev.hato.testkit.EditableEventStoreContract;
import dev.hato.testkit.EventStoreContract;

/** The contracts of the stores of contacts, subscriptions and events together. */
public interface PeopleContracts
        extends ContactStoreContract, ConsentStoreContract, EventStoreContract, EditableEventStoreContract {
    @Override
    JdbcStores emptyStores();
}
