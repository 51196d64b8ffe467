package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.TextAttribute;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final TextAttribute EMAIL = Attribute.text("email");

    @Test
    void of_map_isACopy() {
        Map<String, Object> values = new HashMap<>(Map.of("a", 1));
        Fields fields = Fields.of(values);
        values.put("a", 2);
        values.put("b", 3);
        assertThat(fields.value("a")).isEqualTo(1);
        assertThat(fields.value("b")).isNull();
        assertThat(fields.names()).containsExactly("a");
        assertThat(Fields.none().value("a")).isNull();
    }

    @Test
    void ofContact_answersAttributesIdAndAddress() {
        Contact contact = Contact.of("Hanako@example.jp").with(NAME, "花子").with(EMAIL, "other");
        Fields view = (Fields) Objects.requireNonNull(Fields.ofContact(contact).value("contact"));
        assertThat(view.value("name")).isEqualTo("花子");
        assertThat(view.value("email")).isEqualTo("Hanako@example.jp");
        assertThat(view.value("id")).isEqualTo(contact.id().value());
        assertThat(view.value("nothing")).isNull();
        assertThat(view.names()).containsExactly("email", "id", "name");
        assertThat(view.toString()).doesNotContain("花子").doesNotContain("Hanako");
    }

    @Test
    void layered_theFirstWins_whereItHasAValue() {
        Map<String, Object> first = new HashMap<>(Map.of("a", 1));
        first.put("b", null);
        Fields layered = Fields.layered(Fields.of(first), Fields.of(Map.of("a", 2, "b", 3, "c", 4)));
        assertThat(layered.value("a")).isEqualTo(1);
        assertThat(layered.value("b")).isEqualTo(3);
        assertThat(layered.value("c")).isEqualTo(4);
        assertThat(layered.names()).containsExactly("a", "b", "c");
    }

    @Test
    void limits_outOfRange_areRefused() {
        assertThatThrownBy(() -> TemplateLimits.standard().nesting(201)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TemplateLimits.standard().iterations(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(TemplateLimits.standard().sourceLength(7).outputBytes(9))
                .isEqualTo(new TemplateLimits(7, 50, 10_000, 9));
    }

    @Test
    void safeHtml_asText_isLaidOut() {
        SafeHtml html = SafeHtml.of("<p>a &lt; b</p><ul><li>{{ c }}</li></ul>");
        assertThat(html.text()).isEqualTo("a < b\n\n- {{ c }}");
        assertThat(html).isEqualTo(SafeHtml.of(html.html())).hasToString(html.html());
    }
}
