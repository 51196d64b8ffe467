package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.css.CssInliner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A template that inlines its CSS: the mails have the styles, all messages speak of the author's source. */
class InlinedTemplateTest {
    private static final Mailbox BOX = Mailbox.of("a@x.example");
    private static final String HTML = """
            <html><head><style>
            .row { color: #111111; margin: 0 }
            .preheader { display: none }
            </style></head><body>
            <p class="preheader">Soon</p>
            {% for line in lines %}<p class="row" title="{{ line.hint }}">{{ line.item }}</p>
            {% endfor %}
            </body></html>
            """;

    private static MessageTemplate.Builder template(String html) {
        return MessageTemplate.named("t").subject("s").html(html);
    }

    @Test
    void mail_hasTheStylesAtEachRepeatedElement() {
        MessageTemplate template =
                template(HTML).inlineCss(CssInliner.standard()).build();
        Message message = template.render(
                BOX,
                BOX,
                Fields.of("lines", List.of(Map.of("item", "A", "hint", "\">"), Map.of("item", "B", "hint", "b"))));
        assertThat(message.html())
                .contains("<p style=\"color:#111111;margin:0\" class=\"row\" title=\"&#34;&gt;\">A</p>")
                .contains("<p style=\"color:#111111;margin:0\" class=\"row\" title=\"b\">B</p>")
                .doesNotContain("<style>");
        assertThat(template.htmlSource()).isEqualTo(HTML);
        assertThat(template.newBuilder().build().fingerprint()).isEqualTo(template.fingerprint());
    }

    @Test
    @Tag("R8.5")
    void derivedText_leavesOutWhatARuleHides() {
        Fields fields = Fields.of("lines", List.of(Map.of("item", "A", "hint", "h")));
        assertThat(template(HTML).build().render(BOX, BOX, fields).text()).contains("Soon");
        assertThat(template(HTML)
                        .inlineCss(CssInliner.standard())
                        .build()
                        .render(BOX, BOX, fields)
                        .text())
                .doesNotContain("Soon")
                .contains("A");
    }

    @Test
    void fingerprint_tellsInlinedMailsFromOthers() {
        String plain = template(HTML).build().fingerprint();
        String inlined = template(HTML).inlineCss(CssInliner.standard()).build().fingerprint();
        String keeping =
                template(HTML).inlineCss(CssInliner.keepingRules()).build().fingerprint();
        assertThat(List.of(plain, inlined, keeping)).doesNotHaveDuplicates();
    }

    @Test
    @Tag("R8.1")
    void positions_areThoseOfTheAuthorsSource() {
        MessageTemplate plain = template(HTML).build();
        MessageTemplate inlined =
                template(HTML).inlineCss(CssInliner.standard()).build();
        assertThat(inlined.fields()).isEqualTo(plain.fields());
        Fields none = Fields.of("lines", List.of(Map.of("hint", "h")));
        assertThatThrownBy(() -> inlined.render(BOX, BOX, none))
                .isInstanceOf(MissingFieldException.class)
                .hasMessageContaining("line 6, column 66");
        assertThatThrownBy(() -> plain.render(BOX, BOX, none)).hasMessageContaining("line 6, column 66");
        String broken = HTML.replace("line.item", "line.item | nope");
        String expected = problem(template(broken));
        assertThat(problem(template(broken).inlineCss(CssInliner.standard())))
                .isEqualTo(expected)
                .contains("nope");
    }

    private static String problem(MessageTemplate.Builder builder) {
        try {
            builder.build();
            throw new AssertionError("built");
        } catch (TemplateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void tooMuchWork_isAProblemOfTheTemplate() {
        String html = "<style>" + ".a .b{color:red}".repeat(5_000) + "</style>" + "<p class=b>".repeat(5_000);
        assertThat(problem(template(html).inlineCss(CssInliner.standard()))).contains("comparisons");
    }
}
