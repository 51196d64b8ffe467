package dev.hato.testkit;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.SegmentSelector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Stores in memory that count the calls, each of which would be a round trip to a database. */
final class CountedStores implements Stores {
    final Map<String, Integer> calls = Collections.synchronizedMap(new TreeMap<>());

    /** Runs before each claim of enrolments. */
    volatile Runnable beforeClaim = () -> {};

    private final MemoryStores stores = MemoryStores.create();
    private final Map<Object, Object> counted = Collections.synchronizedMap(new IdentityHashMap<>());

    private <T> T counted(Class<T> type, T store) {
        return type.cast(counted.computeIfAbsent(
                store,
                key -> Proxy.newProxyInstance(
                        getClass().getClassLoader(), store.getClass().getInterfaces(), (proxy, method, arguments) -> {
                            calls.merge(type.getSimpleName() + "." + method.getName(), 1, Integer::sum);
                            if (method.getName().equals("claim") && type == StepStore.class) {
                                beforeClaim.run();
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        })));
    }

    @Override
    public ContactStore contacts() {
        return counted(ContactStore.class, stores.contacts());
    }

    @Override
    public ConsentStore consents() {
        return counted(ConsentStore.class, stores.consents());
    }

    @Override
    public EventStore events() {
        return counted(EventStore.class, stores.events());
    }

    @Override
    public Outbox outbox() {
        return counted(Outbox.class, stores.outbox());
    }

    @Override
    public DeliveryStore deliveries() {
        return counted(DeliveryStore.class, stores.deliveries());
    }

    @Override
    public StepStore steps() {
        return counted(StepStore.class, stores.steps());
    }

    @Override
    public SegmentSelector selector() {
        return counted(SegmentSelector.class, stores.selector());
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return stores.inTransaction(tx -> work.apply(this));
    }
}
