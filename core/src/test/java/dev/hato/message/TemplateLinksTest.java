package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.css.CssInliner;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9.1")
class TemplateLinksTest {
    private static List<TemplateLink> html(String html) {
        return MessageTemplate.named("t").html(html).text("-").build().links().all();
    }

    private static List<TemplateLink> text(String text) {
        return MessageTemplate.named("t").text(text).build().links().all();
    }

    private static Stream<String> targets(List<TemplateLink> links) {
        return links.stream().map(link -> String.valueOf(link.target()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href='mailto:a@x.example'>",
                "<a href='tel:0312345678'>",
                "<a href='data:text/html,x'>",
                "<a href='#top'>",
                "<a href='cid:logo'>",
                "<a href='javascript:x()'>",
                "<a href='/path'>",
                "<a href='//host/path'>",
                "<a href='https://'>",
                "<a href='ftp://x.example/'>",
                "<a href=''>",
                "<a href>",
                "<a name='https://x.example/'>",
                "<a xlink:href='https://x.example/'>",
                "</a href='https://x.example/'>",
                "<link href='https://x.example/'>",
                "<base href='https://x.example/'>",
                "<img src='https://x.example/'>",
                "<form action='https://x.example/'>",
                "<abbr href='https://x.example/'>",
                "<!-- <a href='https://x.example/'> -->",
                "<!-- > <a href='https://x.example/'> -->",
                "<style><a href='https://x.example/'></style>",
                "<script>'<a href=\"https://x.example/\">'</script>",
                "<script><!-- <script> </script> <a href='https://x.example/'> --></script>",
                "<title><a href='https://x.example/'></title>",
                "<textarea><a href='https://x.example/'></textarea>",
                "<p title=\"<a href='https://x.example/'>\">",
                "<? <a href='https://x.example/' ?>",
                "<a href='mailto:{{ x }}'>",
                "<a href='#{{ x }}'>",
                "<a href='/{{ x }}'>",
                "<a href='ftp://{{ x }}'>",
                "<a href='{{ unsubscribe.url }}'>",
                "<a href='{{ unsubscribe.url | append: \"&x\" }}'>",
                "{% assign u = unsubscribe.url %}{% assign v = u %}<a href='{{ v }}'>"
            })
    void links_whatIsNoHttpLink_isNone(String html) {
        assertThat(html(html)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a href='https://x.example/?a=1&amp;b=2#c'>|https://x.example/?a=1&b=2#c",
                "<a href='https://x.example/?a=1&copy=2&amp;amp;b'>|https://x.example/?a=1&copy=2&amp;b",
                "<a href='https://x.example/&eacute&#x3042;&hellip;&nosuch;'>|https://x.example/éあ…&nosuch;",
                "<A HREF=HTTPS://X.example/a>|HTTPS://X.example/a",
                "<a href = \"http://x.example\">|http://x.example",
                "<a/href='http://x.example'/>|http://x.example",
                "<area href=\" http://x.example/ \">|http://x.example/",
                "<a href='http://x.example/1' href='http://x.example/2'>|http://x.example/1",
                "<!--[if mso]><v:rect href='http://x.example/v'><![endif]-->|http://x.example/v",
                "<!--[if gte mso 9]><a href='http://x.example/v'><![endif]-->|http://x.example/v",
                "<!--[if !mso]><!--><a href='http://x.example/n'><!--<![endif]-->|http://x.example/n",
                "<![if !mso]><a href='http://x.example/n'><![endif]>|http://x.example/n",
                "<!--x--!><a href='http://x.example/n'>|http://x.example/n",
                "<!--><a href='http://x.example/n'>|http://x.example/n",
                "<script><!-- </script><a href='http://x.example/n'>|http://x.example/n",
                "<![CDATA[ > <a href='http://x.example/n'> ]]>|http://x.example/n",
                "<p title='>'><a title=\"'\" href='http://x.example/n'>|http://x.example/n",
                "<a href='{{ x }}'>|null",
                "<a href=' {{ x }}/y'>|null",
                "<a href='http{{ x }}'>|null",
                "<a href='https://{{ x }}'>|null",
                "<a href='https://x.example/{% if x %}y{% endif %}'>|null",
                "<a href='{% if x %}https://x.example/{% endif %}'>|null"
            })
    void links_oneLink_hasItsDestinationDecodedOnce(String html, String target) {
        assertThat(targets(html(html))).containsExactly(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "See https://x.example/a.|https://x.example/a",
                "(https://x.example/a)|https://x.example/a",
                "(https://x.example/a_(b))|https://x.example/a_(b)",
                "「https://x.example/a」|https://x.example/a",
                "『https://x.example/a』、|https://x.example/a",
                "【https://x.example/a】|https://x.example/a",
                "https://x.example/a。次|https://x.example/a",
                "https://x.example/a、次|https://x.example/a",
                "https://x.example/a）|https://x.example/a",
                "こちらhttps://x.example/aから|https://x.example/a",
                "<https://x.example/a>|https://x.example/a",
                "\"https://x.example/a\"!|https://x.example/a",
                "URL:https://x.example/?a=b&amp;c|https://x.example/?a=b&amp;c",
                "https://x.example/a?!...|https://x.example/a",
                "[https://x.example/[a]]|https://x.example/[a]",
                "http://[::1]/a|http://[::1]/a",
                "https://x.example/{{ a }}。|null",
                "https://x.example/{% if a %}b{% endif %}|null"
            })
    void links_plainText_endBeforeWhatEndsTheSentence(String text, String target) {
        assertThat(targets(text(text))).containsExactly(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "https:// x",
                "xhttp://x.example",
                "mailto:a@x.example",
                "{{ a }}",
                "{{ unsubscribe.url }}"
            })
    void links_plainTextWithoutUrl_hasNone(String text) {
        assertThat(text(text)).isEmpty();
    }

    @Test
    void links_template_areInOrderWithWhatIsKnownOfThem() {
        String html = """
                <p>
                <a href='https://x.example/1' data-hato-name="top &amp; first" DATA-HATO-TRACK=off>春の <b>新作</b>
                &raquo;</a>
                <a data-hato-x='{{ y }}' href='https://x.example/{{ y }}'><img alt='絵 1' src='cid:x'></a>
                <area alt=地図 data-hato-plain href='https://x.example/3'>
                <!--[if mso]><v:roundrect href='https://x.example/4'><center>Go</center></v:roundrect><![endif]-->
                """;
        TemplateLinks links = MessageTemplate.named("t")
                .html(html)
                .text("https://x.example/5")
                .build()
                .links();
        assertThat(links.all())
                .containsExactly(
                        new TemplateLink(
                                0,
                                TemplateLink.Place.ANCHOR,
                                "https://x.example/1",
                                Map.of("data-hato-name", "top & first", "data-hato-track", "off"),
                                "春の 新作 »",
                                new TemplatePosition("html", 2, 10)),
                        new TemplateLink(
                                1,
                                TemplateLink.Place.ANCHOR,
                                null,
                                Map.of(),
                                "絵 1",
                                new TemplatePosition("html", 4, 32)),
                        new TemplateLink(
                                2,
                                TemplateLink.Place.AREA,
                                "https://x.example/3",
                                Map.of("data-hato-plain", ""),
                                "地図",
                                new TemplatePosition("html", 5, 36)),
                        new TemplateLink(
                                3,
                                TemplateLink.Place.VML,
                                "https://x.example/4",
                                Map.of(),
                                "Go",
                                new TemplatePosition("html", 6, 33)),
                        new TemplateLink(
                                4,
                                TemplateLink.Place.TEXT,
                                "https://x.example/5",
                                Map.of(),
                                "",
                                new TemplatePosition("text", 1, 1)));
        assertThat(links.hasHtml()).isTrue();
    }

    @Test
    void links_derivedText_comeBehindThoseOfTheHtml() {
        TemplateLinks links = MessageTemplate.named("t")
                .html("<a href='https://x.example/1'>a</a> https://x.example/2 <a href='https://x.example/3?é'>x</a>")
                .build()
                .links();
        assertThat(targets(links.all()))
                .containsExactly(
                        "https://x.example/1",
                        "https://x.example/3?é",
                        "https://x.example/1",
                        "https://x.example/2",
                        "https://x.example/3?é");
    }

    @Test
    void links_sameSources_areTheSame() {
        MessageTemplate template = MessageTemplate.named("t")
                .html("<style>a { color: red }</style><p>\n<a href='https://x.example/{{ y }}'>x</a>")
                .inlineCss(CssInliner.standard())
                .build();
        TemplateLinks links = template.links();
        assertThat(template.newBuilder().build().links()).isEqualTo(links);
        assertThat(links.fingerprint()).isEqualTo(template.fingerprint());
        assertThat(links.all().get(0).position()).isEqualTo(new TemplatePosition("html", 2, 10));
    }

    @Test
    void templateLinks_notInOrder_areRefused() {
        TemplateLink second =
                new TemplateLink(1, TemplateLink.Place.TEXT, null, Map.of(), "", new TemplatePosition("text", 1, 1));
        assertThatThrownBy(() -> new TemplateLinks(null, List.of(second), false))
                .hasMessageContaining("Link 0 has the index 1");
    }
}
