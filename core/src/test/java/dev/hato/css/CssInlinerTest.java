package dev.hato.css;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CssInlinerTest {
    private static final CssInliner INLINER = CssInliner.standard();

    /** Inlines the rules into the body of a page and returns what became of the body. */
    private static String body(String css, String body) {
        String out = INLINER.inline(page(css, body));
        return out.substring(out.indexOf("<body>") + 6, out.indexOf("</body>"));
    }

    /** Returns what is left of the rules, or "gone" if the style element is. */
    private static String left(String css, String body) {
        String out = INLINER.inline(page(css, body));
        int style = out.indexOf("<style>");
        return style < 0
                ? "gone"
                : out.substring(style + 7, out.indexOf("</style>")).strip();
    }

    private static String page(String css, String body) {
        return "<!DOCTYPE html><html><head><style>" + css + "</style></head><body>" + body + "</body></html>";
    }

    @Test
    void rule_goesToTheElementsItMeans_andTheStyleElementGoes() {
        assertThat(body("p { color : red }", "<p>a</p><b>b</b><P class=x>c</P>"))
                .isEqualTo("<p style=\"color:red\">a</p><b>b</b><P style=\"color:red\" class=x>c</P>");
        assertThat(left("p { color : red }", "<p>a</p>")).isEqualTo("gone");
    }

    @Test
    void cascade_specificityThenOrder() {
        String css = "#i{color:#111111} .c{color:#222222} p.c{font-size:2px} p{color:#333333;font-size:1px}"
                + ".c{margin:1px} p{margin:2px;margin-top:3px}";
        assertThat(body(css, "<p id=i class=c>a</p>"))
                .isEqualTo("<p style=\"margin-top:3px;margin:1px;font-size:2px;color:#111111\" id=i class=c>a</p>");
    }

    @Test
    void longhandBehindShorthand_keepsItsPlace() {
        assertThat(body("p{margin:1px;margin-top:2px}", "<p>")).isEqualTo("<p style=\"margin:1px;margin-top:2px\">");
        assertThat(body("p{margin-top:2px} p{margin:1px}", "<p>")).isEqualTo("<p style=\"margin-top:2px;margin:1px\">");
    }

    @Test
    void fallbackValues_areKept_whereTheLaterMayNotBeUnderstood() {
        assertThat(body("p{background:red;background:linear-gradient(red,blue)}", "<p>"))
                .isEqualTo("<p style=\"background:red;background:linear-gradient(red,blue)\">");
        assertThat(body("p{color:#fff} p{color:#000}", "<p>")).isEqualTo("<p style=\"color:#000\">");
    }

    @Test
    void ownStyle_winsOverNormalRules_andLosesToImportantOnes() {
        String css = "p{color:red;margin:0!important}";
        assertThat(body(css, "<p style=\"color:blue; margin:1px\">"))
                .isEqualTo("<p style=\"color:red;color:blue; margin:1px;margin:0\">");
        assertThat(body(css, "<p style='margin:1px!important;'>"))
                .isEqualTo("<p style='color:red;margin:1px!important;margin:0'>");
        assertThat(body(css, "<p style>")).isEqualTo("<p style=\"color:red;margin:0\">");
        assertThat(body(css, "<p style=''>")).isEqualTo("<p style='color:red;margin:0'>");
        assertThat(body(css, "<p style=margin:1px>")).isEqualTo("<p style=\"color:red;margin:1px;margin:0\">");
    }

    @Test
    void important_keepsItsMark_onlyAgainstAWeakerOneThatStays() {
        String media = "@media (max-width:9px){p{color:blue!important}}";
        assertThat(body(media + ".c{color:red!important}", "<p class=c>"))
                .isEqualTo("<p style=\"color:red !important\" class=c>");
        assertThat(body(".c{color:red!important} @media print{.c{color:blue!important}}", "<p class=c>"))
                .isEqualTo("<p style=\"color:red\" class=c>");
    }

    @Test
    void whatStays_becomesImportant_whereItUsedToWin() {
        assertThat(left("a{color:red} a:hover{color:blue}", "<a href=x>a</a>"))
                .isEqualTo("a:hover{color:blue !important}");
        assertThat(left("p{width:9px} @media (max-width:9px){ p { width: 100% } }", "<p>"))
                .isEqualTo("@media (max-width:9px){ p { width: 100% !important } }");
        assertThat(left("p.c{width:9px} @media print{p{width:1px}}", "<p class=c>"))
                .isEqualTo("@media print{p{width:1px}}");
        assertThat(left("a{color:red} a:hover{color:blue}", "<a href=x style='color:green'>a</a>"))
                .isEqualTo("a:hover{color:blue}");
    }

    @Test
    void atRulesStatesAndUnmatchedRules_stay() {
        for (String rule : new String[] {
            "@font-face{font-family:x;src:url(y)}",
            "@import url(\"a;b.css\");",
            "a:hover{margin:0}",
            "p::before{content:\"}\"}",
            ".ExternalClass *{line-height:100%}",
            "p{color:red;b{color:blue}}",
            "p:has(b){color:red}",
            "p\\31 {color:red}"
        }) {
            assertThat(left(rule + "p{color:red}", "<p><a href=x>a</a></p>")).isEqualTo(rule);
        }
    }

    @Test
    void selectors_meanWhatABrowserSays() {
        assertThat(body("td>p{color:red}", "<table><tr><td><p>a<td><b><p>b</table>"))
                .isEqualTo("<table><tr><td><p style=\"color:red\">a<td><b><p>b</table>");
        assertThat(body("p:nth-child(2n+1){color:red}", "<p>1<p>2<p>3"))
                .isEqualTo("<p style=\"color:red\">1<p>2<p style=\"color:red\">3");
        assertThat(body("p+p{color:red}", "<p>1<p>2<b>")).isEqualTo("<p>1<p style=\"color:red\">2<b>");
        assertThat(body("p:not(.c,#i){color:red}", "<p class=c><p id=i><p>"))
                .isEqualTo("<p class=c><p id=i><p style=\"color:red\">");
        assertThat(body("[width=\"10\"],a[href^=http]{color:red}", "<p width=10><a href=http://x>"))
                .isEqualTo("<p style=\"color:red\" width=10><a style=\"color:red\" href=http://x>");
        assertThat(body(".C{color:red}", "<p class=c>")).isEqualTo("<p class=c>");
        assertThat(body("p:only-child{color:red}", "<p>1<p>2")).isEqualTo("<p>1<p>2");
        assertThat(body("p:only-child{color:red}", "<p>1")).isEqualTo("<p style=\"color:red\">1");
    }

    @Test
    void quotesInValues_areWrittenSoThatTheAttributeHolds() {
        assertThat(body("p{font-family:\"A & B\",c}", "<p>")).isEqualTo("<p style=\"font-family:'A &amp; B',c\">");
        assertThat(body("p{font-family:\"it's\"}", "<p style='x:y'>"))
                .isEqualTo("<p style='font-family:\"it&#39;s\";x:y'>");
    }

    @Test
    void commentsInRules_hideWhatTheyContain() {
        assertThat(body("/* a{} */p/**/{/*x:y;*/color/**/:/* } */red}<!-- b{margin:0} -->", "<p><b>"))
                .isEqualTo("<p style=\"color:red\"><b style=\"margin:0\">");
    }

    @Test
    void mergeTags_stayAsTheyAre() {
        assertThat(body("p{color:red}", "{% for p in ps %}<p title=\"{{ p | default: '>' }}\">{{ p }}</p>{% endfor %}"))
                .isEqualTo("{% for p in ps %}<p style=\"color:red\" title=\"{{ p | default: '>' }}\">{{ p }}</p>"
                        + "{% endfor %}");
        assertThat(body("p{margin:0;color:red!important}", "<p style=\"color:{{ c }}\">"))
                .isEqualTo("<p style=\"margin:0;color:{{ c }};color:red\">");
    }

    @Test
    void rulesThatAFieldDecides_stay() {
        assertThat(left("p{color:{{ c }}}", "<p>")).isEqualTo("p{color:{{ c }}}");
        assertThat(body("{% if x %}p{color:red}{% endif %}", "<p>")).isEqualTo("<p>");
        assertThat(body(".a{margin:0}.b{color:red}", "<p class=\"a {% if x %}b{% endif %}\">"))
                .isEqualTo("<p style=\"margin:0\" class=\"a {% if x %}b{% endif %}\">");
        assertThat(left(".a{margin:0}.b{margin:1px}", "<p class=\"a {% if x %}b{% endif %}\">"))
                .isEqualTo(".b{margin:1px !important}");
        assertThat(body("td:first-child{color:red}", "<table><tr>{% for x in l %}<td>{% endfor %}</tr></table>"))
                .doesNotContain("style");
        assertThat(body("div p{color:red}", "{% if x %}<div>{% endif %}<p>a</p>{% if x %}</div>{% endif %}"))
                .doesNotContain("style");
    }

    @Test
    void ruleForOutlooksComments_staysToo() {
        assertThat(left(".c{color:red}", "<p class=c><!--[if mso]><td class=\"c\"><![endif]-->"))
                .isEqualTo(".c{color:red}");
    }

    @Test
    void styleElement_canBeLeftAlone() {
        for (String start :
                new String[] {"<style data-hato-inline=off>", "<style media=print>", "<style type=text/x>"}) {
            String page = "<!DOCTYPE html>" + start + "p{color:red}</style><p>a</p>";
            assertThat(INLINER.inline(page)).isEqualTo(page);
        }
    }

    @Test
    void keepingRules_leavesThem() {
        assertThat(CssInliner.keepingRules().inline(page("p{color:red}", "<p>")))
                .isEqualTo(page("p{color:red}", "<p style=\"color:red\">"));
    }

    @Test
    void headAndImpliedElements_getNothing() {
        assertThat(INLINER.inline("<style>*{margin:0}</style><p>a"))
                .isEqualTo("<style>*{margin:0}</style><p style=\"margin:0\">a");
    }

    @Test
    void tooMuchWork_isRefusedSayingSo() {
        String css = ".a .b{color:red}".repeat(20_000);
        assertThatThrownBy(() -> INLINER.inline(page(css, "<p class=b>".repeat(20_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comparisons");
    }
}
