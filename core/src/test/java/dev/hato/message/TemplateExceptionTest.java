package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateExceptionTest {
    private static TemplateException error(String html) {
        return catchThrowableOfType(
                TemplateException.class,
                () -> MessageTemplate.named("spring").html(html).build());
    }

    @Test
    void message_hasPlaceProblemAndExcerpt() {
        TemplateException e = error("<p>𠮷野家 {{ name | upcas }}</p>\nmore");
        assertThat(e.template()).isEqualTo("spring");
        assertThat(e.position()).isEqualTo(new TemplatePosition("html", 1, 18));
        assertThat(e.problem())
                .startsWith("There is no filter 'upcas'; did you mean 'upcase'? Filters are: default, date, number,");
        assertThat(e.excerpt()).isEqualTo("  <p>𠮷野家 {{ name | upcas }}</p>\n                   ^");
        assertThat(e).hasMessageStartingWith("Template 'spring' (html, line 1, column 18): There is no filter");
    }

    @Test
    void excerpt_ofALongLine_isCut() {
        TemplateException e = error("x".repeat(500) + "{{ " + "y".repeat(500));
        assertThat(e.position().column()).isEqualTo(501);
        assertThat(e.excerpt()).hasSizeLessThan(260).contains("…").endsWith(" ^");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ name => 1 => '{{' is never closed by '}}'",
                "a{% if x => 2 => '{%' is never closed by '%}'",
                "{{ 'abc }} => 4 => has no closing '",
                "{{ }} => 4 => Expected a field, a \"text\" or a number, but found the end of the tag",
                "{{ a b }} => 6 => Unexpected 'b'",
                "{{ a | }} => 8 => Expected a filter's name",
                "{{ a. }} => 7 => Expected a name after '.'",
                "{{ a[b] }} => 6 => one whole number or one",
                "{{ a ; b }} => 6 => has no meaning here",
                "{{ nil }} => 1 => nil has nothing to show",
                "{{ empty }} => 4 => can only be compared",
                "{{ a | date }} => 8 => does not take 0 arguments. The form is: | date: \"yyyy-MM-dd\", \"Asia/Tokyo\"",
                "{{ a | upcase: 1 }} => 8 => does not take 1 argument.",
                "{{ a | date: 'yyyy-QQQQQQ' }} => 8 => Filter 'date': ",
                "{{ a | date: 'yyyy', 'Mars' }} => 8 => there is no zone of that name",
                "{{ a | date: b }} => 8 => must be a \"text\" in quotes",
                "{{ a | number: '#.#,#' }} => 8 => a number's pattern is like",
                "{{ a | currency: 'YEN' }} => 8 => no currency of that code",
                "{{ a | plus: 'x' }} => 8 => argument 1 must be a number",
                "{{ a | truncate: 'x' }} => 8 => argument 1 must be a number",
                "{{ a | replace: '', 'x' }} => 8 => nothing to replace",
                "{% iff a %} => 1 => There is no tag 'iff'; did you mean 'if'? Tags are: assign, case, comment, for, if, raw, unless.",
                "{% endif %} => 1 => {% endif %} does not belong here; no block is open.",
                "{% for i in a %}{% endif %} => 17 => 'for' is open and takes else, endfor.",
                "{% if a %}{% else %}{% elsif b %}{% endif %} => 21 => 'if' is open and takes endif.",
                "ab{% if a %} => 3 => 'if' is never closed. Add {% endif %}.",
                "{% if a = b %}{% endif %} => 9 => '=' does not compare; write '=='.",
                "{% if a and %}{% endif %} => 13 => Expected a field",
                "{% if (a %}{% endif %} => 10 => Expected ')'",
                "{% for i of a %}{% endfor %} => 10 => Expected 'in'",
                "{% for i in a limt: 3 %}{% endfor %} => 15 => 'limt' is no option of a loop",
                "{% assign a %} => 13 => Expected '='",
                "{% case a %}x{% when 1 %}{% endcase %} => 1 => only white space may stand",
                "{% raw %}{{ => 1 => 'raw' is never closed. Add {% endraw %}.",
                "{% comment %}{% comment %}{% endcomment %} => 1 => 'comment' is never closed",
                "{% for i in a %}{{ forloop.indx }}{% endfor %} => 20 => A loop has index, index0",
                "{% %} => 4 => Expected a tag's name",
            })
    void problem_andColumn(String template, int column, String problem) {
        TemplateException e = error(template);
        assertThat(e).as(template).isNotNull();
        assertThat(e.problem()).contains(problem);
        assertThat(e.position()).isEqualTo(new TemplatePosition("html", 1, column));
    }

    @Test
    void part_isNamed() {
        for (String part : new String[] {"subject", "text", "from", "reply-to", "header X-A"}) {
            TemplateException e = catchThrowableOfType(
                    TemplateException.class,
                    () -> MessageTemplate.named("t")
                            .subject(part.equals("subject") ? "{{" : "")
                            .text(part.equals("text") ? "{{" : "t")
                            .from(Mailbox.of(part.equals("from") ? "{{" : "n", "a@x.example"))
                            .replyTo(Mailbox.of(part.equals("reply-to") ? "{{" : "n", "a@x.example"))
                            .header("X-A", part.startsWith("header") ? "{{" : "")
                            .build());
            assertThat(e.position()).isEqualTo(new TemplatePosition(part, 1, 1));
        }
    }

    @Test
    void differentBranches_nameBothPlaces() {
        assertThat(error("{% if a %}\n<p title=\"{% elsif b %}x{% endif %}\">").problem())
                .contains("line 1, column 1", "line 2, column 11", "the value of attribute 'title'");
    }
}
