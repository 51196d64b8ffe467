package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxCodesTest {
    @Test
    void codes_ofEveryConstant_readBackAsIt() {
        for (MailKind kind : MailKind.values()) {
            assertThat(OutboxCodes.kind(OutboxCodes.code(kind))).isEqualTo(kind);
        }
        for (ExclusionReason reason : ExclusionReason.values()) {
            assertThat(OutboxCodes.reason(OutboxCodes.code(reason))).isEqualTo(reason);
        }
        Set<MailState> states = new HashSet<>(Arrays.asList(MailState.values()));
        states.remove(MailState.CLAIMED);
        for (MailState state : states) {
            assertThat(OutboxCodes.state(OutboxCodes.code(state))).isEqualTo(state);
            assertThat(OutboxCodes.code(state) < OutboxCodes.OVER).isEqualTo(state.isOpen());
        }
    }

    @Test
    void codes_areThoseOfTheReleasedSchema() {
        assertThat(Arrays.stream(MailKind.values()).mapToLong(OutboxCodes::code).toArray())
                .containsExactly(50, 40, 30, 20, 10);
        assertThat(OutboxCodes.code(MailState.HANDED_OVER)).isEqualTo(11);
        assertThat(Objects.requireNonNull(OutboxCodes.code(ExclusionReason.DELIVERY_FAILED)))
                .isEqualTo(12);
    }

    @Test
    void kinds_areInTheOrderOfTheirPriority() {
        assertThat(MailKind.values())
                .isSortedAccordingTo(Comparator.comparingInt(MailKind::priority))
                .isSortedAccordingTo(
                        Comparator.<MailKind>comparingLong(OutboxCodes::code).reversed());
    }

    @Test
    void code_ofANewerVersion_isAClearError() {
        assertThatThrownBy(() -> OutboxCodes.state(99))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("mail state 99")
                .hasMessageContaining("newest");
    }
}
