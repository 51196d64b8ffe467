package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R8.5")
class DerivedTextTest {
    private static final Fields DATA = Fields.of(Map.of(
            "name",
            "<花子>",
            "url",
            "https://x.example/?a=1&b=2",
            "yes",
            true,
            "items",
            List.of(Map.of("n", "A", "p", 1), Map.of("n", "B", "p", 2)),
            "q",
            "a b&c"));

    private static String text(String html) {
        MessageTemplate template = MessageTemplate.named("t").html(html).build();
        Message message = template.render(Mailbox.of("hanako@example.jp"), Mailbox.of("news@shop.example"), DATA);
        return String.valueOf(message.text()).replace("\n", "|");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "<p>Hello\\n   <b>World</b>!</p><p>Bye</p> => Hello World!||Bye",
                "<p>{{ name }}様</p> => <花子>様",
                "<p>a &amp; b &lt;c&gt; &copy;&nbsp;2026&#8203;</p> => a & b <c> © 2026",
                "a<br>b<br/><br>c => a|b||c",
                "{{ name }}<br>b<br><br><br>{{ name }} => <花子>|b||<花子>",
                "<div>a</div><div><div>b</div></div>c => a|b|c",
                "<h1>T</h1>\\n\\n\\n<div></div><div> </div>\\n<p>x</p> => T||x",
                "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d => - a|- b|  - c||d",
                "<ul><li><p>a</p></li><li>\\n<div>{{ name }}</div></li></ul> => - a||- <花子>",
                "<table><tr><td>a</td><td>b</td></tr><tr><th> c </th> <td>{{ name }}</td></tr></table> => a b|c <花子>",
                "<a href=\"https://x.example/\">Shop</a> now => Shop (https://x.example/) now",
                "<a href=\"https://x.example/\">x.example</a> => x.example",
                "<a href=\"{{ url }}&amp;b;{{ q }}\">Shop</a> => Shop (https://x.example/?a=1&b=2&b;a%20b%26c)",
                "<a href=\"{{ url }}\">Shop</a> => Shop (https://x.example/?a=1&b=2)",
                "<a href=\"{{ url }}\">{{ url }}</a> => https://x.example/?a=1&b=2",
                "<a href=\"https://x.example/?q={{ q }}&amp;r=1\">go</a> => go (https://x.example/?q=a%20b%26c&r=1)",
                "<a href=\"mailto:a@x.example?subject=x\">write</a> <a href='#top'>up</a> => write (a@x.example) up",
                "<a href=\"https://x.example/\"><img src=a.png alt=\"Our &amp; shop\"></a> => Our & shop (https://x.example/)",
                "<a href=\"https://x.example/\"><img src=a.png></a> => https://x.example/",
                "<img src=a.png alt=\"{{ name }}!\"> => <花子>!",
                "<head><title>T</title><style>p{}</style></head><script>x</script><!-- c -->b => b",
                "<div style=\"display: none\">pre <div>x</div>view</div>b => b",
                "<!--[if mso]><p>Outlook</p><![endif]-->b<!--[if !mso]><!--><p>c</p><!--<![endif]-->d => b||c||d",
                "<pre>a\\n  b</pre>c => a|  b||c",
                "a<hr>b => a||--------||b",
                "1 < 2 <3 => 1 < 2 <3",
                "{% if yes %}<p>a</p>{% else %}<p>b</p>{% endif %}<p>c</p> => a||c",
                "<p>a</p>{% if no %}<p>b</p>{% endif %}<p>{% if no %}x{% endif %}</p><p>c</p> => a||c",
                "<table>{% for i in items %}<tr><td>{{ i.n }}</td><td>{{ i.p }}</td></tr>{% endfor %}</table>x => A 1|B 2||x",
                "<ul>{% for i in items %}\\n<li>{{ i.n }}</li>{% endfor %}</ul> => - A|- B",
                "<a {% if yes %}href=\"https://a/\"{% else %}href=\"https://b/\"{% endif %}>go</a> => go (https://a/)",
                "<a href=\"https://x/{% if yes %}a{% else %}b{% endif %}?{% for i in items %}{{ i.n }}={{ i.p }}&amp;{% endfor %}\">go</a> => go (https://x/a?A=1&B=2&)",
                "{% if yes %}<a href=\"https://a/\">{% endif %}go{% if yes %}</a>{% endif %} on => go (https://a/) on",
                "{% if no %}<a href=\"https://a/\">{% endif %}go{% if no %}</a>{% endif %} on => go on",
                "{% assign x = name %}<p hidden>{{ x }}</p> => <花子>",
                "{% raw %}<p>{{ x }}</p>{% endraw %} => {{ x }}",
            })
    void text_ofHtml(String html, String expected) {
        assertThat(text(html.replace("\\n", "\n"))).isEqualTo(expected);
    }

    @Test
    void text_given_isNotDerived() {
        MessageTemplate template =
                MessageTemplate.named("t").html("<p>a</p>").text("b {{ name }}").build();
        assertThat(template.textSource()).isEqualTo("b {{ name }}");
        assertThat(template.render(Mailbox.of("a@x.example"), Mailbox.of("b@x.example"), DATA)
                        .text())
                .isEqualTo("b <花子>");
    }

    @Test
    void text_ofLayoutTables_hasNoRunsOfEmptyLines() {
        String html = "<table><tr><td>\n<table><tr><td>&nbsp;</td></tr></table>\n</td></tr><tr><td><div><p>Hi</p>"
                + "<table><tr><td><br></td></tr></table></div></td></tr></table><p>Bye</p>";
        assertThat(text(html)).isEqualTo("Hi||Bye");
    }
}
