package dev.hato.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1.4")
class ContactTest {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final NumberAttribute POINTS = Attribute.number("points");

    @Test
    void with_values_leavesTheOriginal() {
        Contact bare = Contact.of("hanako@example.jp");
        Contact named = bare.with(NAME, "花子").with(POINTS, 7);

        assertThat(bare.get(NAME)).isNull();
        assertThat(named.get(NAME)).isEqualTo("花子");
        assertThat(named.get(POINTS)).isEqualByComparingTo("7");
        assertThat(named.id()).isEqualTo(bare.id());
        assertThat(named.without(NAME).without(POINTS)).isEqualTo(bare);
        assertThat(named.withAddress(EmailAddress.of("new@example.jp")).id()).isEqualTo(bare.id());
    }

    @Test
    void equals_addressCase_matters() {
        Contact lower = Contact.of(ContactId.of(1), EmailAddress.of("hanako@example.jp"));
        Contact upper = Contact.of(ContactId.of(1), EmailAddress.of("Hanako@example.jp"));

        assertThat(lower.address()).isEqualTo(upper.address());
        assertThat(lower).isNotEqualTo(upper).hasSameHashCodeAs(upper);
    }

    @Test
    void toString_address_isRedacted() {
        assertThat(Contact.of("hanako@example.jp").toString())
                .contains("h***@example.jp")
                .doesNotContain("hanako");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void with_rawTypes_wrongValueIsRefused() {
        assertThatThrownBy(() -> Contact.of("hanako@example.jp").with((Attribute) POINTS, (Object) "seven"))
                .isInstanceOf(AttributeTypeException.class);
    }

    @Test
    void id_blankLongOrWithControls_isRefused() {
        for (String bad : new String[] {"", " ", "a\r\nb", "x".repeat(ContactId.MAX_LENGTH + 1)}) {
            assertThatThrownBy(() -> ContactId.of(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ContactId.of(7)).isEqualTo(ContactId.of("7"));
        assertThat(ContactId.random()).isNotEqualTo(ContactId.random());
    }
}
