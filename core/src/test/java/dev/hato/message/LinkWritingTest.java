package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9.1")
class LinkWritingTest {
    private static final Mailbox BOX = Mailbox.of("a@x.example");

    /** Renders in the fast way and in the slow one, which give the same, with each link's index and destination. */
    private static String html(MessageTemplate template, Fields fields, MailLinks links) {
        String fast =
                new MimeReader(template.composer(BOX, SameMail.ZONE).compose(BOX, fields, SameMail.STAMP, links)).html;
        template.links();
        assertThat(template.render(BOX, BOX, fields).withLinks(links).html()).isEqualTo(fast);
        return String.valueOf(fast).strip();
    }

    private static MessageTemplate html(String html) {
        return MessageTemplate.named("t").html(html).text("-").build();
    }

    private static boolean show(int link, @Nullable String target, AsciiSink out) {
        out.put("<" + link + ">");
        if (target != null) {
            out.put(target);
        }
        return true;
    }

    private static String shown(String html, Map<String, Object> values) {
        return html(html(html), Fields.of(values), LinkWritingTest::show);
    }

    @Test
    void withLinks_mergeFields_areFilledBeforeThePlanSeesTheDestination() {
        assertThat(shown("<a href='https://x.example/?q={{ q }}&amp;r=1'>x</a>", Map.of("q", "a b&鳩")))
                .isEqualTo("<a href='&#60;0&#62;https://x.example/?q=a%20b%26%E9%B3%A9&amp;r=1'>x</a>");
        assertThat(shown("<a href=\"{{ u }}\">x</a>", Map.of("u", " https://x.example/?a=1&b=2 ")))
                .isEqualTo("<a href=\"&#60;0&#62;https://x.example/?a=1&amp;b=2\">x</a>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:a@x.example", "/path", "#a", "", "javascript:x()", "tel:1"})
    void withLinks_fieldThatIsNoHttpUrl_staysAsItIs(String value) {
        MessageTemplate template = html("<a href='{{ u }}'>x</a><a href={{ u }}>y</a>");
        Fields fields = Fields.of(Map.of("u", value));
        assertThat(html(template, fields, LinkWritingTest::show))
                .isEqualTo(html(html("<a href='{{ u }}'>x</a><a href={{ u }}>y</a>"), fields, (i, t, o) -> false));
    }

    @Test
    void withLinks_planThatLeavesALink_changesNothing() {
        String html = "<a href=' https://x.example/&amp;é '>x</a><a href=https://x.example/{{ q }}>y</a></body>";
        assertThat(html(html(html), Fields.of(Map.of("q", 1)), (i, t, o) -> {
                    o.put("https://never.example/");
                    return false;
                }))
                .isEqualTo(html.replace("{{ q }}", "1"));
    }

    @Test
    void withLinks_loop_asksForTheSameLinkEachTime() {
        List<String> asked = new ArrayList<>();
        MessageTemplate template = html("{% for x in l %}<a href='https://x.example/{{ x }}'>{{ x }}</a>"
                + "<a href='https://x.example/same'>s</a>{% endfor %}");
        template.links();
        template.render(BOX, BOX, Fields.of(Map.of("l", List.of(7, 8)))).withLinks((link, target, out) -> {
            asked.add(link + " " + target);
            return false;
        });
        assertThat(asked).containsExactly("0 https://x.example/7", "1 null", "0 https://x.example/8", "1 null");
    }

    @Test
    void withLinks_trustedHtmlOfAValue_hasItsLinksReplacedToo() {
        assertThat(shown("<p>{{ s }}</p>", Map.of("s", SafeHtml.of("<a href=\"https://v.example/&amp;\">v</a>"))))
                .isEqualTo("<p><a href=\"&#60;-1&#62;https://v.example/&amp;\">v</a></p>");
    }

