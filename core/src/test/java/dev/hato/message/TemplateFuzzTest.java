package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.CpuTime;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated templates end in a template, or in one of the documented exceptions, and soon. */
class TemplateFuzzTest {
    private static final int RUNS = 20_000;
    private static final List<String> PIECES = List.of(
            "{{ a }}",
            "{{ b.c | upcase }}",
            "{{",
            "}}",
            "{%",
            "%}",
            "{%-",
            "-%}",
            "{% if a %}",
            "{% elsif b == 1 %}",
            "{% else %}",
            "{% endif %}",
            "{% for i in l %}",
            "{{ i }}",
            "{% endfor %}",
            "{% case a %}",
            "{% when 1 %}",
            "{% endcase %}",
            "{% unless a %}",
            "{% endunless %}",
            "{% assign x = a | append: a %}",
            "{% raw %}",
            "{% endraw %}",
            "{% comment %}",
            "{% endcomment %}",
            "{{ forloop.index }}",
            "<p>",
            "</p>",
            "<p title=\"",
            "\"",
            "'",
            ">",
            "<",
            "<a href=\"",
            "<a href=",
            "https://x/?",
            "</a>",
            "<!--",
            "-->",
            "<!--[if mso]>",
            "<![endif]-->",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<table><tr><td>",
            "</td></tr></table>",
            "<li>",
            "<br>",
            "&amp;",
            "&#",
            " ",
            "\n",
            "日本",
            "𠮷",
            "\u0000",
            "\uD800",
            " | date: 'yyyy' ",
            " | number: '#,##0' ",
            " | divided_by: 0 ",
            " | truncate: 3 ",
            "[0]",
            "[-1]",
            ".first",
            "(",
            ")",
            " and ",
            " or ",
            " contains ",
            "1.5",
            "javascript:",
            "mailto:",
            "style=\"",
            "onclick=\"",
            "=",
            "/",
            "<img alt=\"");

    private static final Fields DATA = Fields.of(Map.of(
            "a", "A<\"'&>", "b", Map.of("c", "x"), "l", List.of("1", "2", "3"), "d", LocalDate.of(2026, 1, 1), "n", 5));

    @Test
    void mutatedTemplates_neverEndInAnythingElse() {
        Random random = new Random(20260401);
        Mailbox box = Mailbox.of("a@x.example");
        int compiled = 0;
        int rendered = 0;
        long slowest = 0;
        for (int run = 0; run < RUNS; run++) {
            String source = source(random);
            long start = CpuTime.nanos();
            try {
                MessageTemplate template = MessageTemplate.named("fuzz")
                        .subject(run % 3 == 0 ? source : "s")
                        .html(source)
                        .build();
                compiled++;
                Message message = template.render(box, box, DATA);
                rendered++;
                assertThat(message.subject()).doesNotContain("\n");
            } catch (TemplateException | RenderException expected) {
                assertThat(expected).hasMessageContaining("line ");
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("Run " + run + ": " + source, e);
            }
            slowest = Math.max(slowest, CpuTime.nanos() - start);
        }
        assertThat(slowest).isLessThan(1_000_000_000L);
        assertThat(compiled).isGreaterThan(RUNS / 20);
        assertThat(rendered).isGreaterThan(RUNS / 50);
    }

    private static String source(Random random) {
        StringBuilder out = new StringBuilder();
        int pieces = 1 + random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            boolean opens = piece.startsWith("{% if") || piece.startsWith("{% for") || piece.startsWith("{% unless");
            if (opens && random.nextInt(3) > 0) {
                String end = piece.startsWith("{% if")
                        ? "{% endif %}"
                        : piece.startsWith("{% for") ? "{% endfor %}" : "{% endunless %}";
                out.insert(random.nextInt(out.length() + 1), piece).append(end);
            } else {
                out.append(piece);
            }
        }
        for (int i = random.nextInt(4) - 2; i > 0 && out.length() > 1; i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(3)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, out.charAt(random.nextInt(out.length())));
                default -> out.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return out.toString();
    }

    @Test
    void hugeAndDeepTemplates_endSoon() {
        Mailbox box = Mailbox.of("a@x.example");
        for (String unit : List.of(
                "{{ a }}",
                "{% if a %}",
                "{% if a %}{% endif %}",
                "<",
                "<!--",
                "<p ",
                "<p a=\"",
                "{{ a | upcase",
                "(",
                "{% if (",
                "| upcase ",
                "{{ a",
                "a.",
                "<a href=\"x{{ a }}",
                "<a href=\"x\">{% if a %}</a>{% endif %}",
                "{% if a %}<a href=\"x\">{% endif %}",
                "\n{{ b.c }}",
                "{{ a.b }} ",
                "&amp;",
                "<div style=\"display:none\">",
                "<a href=\"{% if a %}x{% endif %}",
                "{% assign x = a %}",
                "{% raw %}{% endraw %}",
                "{% comment %}",
                "'",
                "<p {% if a %}b{% endif %} ",
                "<li>",
                "<ul>")) {
            for (String head : List.of("", "<a href=\"", "{{ a ", "{% if a ", "<p style=\"")) {
                String source = head + unit.repeat(100_000 / unit.length());
                long start = CpuTime.nanos();
                try {
                    MessageTemplate.named("huge").html(source).build().render(box, box, DATA);
                } catch (TemplateException | RenderException expected) {
                    assertThat(expected).hasMessageContaining("line ");
                }
                assertThat(CpuTime.nanos() - start).as(head + unit).isLessThan(2_000_000_000L);
            }
        }
    }
}
