package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateBoundsTest {
    private static final Mailbox BOX = Mailbox.of("a@x.example");

    private static String render(String source, Object value) {
        Message message = template(source).render(BOX, BOX, Fields.of(Map.of("x", value)));
        return String.valueOf(message.text());
    }

    private static MessageTemplate template(String source) {
        return MessageTemplate.named("t").subject("s").text(source).build();
    }

    @Test
    void build_manyFiltersInARow_isRefusedBeforeTheyFillTheStack() {
        assertThat(render("{{ x" + " | append: \"a\"".repeat(30) + " }}", "")).isEqualTo("a".repeat(30));
        assertThatThrownBy(() -> template("{{ x" + " | append: \"a\"".repeat(30_000) + " }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("30 filters");
    }

    @Test
    void build_recipientsNameTaken_isRefused() {
        assertThatThrownBy(() -> template("{% assign contact = x %}{{ contact.name }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("'contact'");
        assertThatThrownBy(() -> template("{% for contact in x %}{{ contact }}{% endfor %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("'contact'");
    }

    @Test
    void render_momentOutsideTheCalendar_isAnErrorWithAPlaceOrTheMomentItself() {
        assertThatThrownBy(() -> render("{{ x | date: \"yyyy\" }}", Instant.MAX))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("column");
        assertThat(render("{{ x }}", Instant.MAX)).isEqualTo(Instant.MAX.toString());
    }

    @Test
    void size_ofTrustedHtml_isThatOfItsText() {
        assertThat(render("{{ x | size }}", SafeHtml.of("<b>鳩の店</b>"))).isEqualTo("3");
    }

    @Test
    void inZone_appliesUnlessTheTemplateDeclaresOne() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        MessageTemplate open = template("{{ x }}");
        MessageTemplate declared = open.newBuilder().zone(ZoneId.of("UTC")).build();
        assertThat(open.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(open.inZone(paris).zone()).isEqualTo(paris);
        assertThat(open.inZone(open.zone())).isSameAs(open);
        assertThat(declared.inZone(paris)).isSameAs(declared);
    }

    @Test
    void build_unknownFilter_readsAsSentences() {
        assertThatThrownBy(() -> template("{{ x | zzzzzz }}"))
                .hasMessageContaining("There is no filter 'zzzzzz'. Filters are:");
        assertThatThrownBy(() -> template("{{ x | upcse }}"))
                .hasMessageContaining("did you mean 'upcase'? Filters are:");
    }
}
