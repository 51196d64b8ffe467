package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateEscapingTest {
    private static final Mailbox TO = Mailbox.of("hanako@example.jp");
    private static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");

    private static final List<String> ATTACKS = List.of(
            "<script>alert(1)</script>",
            "\"><script>alert(1)</script>",
            "'><img src=x onerror=alert(1)>",
            "\" onmouseover=\"alert(1)",
            "' onmouseover='alert(1)",
            " onmouseover=alert(1) x=",
            "x onfocus=alert(1) autofocus",
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u0001javascript:alert(1)",
            "javascript&colon;alert(1)",
            "&#106;avascript:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html,<script>alert(1)</script>",
            "feed:javascript:alert(1)",
            "view-source:javascript:alert(1)",
            "--><script>alert(1)</script>",
            "-",
            "--!><script>alert(1)</script>",
            "]]><script>alert(1)</script>",
            "<![endif]--><script>alert(1)</script>",
            "</style><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "</textarea><script>alert(1)</script>",
            "expression(alert(1))",
            "red;background:url(javascript:alert(1))",
            "\\3c script",
            "`onmouseover=alert(1)",
            "\u0000<script>alert(1)</script>",
            "\uD800<script>alert(1)</script>",
            "＜script＞alert(1)＜/script＞",
            "{{ evil }}",
            "");

    /** Templates with one slot in every place that takes one. */
    private static final List<String> PLACES = List.of(
            "<p>{{ x }}</p>",
            "<p title=\"{{ x }}\">t</p>",
            "<p title='{{ x }}'>t</p>",
            "<p title={{ x }} lang=ja>t</p>",
            "<p title=a{{ x }} lang=ja>t</p>",
            "<a href=\"{{ x }}\">t</a>",
            "<a href={{ x }} lang=ja>t</a>",
            "<a href='https://shop.example/{{ x }}'>t</a>",
            "<a href=\"https://shop.example/?q={{ x }}&amp;r={{ x }}\">t</a>",
            "<a href=\"{{ x }}{{ x }}\">t</a>",
            "<a href=\"java{{ x }}\">t</a>",
            "<a href=\"mailto:{{ x }}?subject={{ x }}\">t</a>",
            "<img src=\"{{ x }}\" alt=\"{{ x }}\">",
            "<img srcset=\"{{ x }} 1x, {{ x }} 2x\">",
            "<td background=\"{{ x }}\">t</td>",
            "<form action=\"{{ x }}\"><button formaction='{{ x }}'>t</button></form>",
            "<p style=\"color: {{ x }}\">t</p>",
            "<style>p { color: {{ x }} }</style><p>t</p>",
            "<title>{{ x }}</title><p>t</p>",
            "<textarea>{{ x }}</textarea><p>t</p>",
            "<!-- {{ x }} --><p>t</p>",
            "<!--{{ x }}--><p>t</p>",
            "<!-- {{ x }}-> --><p>t</p>",
            "<!-- a-{{ x }}> --><p>t</p>",
            "<!--[if mso]><p title=\"{{ x }}\">{{ x }}</p><![endif]--><p>t</p>",
            "<!--[if mso]><v:rect href=\"{{ x }}\"><v:fill src='{{ x }}'/></v:rect><![endif]--><p>t</p>",
            "<svg><a xlink:href=\"{{ x }}\">t</a></svg>");

    private static String html(String template, Object x) {
        MessageTemplate compiled = MessageTemplate.named("t").html(template).build();
        return String.valueOf(
                compiled.render(TO, SHOP, Fields.of(Map.of("x", x))).html());
    }

    @Test
    void attacks_inEveryPlace_leaveTheDocumentsStructureAndRunNothing() {
        for (String place : PLACES) {
            String shape = shape(Jsoup.parse(html(place, "x")));
            for (String attack : ATTACKS) {
                String html = html(place, attack);
                Document document = Jsoup.parse(html);
                assertThat(shape(document))
                        .as(place + " with " + attack + " gave " + html)
                        .isEqualTo(shape);
                for (Element element : document.getAllElements()) {
                    element.attributes().forEach(attribute -> {
                        assertThat(attribute.getKey()).as(html).doesNotStartWith("on");
                        if (List.of("href", "src", "action", "formaction", "background", "xlink:href")
                                .contains(attribute.getKey())) {
                            String url = attribute.getValue().replaceAll("[\\x00-\\x20]", "");
                            assertThat(url)
                                    .as(html)
                                    .doesNotMatch("(?is)(javascript|vbscript|data|feed|view-source):.*");
                        }
                    });
                }
            }
        }
    }

    private static String shape(Document document) {
        StringBuilder out = new StringBuilder();
        document.traverse((node, depth) -> out.append(depth)
                .append(node.nodeName())
                .append(node.attributes().asList().stream()
                        .map(a -> a.getKey().startsWith("#") ? "" : a.getKey())
                        .toList())
                .append(' '));
        // an empty value leaves no text node behind, which is no structure
        return out.toString().replaceAll("\\d+#(text|data)\\[[^]]*] ", "");
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "<p>{{ x }}</p> => O'Neil & \"Söhne\" <GmbH> => <p>O'Neil &amp; \"Söhne\" &lt;GmbH&gt;</p>",
                "<p title=\"{{ x }}\"> => a\"b'c<d>&e => <p title=\"a&#34;b&#39;c&lt;d&gt;&amp;e\">",
                "<p title={{ x }}> => a b=c => <p title=a&#32;b&#61;c>",
                "<a href=\"{{ x }}\"> => https://x.example/a b?q=1&r=日#f => <a href=\"https://x.example/a%20b?q=1&amp;r=%E6%97%A5#f\">",
                "<a href=\"{{ x }}\"> => https://x.example/a%20b => <a href=\"https://x.example/a%20b\">",
                "<a href=\"{{ x }}\"> => javascript:alert(1) => <a href=\"#blocked\">",
                "<a href=\"{{ x }}\"> => /path:with:colons => <a href=\"/path:with:colons\">",
                "<a href=\"{{ x }}\"> => tel:+81-3-1234 => <a href=\"tel:+81-3-1234\">",
                "<a href=\"https://x.example/{{ x }}\"> => a/b&c?d=é => <a href=\"https://x.example/a%2Fb%26c%3Fd%3D%C3%A9\">",
                "<a href=\"https://x.example/?q={{ x | url_encode }}\"> => a b => <a href=\"https://x.example/?q=a%20b\">",
                "<a href=\"{{ x }}&amp;a={{ x }}\"> => /b?c => <a href=\"/b?c&amp;a=%2Fb%3Fc\">",
                "<a href=\"{{ x }}&a={{ x }}\"> => /b?c => <a href=\"/b?c&a=%2Fb%3Fc\">",
                "<a href=\"{{ x }}&{{ x }}={{ x }}\"> => a => <a href=\"a&a=a\">",
                "<img src=\"cid:{{ x }}\"> => a@b.example => <img src=\"cid:a@b.example\">",
                "<a href=\"mailto:{{ x }}\"> => a+b@x.example => <a href=\"mailto:a%2Bb@x.example\">",
                "<p style=\"color:{{ x }}\"> => #ff0000 => <p style=\"color:#ff0000\">",
                "<p style=\"color:{{ x }}\"> => red;x:y => <p style=\"color:\">",
                "<p>{{ x | escape }}</p> => a<b => <p>a&lt;b</p>",
                "<p>{{ x | newline_to_br }}</p> => a<b => <p>a&lt;b</p>",
                "<p title=\"{{ x | newline_to_br }}\"> => a<b => <p title=\"a&lt;b\">",
                "<!-- {{ x }} --> => a-->b => <!-- a&#45;&#45;&#62;b -->",
            })
    void slot_byContext(String template, String value, String expected) {
        assertThat(html(template, value)).isEqualTo(expected);
    }

    @Test
    void newlineToBr_inHtml_escapesAndBreaks() {
        assertThat(html("<p>{{ x | newline_to_br }}</p>", "a<b\r\nc\nd")).isEqualTo("<p>a&lt;b<br>\nc<br>\nd</p>");
    }

    @Test
    void safeHtml_passesOnlyInHtmlText() {
        SafeHtml trusted = SafeHtml.of("<b>Spring &amp; more</b>");
        assertThat(html("<p>{{ x }}</p>", trusted)).isEqualTo("<p><b>Spring &amp; more</b></p>");
        assertThat(html("<p title=\"{{ x }}\">", trusted)).isEqualTo("<p title=\"Spring &amp; more\">");
        assertThat(html("<title>{{ x }}</title>", trusted)).isEqualTo("<title>Spring &amp; more</title>");
        assertThat(html("<p>{{ x | escape }}</p>", trusted))
                .isEqualTo("<p>&lt;b&gt;Spring &amp;amp; more&lt;/b&gt;</p>");
        assertThat(html("<p>{{ x | upcase }}</p>", trusted)).isEqualTo("<p>SPRING &amp; MORE</p>");
        MessageTemplate text = MessageTemplate.named("t").text("{{ x }}").build();
        assertThat(text.render(TO, SHOP, Fields.of("x", trusted)).text()).isEqualTo("Spring & more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>var a = '{{ x }}'</script>",
                "<script src=\"{{ x }}\"></script>",
                "<p onclick=\"f('{{ x }}')\">",
                "<iframe srcdoc='{{ x }}'>",
                "<{{ x }}>",
                "</{{ x }}>",
                "<p {{ x }}>",
                "<p {{ x }}=1>",
                "<p a{{ x }}=1>",
                "<p a {{ x }}>",
                "<!{{ x }}>",
                "<!DOCTYPE {{ x }}>",
                "<!--[if {{ x }}]><![endif]-->",
                "<a href=\"javascript:f('{{ x }}')\">",
                "<a href=\"data:text/html,{{ x }}\">",
                "<a href=\"&#106;avascript:{{ x }}\">",
                "<a href=\"java&#115;cript:{{ x }}\">",
                "<a href=\"javascript&colon;{{ x }}\">",
                "<a href=\"java\nscript:{{ x }}\">",
                "<a href=\"&#32;{{ x }}\">",
                "<a href=\"{{ x }}&#58;{{ x }}\">",
                "<a href=\"{{ x }}&{{ x }};{{ x }}\">",
                "<a href=\"{{ x }}:{{ x }}\">",
                "<a href=\"{% if x %}https://a/{% endif %}{{ x }}\">",
                "<meta http-equiv=refresh content=\"0;url={{ x }}\">",
                "<p style={{ x }}>",
                "<xmp>{{ x }}</xmp>",
                "<style>a</sty{{ x }}",
                "<svg><set attributeName=href to=\"{{ x }}\"/></svg>",
            })
    void slot_whereNothingCanBeEscaped_isRefused(String template) {
        assertThatThrownBy(() -> html(template, "x"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Template 't' (html, line ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>{% if x %}<b title=\"{% endif %}{{ x }}</p>",
                "<p {% if x %}title=\"{% endif %}{{ x }}\"></p>",
                "{% if x %}<!-- {% else %}<p>{% endif %}{{ x }}",
                "{% for i in x %}<p title=\"{% endfor %}",
                "{% for i in x %}a{% else %}<!-- {% endfor %}",
                "{% case x %}{% when 1 %}<style>{% endcase %}",
                "<p{% if x %} title=a{% endif %}b>",
            })
    void branches_endingInDifferentPlaces_areRefused(String template) {
        assertThatThrownBy(() -> html(template, "x"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("line 1, column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p {% if x %}title=\"a\"{% endif %}>{{ x }}</p>",
                "<p{% if x %} title=\"a\"{% endif %}>{{ x }}</p>",
                "<p{% if x %} title=a{% else %} hidden{% endif %} lang=ja>{{ x }}</p>",
                "<td {% for i in l %}data-{{ forloop }}{% endfor %}",
                "{% if x %}<div>{% else %}<p>{% endif %}{{ x }}",
                "<a href=\"https://{% if x %}a/{% else %}b?{% endif %}{{ x }}\">",
                "<a href=\"{% if x %}{{ x }}{% else %}https://a/{% endif %}\">",
                "<td {% for i in l %}data-x=\"{{ i }}\" {% endfor %}>",
            })
    void branches_endingInPlacesThatCanBeJoined_compile(String template) {
        if (template.contains("data-{{")) {
            assertThatThrownBy(() -> html(template, "x")).isInstanceOf(TemplateException.class);
        } else {
            MessageTemplate compiled = MessageTemplate.named("t").html(template).build();
            Message message = compiled.render(TO, SHOP, Fields.of(Map.of("x", "<x>", "l", List.of("\""))));
            assertThat(message.html()).doesNotContain("<x>").doesNotContain("\"\"\"");
        }
    }

    @Test
    @Tag("R8.2")
    void headers_neverGetALineBreakFromData() {
        MessageTemplate template = MessageTemplate.named("t")
                .subject("Hello {{ x }}!\n{{ x }}")
                .from(Mailbox.of("{{ x }}", "shop@shop.example"))
                .replyTo(Mailbox.of("Reply {{ x }}", "shop@shop.example"))
                .header("X-Note", "{{ x }}")
                .text("{{ x }}")
                .build();
        for (String attack : List.of(
                "a\r\nBcc: evil@evil.example",
                "a\nBcc: evil@evil.example",
                "a\rBcc: evil@evil.example",
                "a\r\n\r\n<html>",
                "a\u0000b",
                "a\u0085b",
                "a\u2028b\u2029c",
                "a\u000Bb\fc\u001Fd\u007Fe",
                "a\uD800b",
                "a \t b")) {
            Message message = template.render(TO, SHOP, Fields.of("x", attack));
            for (String line : List.of(
                    message.subject(),
                    String.valueOf(message.from().name()),
                    String.valueOf(
                            message.replyTo() == null ? null : message.replyTo().name()),
                    message.headers().get(0).value())) {
                assertThat(line).as(attack).startsWith(line.strip()).doesNotContain("  ");
                assertThat(line.codePoints().noneMatch(dev.hato.internal.Texts::isControl))
                        .as(attack)
                        .isTrue();
            }
        }
        Message message = template.render(TO, SHOP, Fields.of("x", "a \r\n\t b"));
        assertThat(message.subject()).isEqualTo("Hello a b! a b");
        assertThat(message.headers().get(0).value()).isEqualTo("a b");
    }

    @Test
    @Tag("R8.2")
    void fromName_longOrBlank_becomesAValidMailbox() {
        MessageTemplate template = MessageTemplate.named("t")
                .from(Mailbox.of("{{ x }}", "shop@shop.example"))
                .text("t")
                .build();
        Mailbox blank = template.render(TO, SHOP, Fields.of("x", " \r\n ")).from();
        assertThat(blank.name()).isNull();
        Mailbox longest =
                template.render(TO, SHOP, Fields.of("x", "鳩".repeat(5000))).from();
        assertThat(longest.name()).hasSize(100).endsWith("…");
    }

    @Test
    void text_dropsControlCharactersButKeepsLines() {
        MessageTemplate text = MessageTemplate.named("t").text("{{ x }}").build();
        assertThat(text.render(TO, SHOP, Fields.of("x", "a\u0000\u001Bb\r\nc\td\u0085<&>"))
                        .text())
                .isEqualTo("ab\r\nc\td<&>");
    }

    @Test
    void conditionalComment_holdsMarkup() {
        Elements rect = Jsoup.parse(html("<!--[if gte mso 9]>{{ x }}<![endif]-->{{ x }}", "<p>"))
                .select("p");
        assertThat(rect).isEmpty();
        assertThat(html("<!--[if !mso]><!--><p title=\"{{ x }}\"></p><!--<![endif]-->", "\""))
                .contains("title=\"&#34;\"");
    }
}
