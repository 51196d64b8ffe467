package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DeliveryStore;
import dev.hato.message.MessageTemplate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every delivery store must do. */
public interface DeliveryStoreContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    @Test
    @DisplayName("a delivery comes back as it was written")
    default void insert_thenFind_returnsIt() {
        DeliveryStore store = emptyStores().deliveries();
        Delivery delivery = delivery("d1", DeliveryState.SCHEDULED, NOW, 0);
        store.insert(delivery);
        Delivery found = store.find(delivery.id()).orElseThrow();
        assertThat(found.name()).isEqualTo("spring-sale");
        assertThat(found.state()).isEqualTo(DeliveryState.SCHEDULED);
        assertThat(found.plan().at()).isEqualTo(NOW);
        assertThat(found.plan().audience()).isEqualTo(delivery.plan().audience());
        assertThat(found.plan().template().fingerprint())
                .isEqualTo(delivery.plan().template().fingerprint());
        assertThat(store.find(new DeliveryId("d2"))).isEmpty();
        assertThatThrownBy(() -> store.insert(delivery)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("a delivery is replaced only over the version that was read")
    default void replace_withOutdatedVersion_isRefused() {
        DeliveryStore store = emptyStores().deliveries();
        store.insert(delivery("d1", DeliveryState.SCHEDULED, NOW, 0));
        assertThat(store.replace(delivery("d1", DeliveryState.SENDING, NOW, 2))).isFalse();
        assertThat(store.replace(delivery("d1", DeliveryState.SENDING, NOW, 1))).isTrue();
        assertThat(store.replace(delivery("d1", DeliveryState.CANCELLED, NOW, 1)))
                .isFalse();
        assertThat(store.replace(delivery("unknown", DeliveryState.CANCELLED, NOW, 1)))
                .isFalse();
        assertThat(store.find(new DeliveryId("d1")).orElseThrow().state()).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    @DisplayName("deliveries are listed by state, the one to start first at the beginning")
    default void inStates_filtersAndOrders() {
        DeliveryStore store = emptyStores().deliveries();
        store.insert(delivery("late", DeliveryState.SCHEDULED, NOW.plusSeconds(60), 0));
        store.insert(delivery("early", DeliveryState.SENDING, NOW, 0));
        store.insert(delivery("draft", DeliveryState.DRAFT, NOW, 0));
        assertThat(store.inStates(EnumSet.of(DeliveryState.SCHEDULED, DeliveryState.SENDING)))
                .extracting(delivery -> delivery.id().value())
                .containsExactly("early", "late");
        assertThat(store.inStates(Set.of())).isEmpty();
    }

    private static Delivery delivery(String id, DeliveryState state, Instant at, long version) {
        MessageTemplate template = MessageTemplate.named("sale")
                .subject("{{ contact.name | default: \"お客様\" }} 様")
                .html("<p>春のセール</p>")
                .build();
        Delivery.Plan plan = new Delivery.Plan(
                "spring-sale", new Audience.Subscribers(MailingList.of("news"), null), template, at, NOW);
        return new Delivery(new DeliveryId(id), plan, state, new Delivery.Milestones(null, null, null, null), version);
    }
}
