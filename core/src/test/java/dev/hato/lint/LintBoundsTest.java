package dev.hato.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.CpuTime;
import dev.hato.css.CssInliner;
import dev.hato.message.MessageTemplate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long sources made to be slow: checking and inlining them ends soon. */
class LintBoundsTest {
    private static final int LENGTH = 200_000;

    /** Each takes less than a second alone; the processor may be shared. */
    private static final long LONGEST = 5_000_000_000L;

    private static final String CSS = "<style>.a{color:red}p{margin:0}div div div{x:y}</style>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<a href=\"#\">x",
                "<p class=a>",
                "<b>",
                "<table><tr><td>",
                "{{ a }}",
                "{{ '",
                "{% if a %}",
                "{% raw %}",
                "{% comment %}",
                "{% if a %}<p class=a>{% endif %}",
                "<p style=\"{% if a %}\">",
                "<p class=\"{{a}}\">",
                "<style>.a .a .a{color:red}",
                "<style>.a{color:red}</style><p class=a>",
                "<style>@media{",
                "<!--[if mso]>",
                "<a href=\"https://x\">www.y.jp"
            })
    void repeatedPiece_endsSoon(String piece) {
        String html = CSS + piece.repeat(LENGTH / piece.length());
        long start = CpuTime.nanos();
        LintReport report =
                Lint.standard().check(MessageTemplate.named("t").subject("s").html(html), List.of());
        long checked = CpuTime.nanos();
        try {
            assertThat(CssInliner.standard().inline(html)).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("comparisons");
        }
        assertThat(report.findings()).isNotEmpty();
        assertThat(checked - start).isLessThan(LONGEST);
        assertThat(CpuTime.nanos() - checked).isLessThan(LONGEST);
    }
}
