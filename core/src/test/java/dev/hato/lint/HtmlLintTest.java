package dev.hato.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.MessageTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about HTML: what it finds, where, and what it must not take for wrong. */
class HtmlLintTest {
    /** Findings as {@code rule line:column}, those about the whole template left out. */
    private static List<String> findings(String html) {
        return Lint.standard()
                .without(LintRule.FIELD, LintRule.PREHEADER, LintRule.TEXT_DERIVED, LintRule.TEXT_EMPTY)
                .check(MessageTemplate.named("t").subject("s").html(html), List.of())
                .findings()
                .stream()
                .map(finding -> finding.rule() + " " + finding.at().line() + ":"
                        + finding.at().column())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <img src="https://x.example/a">                     | image-alt 1:1
            <p>鳩<img src="https://x.example/a">                 | image-alt 1:5
            <img alt="" src="http://x.example/a">               | image-insecure 1:13
            <img alt="" src="data:image/png;base64,AA">         | image-data 1:13
            <img alt="" src="cid:gone">                         | image-source 1:13
            <img alt="" src="/a.png">                           | image-source 1:13
            <img alt="">                                        | image-source 1:1
            <a href="">x</a>                                    | link-empty 1:4
            <a href=" # ">x</a>                                 | link-empty 1:4
            {{ a }}<a href="#">x</a>                            | link-empty 1:11
            <a href="www.x.example">x</a>                       | link-scheme 1:4
            <a href="/path/{{ id }}">x</a>                      | link-scheme 1:4
            <a href="//x.example">x</a>                         | link-scheme 1:4
            <a href="javascript:go()">x</a>                     | link-scheme 1:4
            <a href="file:///c">x</a>                           | link-scheme 1:4
            <a href="http://x.example">x</a>                    | link-insecure 1:4
            <map><area href="http://x.example"></map>           | link-insecure 1:12
            <a href="https://evil.example">https://bank.jp</a>  | link-text 1:1
            <a href="https://x.example/bank.jp">www.bank.jp</a> | link-text 1:1
            <a href="https://bank.jp@x.example">bank.jp</a>     | link-text 1:1
            <a href="https://a.co.jp/">b.co.jp</a>              | link-text 1:1
            <script>1</script>                                  | active-content 1:1
            <form></form>                                       | active-content 1:1
            <iframe src="x"></iframe>                           | active-content 1:1
            <p onclick="go()">x</p>                             | active-content 1:4
            <link rel=stylesheet href=x.css>                    | style-external 1:1
            <style>/**/@import 'x';</style>                     | style-external 1:12
            <body><style>p{}</style>                            | style-in-body 1:7
            <p style="position : absolute">x</p>                | css-support 1:11
            <style>p{/*\uD83D\uDC26*/display:flex}</style>      | css-support 1:15
            <table><tr><td>x                                    | unclosed 1:1
            <div><p>x</p>                                       | unclosed 1:1
            """)
    void rule_findsWhatIsWrong_whereItStands(String html, String expected) {
        assertThat(findings(html)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=\"https://x.example/open.gif\" width=1 height=1>",
                "<img role=presentation src=\"{{ a }}\">",
                "<img src=\"{{ a }}\" {% if b %}alt=\"x\"{% endif %}>",
                "<a href=\"{{ url }}\">x</a>",
                "<a href={{ url }}>x</a>",
                "<a href=\"{% if a %}https://x.example{% else %}{{ b }}{% endif %}\">x</a>",
                "<a href=\"https://x.example/{{ a }}\">x</a>",
                "<a href=\"tel:+81-3\">x</a>",
                "<a name=here>x</a>",
                "<a href=\"#here\">x</a>",
                "<a href=\"https://{{ host }}/\">bank.jp</a>",
                "<a href=\"https://click.shop.co.jp/x\">www.shop.co.jp</a>",
                "<a href=\"https://x.example\">Ver.2</a>",
                "<a href=\"https://x.example\">readme.txt</a>",
                "<a href=\"https://x.example\">{{ site }}.com</a>",
                "<a href=\"https://x.example\">https://bank.jp のふりをする手口</a>",
                "<a href=\"https://xn--wgv71a119e.jp\">日本語.jp</a>",
                "<script type=\"application/ld+json\">{}</script>",
                "<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]-->",
                "{% if a %}<table class=a>{% else %}<table class=b>{% endif %}<tr><td>x</td></tr></table>",
                "<p><b>x<i>y</b>z</i>",
                "<ul><li>x<li>y</ul><table><tr><td>x<td>y</table>",
                "<style>/* position:absolute; @import 'x'; */ .position-absolute{margin:0}</style>",
                "<p style=\"background-position: fixed\">x</p>",
                "{% raw %}<p title=\"{{\">x</p>{% endraw %}",
                "{% comment %}<img><a href=\"#\">{% endcomment %}<p>x</p>",
                "<p title='{{ a | default: \"<img><a href=#>\" }}'>x</p>"
            })
    void rule_takesNothingElseForWrong(String html) {
        assertThat(findings(html)).isEmpty();
    }

    @Test
    void preheader_isHiddenOrNamedSo() {
        for (String html : List.of(
                "<body><div style=\"display:none\">Soon</div>",
                "<body><span class=\"preheader\">x</span>",
                "<div id=preview-text>x</div>")) {
            assertThat(preheader(html)).as(html).isEmpty();
        }
        assertThat(preheader("<html>\n <body><p>x")).containsExactly("html, line 2, column 2");
        assertThat(preheader("<p>x")).containsExactly("html, line 1, column 1");
    }

    private static List<String> preheader(String html) {
        return Lint.standard()
                .check(MessageTemplate.named("t").subject("s").html(html), List.of())
                .of(LintRule.PREHEADER)
                .stream()
                .map(finding -> finding.at().toString())
                .toList();
    }

    @Test
    void message_saysWhatIsWrong_withTheValueEscaped_andWhatToDo() {
        LintReport report = Lint.standard()
                .check(MessageTemplate.named("t").subject("s").html("<a href=\"x\ny\">z</a>"), List.of());
        assertThat(report.of(LintRule.LINK_SCHEME))
                .extracting(LintFinding::message)
                .containsExactly("The address 'x\\u000Ay' has no scheme, so a mail program cannot open it."
                        + " Begin it with https://.");
    }
}
