package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R4.1")
class MemorySelectorTest {
    private static final TextAttribute PLAN = Attribute.text("plan");
    private static final EvaluationContext CONTEXT = EvaluationContext.at(Instant.EPOCH, ZoneOffset.UTC);

    private final MemoryState state = new MemoryState();
    private final Rows rows = new Rows();
    private final MemoryContactStore contacts =
            new MemoryContactStore(state, rows, new MemoryConsentStore(state, rows, new MemoryTombstones(state)));
    private final MemorySelector selector = new MemorySelector(state, rows);

    private static Contact contact(int id, String plan) {
        return Contact.of(ContactId.of(id), EmailAddress.of("c" + id + "@example.jp"))
                .with(PLAN, plan);
    }

    private long count(Condition condition) {
        return selector.count(condition, CONTEXT);
    }

    @Test
    void count_afterChanges_seesThem() {
        contacts.save(contact(1, "trial"));
        assertThat(count(PLAN.is("trial"))).isEqualTo(1);
        contacts.save(contact(2, "trial"));
        assertThat(count(PLAN.is("trial"))).isEqualTo(2);
        contacts.save(contact(1, "premium"));
        assertThat(count(PLAN.is("trial"))).isEqualTo(1);
        contacts.save(contact(1, "premium").without(PLAN));
        assertThat(count(Conditions.not(PLAN.is("trial")))).isEqualTo(1);
        contacts.remove(ContactId.of(1));
        assertThat(count(Conditions.not(PLAN.is("trial")))).isZero();
    }

    @Test
    void count_afterARollback_seesWhatWasBefore() {
        contacts.save(contact(1, "trial"));
        assertThatThrownBy(() -> state.transaction(() -> {
                    contacts.save(contact(1, "premium"));
                    contacts.save(contact(2, "premium"));
                    assertThat(count(PLAN.is("premium"))).isEqualTo(2);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(count(PLAN.is("premium"))).isZero();
        assertThat(count(PLAN.is("trial"))).isEqualTo(1);
    }

    @Test
    void count_ofAnAttributeWithTooManyValuesForAColumn_isRightToo() {
        for (int i = 0; i < AttributeColumn.MAX_VALUES; i++) {
            contacts.save(contact(i, "plan-" + i));
        }
        assertThat(rows.columns().column(PLAN)).isNotNull();
        assertThat(count(PLAN.is("plan-7"))).isEqualTo(1);
        contacts.save(contact(100_000, "one more"));
        assertThat(count(PLAN.is("one more"))).isEqualTo(1);
        assertThat(rows.columns().column(PLAN)).isNull();
        assertThat(count(PLAN.is("plan-7"))).isEqualTo(1);
    }

    @Test
    void count_afterABulkChange_seesIt() {
        int many = 50_100;
        for (int i = 0; i < many; i++) {
            contacts.save(contact(i, "trial"));
        }
        assertThat(count(PLAN.is("trial"))).isEqualTo(many);
        for (int i = 0; i < many; i++) {
            contacts.save(contact(i, "premium"));
        }
        assertThat(count(PLAN.is("trial"))).isZero();
        assertThat(count(PLAN.is("premium"))).isEqualTo(many);
    }
}
