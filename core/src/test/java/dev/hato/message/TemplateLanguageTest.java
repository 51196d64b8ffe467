package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateLanguageTest {
    private static final Mailbox TO = Mailbox.of("hanako@example.jp");
    private static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");

    private static final Fields DATA = Fields.of(Map.ofEntries(
            Map.entry("name", "花子"),
            Map.entry("word", "hello World"),
            Map.entry("none", ""),
            Map.entry("space", "  "),
            Map.entry("n", 3),
            Map.entry("price", new BigDecimal("1234.50")),
            Map.entry("big", new BigDecimal("1E+3")),
            Map.entry("ratio", 0.5),
            Map.entry("yes", true),
            Map.entry("no", false),
            Map.entry("day", LocalDate.of(2026, 4, 1)),
            Map.entry("time", Instant.parse("2026-03-31T15:30:00Z")),
            Map.entry("local", LocalDateTime.of(2026, 4, 1, 9, 5)),
            Map.entry("isoDay", "2026-04-01"),
            Map.entry("list", List.of("a", "b", "c")),
            Map.entry("empty_list", List.of()),
            Map.entry("tags", new LinkedHashSet<>(List.of("vip", "staff"))),
            Map.entry("氏名", "山田"),
            Map.entry("items", List.of(Map.of("name", "x", "n", 1), Map.of("name", "y", "n", 2))),
            Map.entry("group", Map.of("key", "v", "a b", "w", "size", "own"))));

    private static String render(String template) {
        MessageTemplate compiled = MessageTemplate.named("t").text(template).build();
        return String.valueOf(compiled.render(TO, SHOP, DATA).text());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "plain } text }} { % => plain } text }} { %",
                "{{ name }}様 => 花子様",
                "{{name}}{{ n }} => 花子3",
                "{{ 氏名 }} => 山田",
                "{{ price }} {{ big }} {{ ratio }} {{ yes }} => 1234.50 1000 0.5 true",
                "{{ day }} {{ time }} {{ local }} => 2026-04-01 2026-04-01 00:30 2026-04-01 09:05",
                "{{ list[0] }}{{ list[-1] }}{{ list.first }}{{ list.last }}{{ list.size }} => acac3",
                "{{ list }} {{ tags }} => a, b, c vip, staff",
                "{{ items[1].name }}{{ items.first.n }} => y1",
                "{{ group.key }}{{ group['a b'] }}{{ group.size }} => vwown",
                "{{ name.size }} => 2",
                "{{ \"}}\" }}{{ '%}' }} => }}%}",
                "{{ 12.50 }}{{ -3 }} => 12.50-3",
                // conditions
                "{% if n == 3 %}A{% else %}B{% endif %} => A",
                "{% if n == 3.0 %}A{% endif %} => A",
                "{% if n == '3' %}A{% else %}B{% endif %} => B",
                "{% if n > 2 and n <= 3 %}A{% endif %} => A",
                "{% if no and no or yes %}A{% else %}B{% endif %} => A",
                "{% if yes or no and no %}A{% else %}B{% endif %} => A",
                "{% if (yes or no) and no %}A{% else %}B{% endif %} => B",
                "{% if list contains 'b' %}A{% endif %}{% if word contains 'Wor' %}B{% endif %} => AB",
                "{% if missing %}A{% elsif missing.deeper == 1 %}B{% else %}C{% endif %} => C",
                "{% if missing < 1 or missing > 1 or name < 1 %}A{% else %}B{% endif %} => B",
                "{% if missing != 'x' %}A{% endif %}{% if missing == nil %}B{% endif %} => AB",
                "{% if none %}A{% endif %}{% if none == empty %}B{% endif %}{% if space == blank %}C{% endif %} => ABC",
                "{% if missing == blank %}A{% endif %}{% if missing == empty %}B{% endif %} => A",
                "{% if empty_list == empty %}A{% endif %}{% if list != empty %}B{% endif %} => AB",
                "{% if 0 %}A{% endif %} => A",
                "{% if day > '2026-03-31' and day == isoDay %}A{% endif %} => A",
                "{% if time < '2026-04-01T00:00:00+09:00' %}A{% else %}B{% endif %} => B",
                "{% unless no %}A{% else %}B{% endunless %} => A",
                "{% case n %}{% when 1, 2 %}A{% when 3 or 4 %}B{% else %}C{% endcase %} => B",
                "{% case name %} {% when 'x' %}A{% else %}C{% endcase %} => C",
                // loops
                "{% for x in list %}{{ forloop.index }}{{ x }}{% endfor %} => 1a2b3c",
                "{% for x in list reversed %}{{ x }}{% endfor %} => cba",
                "{% for x in list limit: 2 offset: 1 %}{{ x }}{% endfor %} => bc",
                "{% for x in list limit: n offset: 9 %}{{ x }}{% else %}none{% endfor %} => none",
                "{% for x in empty_list %}{{ x }}{% else %}none{% endfor %} => none",
                "{% for x in missing %}{{ x }}{% else %}none{% endfor %} => none",
                "{% for x in list %}{% unless forloop.first %}-{% endunless %}{{ x }}{% if forloop.last %}.{% endif %}{% endfor %} => a-b-c.",
                "{% for x in list %}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.length }} {% endfor %}| => 033 123 213 |",
                "{% for i in items %}{% for x in list limit: i.n %}{{ i.name }}{{ x }}{{ forloop.index }} {% endfor %}{{ forloop.index }};{% endfor %} => xa1 1;ya1 yb2 2;",
                "{% for name in list %}{{ name }}{% endfor %}{{ name }} => abc花子",
                // assign, raw, comment, white space
                "{% assign x = name | append: '!' %}{{ x }} => 花子!",
                "{% assign sum = 0 %}{% for i in items %}{% assign sum = sum | plus: i.n %}{% endfor %}{{ sum }} => 3",
                "{% if no %}{% assign name = 'x' %}{% endif %}{{ name }} => 花子",
                "{% raw %}{{ x }} {% if %}{% endraw %} => {{ x }} {% if %}",
                "a{% comment %} {{ broken {% comment %}x{% endcomment %} {% endcomment %}b => ab",
                "a  {{- n -}}  b => a3b",
                "a {%- if yes -%} b {%- endif -%} c => abc",
                "a  {%- comment -%} x {%- endcomment -%}  b => ab",
                // filters
                "{{ missing | default: 'guest' }}{{ none | default: 'guest' }}{{ space | default: 'x' }} => guestguestx",
                "{{ no | default: 'x' }}{{ empty_list | default: 'none' }} => falsenone",
                "{{ missing | upcase | default: name | append: '!' }} => 花子!",
                "{{ day | date: 'yyyy年M月d日' }} {{ day | date: 'E' }} => 2026年4月1日 水",
                "{{ time | date: 'yyyy-MM-dd HH:mm' }} {{ time | date: 'HH:mm', 'UTC' }} => 2026-04-01 00:30 15:30",
                "{{ isoDay | date: 'M/d' }} => 4/1",
                "{{ price | number: '#,##0' }} {{ price | number: '#,##0.00' }} {{ price | number: '0.#' }} => 1,235 1,234.50 1234.5",
                "{{ ratio | number: '0%' }} {{ n | number: '000' }} {{ -1234567 | number: '約#,##0個' }} => 50% 003 -約1,234,567個",
                "{{ price | currency: 'JPY' }} {{ -50 | currency: 'JPY' }} => ￥1,235 -￥50",
                "{{ price | currency: 'USD' }} => $1,234.50",
                "{{ word | upcase }}{{ word | downcase }}{{ word | capitalize }} => HELLO WORLDhello worldHello world",
                "[{{ '  a ' | strip }}] => [a]",
                "{{ word | truncate: 6 }} {{ word | truncate: 7, '...' }} {{ name | truncate: 2 }} => hello… hell... 花子",
                "{{ word | replace: 'o', '0' }} => hell0 W0rld",
                "{{ name | append: '様' | prepend: '株式会社 ' }} => 株式会社 花子様",
                "{{ list | join }} {{ list | join: '/' }} {{ list | size }} => a, b, c a/b/c 3",
                "{{ list | first }}{{ list | last }} => ac",
                "{{ 0.1 | plus: 0.2 }} {{ n | minus: 5 }} {{ price | times: 2 }} => 0.3 -2 2469.00",
                "{{ 10 | divided_by: 4 }} {{ 100 | divided_by: 10 }} {{ 2.5 | round }} {{ -2.345 | round: 2 }} => 2.5 10 3 -2.35",
                "{{ 'a b&c/日' | url_encode }} => a%20b%26c%2F%E6%97%A5",
                "{{ '<b>' | escape }} => <b>",
            })
    void render_eachFeature(String template, String expected) {
        assertThat(render(template)).isEqualTo(expected);
    }

    @Test
    void render_newlineToBrInText_leavesTheText() {
        assertThat(render("{{ 'a\nb' | newline_to_br }}")).isEqualTo("a\nb");
    }

    @Test
    void truncate_neverCutsInsideACharacter() {
        assertThat(Graphemes.truncate("か\u3099か\u3099か\u3099", 4, "…")).isEqualTo("か\u3099…");
        assertThat(Graphemes.truncate("👩\u200D👩\u200D👧xyz", 4, "…")).isEqualTo("…");
        assertThat(Graphemes.truncate("🇯🇵🇯🇵🇯🇵", 4, "…")).isEqualTo("🇯🇵…");
        assertThat(Graphemes.truncate("abc", 3, "…")).isEqualTo("abc");
        assertThat(Graphemes.truncate("𠮷𠮷𠮷𠮷", 3, "…")).isEqualTo("𠮷𠮷…");
    }

    @Test
    void locale_decidesHowNumbersAndDatesLook() {
        MessageTemplate german = MessageTemplate.named("t")
                .text("{{ price | currency: 'EUR' }} {{ day | date: 'MMMM' }} {{ price | number: '#,##0.00' }}")
                .locale(Locale.GERMANY)
                .build();
        assertThat(german.render(TO, SHOP, DATA).text()).isEqualTo("1.234,50\u00A0€ April 1.234,50");
    }

    @Test
    @Tag("R8.1")
    void render_invoiceLines_repeatsTheRow() {
        MessageTemplate invoice = MessageTemplate.named("invoice")
                .subject("ご請求 {{ order.lines.size }}件")
                .html("<table>{% for line in order.lines %}<tr><td>{{ line.item }}</td><td>{{ line.price | times:"
                        + " line.count | currency: 'JPY' }}</td></tr>{% endfor %}</table>")
                .build();
        Fields order = Fields.of(
                "order",
                Map.of(
                        "lines",
                        List.of(
                                Map.of("item", "鳩サブレー <缶>", "price", 1200, "count", 2),
                                Map.of("item", "豆", "price", new BigDecimal("99.5"), "count", 1))));
        Message message = invoice.render(TO, SHOP, order);
        assertThat(message.subject()).isEqualTo("ご請求 2件");
        assertThat(message.html())
                .isEqualTo("<table><tr><td>鳩サブレー &lt;缶&gt;</td><td>￥2,400</td></tr>"
                        + "<tr><td>豆</td><td>￥100</td></tr></table>");
        assertThat(message.text()).isEqualTo("鳩サブレー <缶> ￥2,400\n豆 ￥100");
    }

    @Test
    @Tag("R8.1")
    void render_mergeFieldsInData_areNotEvaluated() {
        MessageTemplate template = MessageTemplate.named("t")
                .text("{{ x }}{% assign y = x %}{{ y }}")
                .build();
        Fields data = Fields.of(Map.of("x", "{{ secret }}{% raw %}", "secret", "s"));
        assertThat(template.render(TO, SHOP, data).text()).isEqualTo("{{ secret }}{% raw %}{{ secret }}{% raw %}");
    }

    @Test
    void render_valueOfUnusableKind_saysWhere() {
        for (String wrong : Arrays.asList(
                "{{ group }}",
                "{{ items }}",
                "{{ word | plus: 1 }}",
                "{{ n | divided_by: 0 }}",
                "{{ word | date: 'yyyy' }}",
                "{{ day | date: 'HH:mm' }}",
                "{{ n | join: ',' }}",
                "{% for x in word %}{% endfor %}",
                "{% for x in group %}{% endfor %}")) {
            assertThatThrownBy(() -> render("\n " + wrong))
                    .as(wrong)
                    .isExactlyInstanceOf(RenderException.class)
                    .hasMessageContaining("text, line 2");
        }
    }
}