    @Test
    void withLinks_text_replacesUrlsOfTheSourceAndOfValues() {
        MessageTemplate template = MessageTemplate.named("t")
                .text("https://x.example/{{ q }}。{{ v }}\n{{ unsubscribe.url }}\n(https://x.example/a).")
                .build();
        template.links();
        Fields fields = Fields.of(Map.of(
                "q", "a%20b", "v", "見て https://v.example/!", "unsubscribe", Map.of("url", "https://u.example/?1")));
        Message message = template.render(BOX, BOX, fields);
        String expected = "<0>https://x.example/a%20b。見て <-1>https://v.example/!\nhttps://u.example/?1\n(<1>).";
        assertThat(message.withLinks(LinkWritingTest::show).text()).isEqualTo(expected);
        assertThat(new MimeReader(template.composer(BOX, SameMail.ZONE)
                                .compose(BOX, fields, SameMail.STAMP, LinkWritingTest::show))
                        .text)
                .isEqualToNormalizingNewlines(expected + "\n");
    }

    @Test
    void withLinks_unsubscribeLink_staysThoughAnotherTransformerChangesTheMessage() {
        MessageTemplate template = html("<a href='{{ unsubscribe.url }}'>out</a>");
        template.links();
        Message message = template.render(
                BOX, BOX, Fields.of(Map.of("unsubscribe", Map.of("url", "https://shop.example/out?a&b"))));
        Message changed = message.newBuilder()
                .html(message.html() + "<a href='https://x.example/'>x</a>")
                .build();
        assertThat(changed.withLinks(LinkWritingTest::show).html())
                .isEqualTo("<a href='https://shop.example/out?a&amp;b'>out</a><a href='&#60;0&#62;'>x</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>{{ x }}</p>|</body></html>",
                "<p>{{ x }}</p>|</BODY >",
                "<p>{{ x }}</p>|",
                "<p>{{ x }}</p><!--[if mso]></body><![endif]-->|</body>",
                "<style></body></style>{{ x }}|</body></body>",
                "{% if c %}a|</body>{% else %}b</body>{% endif %}"
            })
    void withLinks_pixel_standsBeforeTheEndOfTheBody(String html) {
        MessageTemplate template = html(html.replace("|", ""));
        MailLinks links = new MailLinks() {
            @Override
            public boolean write(int link, @Nullable String target, AsciiSink out) {
                return false;
            }

            @Override
            public boolean writePixel(AsciiSink out) {
                out.put("https://t.example/o/1?a&b");
                return true;
            }
        };
        Fields fields = Fields.of(Map.of("x", "1", "c", true));
        assertThat(html(template, fields, links))
                .isEqualTo(
                        html.replaceAll("\\{%.*?%}(b</body>)?", "")
                                .replace("{{ x }}", "1")
                                .replace(
                                        "|",
                                        "<img src=\"https://t.example/o/1?a&amp;b\" alt=\"\" width=\"1\" height=\"1\" border=\"0\">"));
    }

    @Test
    void withLinks_mailInAnotherCharset_isComposedWithLinks() {
        MessageTemplate template = MessageTemplate.named("t")
                .charset(MailCharset.iso2022jp(Unmappable.REPLACE))
                .html("<a href='https://x.example/'>読む</a>")
                .build();
        ComposedMail mail = template.composer(BOX, SameMail.ZONE)
                .compose(BOX, Fields.none(), SameMail.STAMP, LinkWritingTest::show);
        assertThat(new MimeReader(mail).html).contains("<a href='&#60;0&#62;'>読む</a>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://x.example/é", "https://x.example/ ", "a\r\nb", "\u0000", "\u007F"})
    void put_whatIsNoPrintableAscii_isRefused(String url) {
        MessageTemplate template = html("<a href='https://x.example/'>x</a>");
        assertThatThrownBy(() -> template.composer(BOX, SameMail.ZONE)
                        .compose(BOX, Fields.none(), SameMail.STAMP, (link, target, out) -> {
                            out.put(url);
                            return true;
                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percent-encode it");
        byte[] octets = url.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> html(template, Fields.none(), (link, target, out) -> {
                    out.put(octets, 0, octets.length);
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
