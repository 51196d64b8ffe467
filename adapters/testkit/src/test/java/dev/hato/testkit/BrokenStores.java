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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores in memory of which one part misbehaves, to show that the contracts notice. */
class BrokenStores implements Stores {
    /** Answers a call in place of the sound store, or passes it on with {@link Call#proceed}. */
    interface Fault {
        Object answer(Call call) throws Throwable;
    }

    /** One call to a store. */
    record Call(Object sound, Method method, List<@Nullable Object> arguments) {
        boolean is(String name) {
            return method.getName().equals(name);
        }

        <T> T argument(int index, Class<T> type) {
            return type.cast(arguments.get(index));
        }

        Object proceed() throws Throwable {
            return with(arguments);
        }

        /** Passes the call on with another argument at this place. */
        Object proceedWith(int index, @Nullable Object changed) throws Throwable {
            List<@Nullable Object> copy = new ArrayList<>(arguments);
            copy.set(index, changed);
            return with(copy);
        }

        private Object with(List<@Nullable Object> all) throws Throwable {
            try {
                return method.invoke(sound, all.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private final Stores sound = MemoryStores.create();
    private final Class<?> where;
    private final Fault fault;

    BrokenStores(Class<?> where, Fault fault) {
        this.where = where;
        this.fault = fault;
    }

    private <T> T broken(Class<T> type, Object store) {
        if (!type.equals(where)) {
            return type.cast(store);
        }
        InvocationHandler handler = (proxy, method, arguments) ->
                fault.answer(new Call(store, method, arguments == null ? List.of() : Arrays.asList(arguments)));
        Class<?>[] all = store.getClass().getInterfaces();
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), all, handler));
    }

    @Override
    public ContactStore contacts() {
        return broken(ContactStore.class, sound.contacts());
    }

    @Override
    public ConsentStore consents() {
        return broken(ConsentStore.class, sound.consents());
    }

    @Override
    public EventStore events() {
        return broken(EventStore.class, sound.events());
    }

    @Override
    public Outbox outbox() {
        return broken(Outbox.class, sound.outbox());
    }

    @Override
    public DeliveryStore deliveries() {
        return broken(DeliveryStore.class, sound.deliveries());
    }

    @Override
    public StepStore steps() {
        return broken(StepStore.class, sound.steps());
    }

    @Override
    public SegmentSelector selector() {
        return broken(SegmentSelector.class, sound.selector());
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return where.equals(Stores.class) ? work.apply(this) : sound.inTransaction(tx -> work.apply(this));
    }
}
