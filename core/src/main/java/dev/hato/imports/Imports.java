package dev.hato.imports;

import dev.hato.Stores;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Brings contacts and events in from CSV files.
 *
 * <pre>{@code
 * ImportReport report = hato.imports().contacts()
 *     .address("メールアドレス")
 *     .column("氏名", NAME)
 *     .run(Path.of("customers.csv"));
 * }</pre>
 *
 * <p>Thread-safe; each import that is begun belongs to one thread.
 */
public final class Imports {
    private final Stores stores;
    private final InstantSource clock;

    /** Made by {@code Hato}. */
    public Imports(Stores stores, InstantSource clock) {
        this.stores = Objects.requireNonNull(stores, "stores");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Begins an import of contacts.
     *
     * @throws UnsupportedOperationException if the contact store is read-only
     */
    public ContactImport contacts() {
        return ContactImport.into(stores, clock);
    }

    /** Begins an import of events. */
    public EventImport events() {
        return EventImport.into(stores, clock);
    }
}
