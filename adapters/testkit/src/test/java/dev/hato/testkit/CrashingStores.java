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
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Stores of a node that dies: before or after any call to a store, before a commit, or after one whose answer is lost. What
 * a transaction wrote before its commit is gone then.
 */
final class CrashingStores implements Stores {
    /** The node's death. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final MemoryStores sound;
    private final BooleanSupplier dice;
    private final ContactStore contacts;
    private final ConsentStore consents;
    private final EventStore events;
    private final Outbox outbox;
    private final DeliveryStore deliveries;
    private final StepStore steps;
    private final SegmentSelector selector;

    CrashingStores(MemoryStores sound, BooleanSupplier dice) {
        this.sound = sound;
        this.dice = dice;
        this.contacts = crashing(ContactStore.class, sound.contacts());
        this.consents = crashing(ConsentStore.class, sound.consents());
        this.events = crashing(EventStore.class, sound.events());
        this.outbox = crashing(Outbox.class, sound.outbox());
        this.deliveries = crashing(DeliveryStore.class, sound.deliveries());
        this.steps = crashing(StepStore.class, sound.steps());
        this.selector = crashing(SegmentSelector.class, sound.selector());
    }

    private <T> T crashing(Class<T> type, T store) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            crash();
            try {
                Object answer = method.invoke(store, arguments);
                crash();
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), store.getClass().getInterfaces(), handler));
    }

    private void crash() {
        if (dice.getAsBoolean()) {
            throw new Crash();
        }
    }

    @Override
    public ContactStore contacts() {
        return contacts;
    }

    @Override
    public ConsentStore consents() {
        return consents;
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public StepStore steps() {
        return steps;
    }

    @Override
    public SegmentSelector selector() {
        return selector;
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        T result = sound.inTransaction(tx -> {
            T done = work.apply(this);
            crash();
            return done;
        });
        crash();
        return result;
    }
}
