package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hato.contact.Attribute;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.message.Fields;
import dev.hato.message.MailContext;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import java.net.IDN;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9.1")
class TrackingTransformerTest {
    private static final URI BASE = URI.create("https://t.shop.example");
    private static final TrackingKeys KEYS = TrackingKeys.of(1, TestMails.secret(1));
    private static final Pattern LINK = Pattern.compile("https://t\\.shop\\.example/([a-z])/([A-Za-z0-9_-]+)");
    private static final Pattern PIXEL =
            Pattern.compile("<img src=\"https://t\\.shop\\.example/o/[A-Za-z0-9_-]+\"[^>]*>");
    private static final TextAttribute CODE = Attribute.text("code");
    private static final BooleanAttribute OPENS = Attribute.bool("opens");
    private static final Contact HANAKO = Contact.of(ContactId.of("c-1"), EmailAddress.of("hanako@example.jp"))
            .with(CODE, "https://shop.example/my?m=hanako@example.jp");

    private static MailContext mail(Contact contact, String source, boolean test) {
        return new MailContext(contact, new MailContext.Key(source, "mail", ""), "spring-sale", "news", true, test);
    }

    private static Message sent(Tracking tracking, MessageTemplate template, MailContext mail) {
        template.links();
        Message filled = template.render(
                new Mailbox(null, mail.contact().address()),
                Mailbox.of("鳩の店", "news@shop.example"),
                Fields.ofContact(mail.contact()));
        return tracking.transformer().transform(filled, mail);
    }

    private static String html(Tracking tracking, String source) {
        MessageTemplate template =
                MessageTemplate.named("spring").subject("春").html(source).build();
        return Objects.requireNonNull(
                sent(tracking, template, mail(HANAKO, "delivery:spring", false)).html());
    }

    /** Returns what the links of the text say, in order. */
    private static List<TrackedLink> links(Tracking tracking, @Nullable String text) {
        List<TrackedLink> links = new ArrayList<>();
        Matcher link = LINK.matcher(Objects.requireNonNull(text));
        while (link.find()) {
            Purpose purpose = List.of(Purpose.values()).stream()
                    .filter(one -> one.path().equals(link.group(1)))
                    .findFirst()
                    .orElseThrow();
            links.add(tracking.read(purpose, link.group(2)).orElseThrow());
        }
        return links;
    }

    /** Returns the HTML with where its links lead in their place, and without the picture. */
    private static String resolved(Tracking tracking, String html) {
        return LINK.matcher(PIXEL.matcher(html).replaceAll(""))
                .replaceAll(link ->
                        Matcher.quoteReplacement(Objects.requireNonNull(tracking.read(Purpose.CLICK, link.group(2))
                                .orElseThrow()
                                .detail())));
    }

    private static Tracking.Builder tracking() {
        return Tracking.at(BASE).signedWith(KEYS);
    }

    @Test
    void links_leadWhereTheyLed() {
        Tracking tracking = tracking().build();
        String source = """
                <html><body>
                <a href="https://shop.example/a?x=1&amp;y=2#z">A</a> <A HREF='http://shop.example/日本語/%e3%81'>B</A>
                <map><area href="https://shop.example/area"></map>
                <a href="mailto:shop@shop.example">M</a> <a href="tel:+81">T</a> <a href="#top">Top</a>
                <!--[if mso]><v:roundrect href="https://shop.example/vml"></v:roundrect><![endif]-->
                <img src="https://shop.example/logo.png"> <link href="https://shop.example/x.css">
                </body></html>
                """;
        String html = html(tracking, source);
        assertThat(links(tracking, html))
                .extracting(TrackedLink::purpose, TrackedLink::link, TrackedLink::detail)
                .containsExactly(
                        tuple(Purpose.CLICK, 0, "https://shop.example/a?x=1&y=2#z"),
                        tuple(Purpose.CLICK, 1, "http://shop.example/日本語/%e3%81"),
                        tuple(Purpose.CLICK, 2, "https://shop.example/area"),
                        tuple(Purpose.CLICK, 3, "https://shop.example/vml"),
                        tuple(Purpose.OPEN, 0, null));
        assertThat(links(tracking, html))
                .allMatch(link -> link.mail().equals(new TrackedMail("delivery:spring", "mail", "", HANAKO.id())));
        assertThat(resolved(tracking, html)).isEqualTo(source.replace("&amp;", "&"));
        assertThat(html).containsPattern("<img src=\"https://t\\.shop\\.example/o/[^\"]+\"[^>]*>\\s*</body>");
    }

    @Test
    void linksThatOptOut_stay() {
        Tracking tracking = tracking().untracked("pay.shop.example").build();
        String source = "<a href=\"https://shop.example/1\" data-hato-track=\"off\">1</a>"
                + "<a data-hato-track=OFF href=\"https://shop.example/2\">2</a>"
                + "<a href=\"https://PAY.shop.example:443/3\">3</a><a href=\"https://u@pay.shop.example\">3</a>"
                + "<a href=\"https://t.shop.example/u/AbCd\">4</a><a href=\"HTTPS://T.shop.example/p/AbCd\">5</a>"
                + "<a href=\"https://shop.example/" + "x".repeat(4_000) + "\">6</a>";
        assertThat(PIXEL.matcher(html(tracking, source)).replaceAll("")).isEqualTo(source);
        assertThat(links(tracking, html(tracking, "<a href=\"https://notpay.shop.example/\">7</a>")))
                .hasSize(2);
        assertThat(links(tracking, html(tracking, "<a href=\"https://t.shop.example.net/c/x\">8</a>")))
                .hasSize(2);
    }

    @Test
    void untrackedHosts_areNamesInWhateverLetters() {
        Tracking tracking = tracking()
                .untracked("支払.example", "xn--wgv71a.example", "pay.shop.example.")
                .build();
        String source = "<a href=\"https://支払.example:8443/1\">1</a><a href=\"https://ASCII/2\">2</a>"
                + "<a href=\"https://日本.example/3\">3</a><a href=\"https://Pay.Shop.example/4\">4</a>";
        String same = source.replace("ASCII", IDN.toASCII("支払.example"));
        assertThat(PIXEL.matcher(html(tracking, same)).replaceAll("")).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "pay.shop.example:8443",
                "https://pay.shop.example",
                "pay.shop.example/x",
                "a@b.example",
                "pay.shop.example?",
                " pay.shop.example"
            })
    void whatIsNoHost_isNotLeftUntracked(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracking().untracked(host))
                .withMessageContaining("no host name");
    }

    @Test
    void linksOnceMore_changeNothing() {
        Tracking tracking = tracking().opensOnlyFor(contact -> false).build();
        String once = html(tracking, "<a href=\"https://shop.example/\">1</a><p>https://shop.example/2</p>");
        assertThat(html(tracking, once)).isEqualTo(once);
    }

    @Test
    void linksWithFields_carryWhatTheyWereFilledWith() {
        Tracking tracking = tracking().build();
        String html = html(
                tracking,
                "<a href=\"{{ contact.code }}\">1</a><a href=\"https://shop.example/?m={{ contact.email }}\">2</a>");
        assertThat(html).doesNotContain("hanako");
        assertThat(links(tracking, html).subList(0, 2))
                .extracting(TrackedLink::detail)
                .containsExactly(
                        "https://shop.example/my?m=hanako@example.jp", "https://shop.example/?m=hanako%40example.jp");
    }

    @Test
    void textLinks_areReplacedToo() {
        Tracking tracking = tracking().build();
        MessageTemplate template = MessageTemplate.named("t")
                .subject("春")
                .text("新着（https://shop.example/spring）と https://shop.example/2。\n")
                .build();
        Message message = sent(tracking, template, mail(HANAKO, "delivery:spring", false));
        assertThat(links(tracking, message.text()))
                .extracting(TrackedLink::detail)
                .containsExactly("https://shop.example/spring", "https://shop.example/2");
        assertThat(message.html()).isNull();
    }

    @Test
    void pixel_needsConsentWhereItIsAskedFor() {
        Tracking tracking = tracking()
                .opensOnlyFor(contact -> Boolean.TRUE.equals(contact.get(OPENS)))
                .build();
        MessageTemplate template = MessageTemplate.named("p")
                .subject("春")
                .html("<html><body>Hi</body></html>")
                .build();
        Contact yes = HANAKO.with(OPENS, true);
        assertThat(sent(tracking, template, mail(yes, "mail", false)).html()).contains("/o/");
        assertThat(sent(tracking, template, mail(HANAKO, "mail", false)).html())
                .isEqualTo("<html><body>Hi</body></html>");
    }

    @Test
    void parameters_areAddedToFollowedLinks() {
        Tracking tracking = tracking()
                .parameter("utm_campaign", "{delivery}")
                .parameter("utm_content", "{link}")
                .build();
        String html = html(
                tracking,
                "<a href=\"https://shop.example/#1\" data-hato-name=\"hero\">1</a><a href=\"https://shop.example/?utm_content=x\">2</a>"
                        + "<a href=\"{{ contact.code }}\">3</a><a href=\"https://shop.example/s?sig=1\" data-hato-params=\"off\">4</a>");
        assertThat(links(tracking, html).subList(0, 4))
                .extracting(TrackedLink::detail)
                .containsExactly(
                        "https://shop.example/?utm_campaign=spring&utm_content=hero#1",
                        "https://shop.example/?utm_content=x&utm_campaign=spring",
                        "https://shop.example/my?m=hanako@example.jp&utm_campaign=spring&utm_content=2",
                        "https://shop.example/s?sig=1");
        assertThat(html).contains("data-hato-name=\"hero\"", "data-hato-params=\"off\"");
    }

    @Test
    void registeredUrls_countUnderTheirNumber() {
        Tracking tracking =
                tracking().registered(1, URI.create("https://shop.example/top")).build();
        String source =
                tracking.withRegisteredLinks("<a href=\"##_url_1_##\">Top</a><a href=\"https://shop.example/\">2</a>");
        List<TrackedLink> links = links(tracking, html(tracking, source));
        assertThat(links.get(0).registered()).isTrue();
        assertThat(links.get(0).link()).isEqualTo(1);
        assertThat(links.get(0).detail()).isEqualTo("https://shop.example/top");
        assertThat(links.get(1).registered()).isFalse();
        Tracking moved =
                tracking().registered(1, URI.create("https://shop.example/new")).build();
        assertThat(links(moved, html(tracking, source)).get(0).detail()).isEqualTo("https://shop.example/new");
        Matcher link = LINK.matcher(html(tracking, source));
        assertThat(link.find()).isTrue();
        assertThat(tracking().build().read(Purpose.CLICK, link.group(2)))
                .as("no longer registered")
                .isEmpty();
        assertThatThrownBy(() -> tracking.withRegisteredLinks("##_url_2_##"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'##_url_2_##'");
    }

    @Test
    void registeredUrlsInText_countToo() {
        Tracking tracking =
                tracking().registered(7, URI.create("https://shop.example/top")).build();
        MessageTemplate template = MessageTemplate.named("t")
                .subject("春")
                .text(tracking.withRegisteredLinks("こちら ##_url_7_##\n"))
                .build();
        Message message = sent(tracking, template, mail(HANAKO, "delivery:spring", false));
        assertThat(links(tracking, message.text()))
                .containsExactly(new TrackedLink(
                        Purpose.CLICK,
                        new TrackedMail("delivery:spring", "mail", "", HANAKO.id()),
                        7,
                        true,
                        "https://shop.example/top"));
    }

    @Test
    void testMail_saysSoInItsLinks() {
        Tracking tracking = tracking().build();
        MessageTemplate template = MessageTemplate.named("p")
                .subject("春")
                .html("<a href=\"https://shop.example/\">1</a>")
                .build();
        Message message = sent(tracking, template, mail(HANAKO, "delivery:spring", true));
        assertThat(links(tracking, message.html()))
                .hasSize(2)
                .allMatch(link -> link.mail().test());
    }

    @Test
    void table_isFilledBeforeTheFirstMailAndMakesLinksShort() {
        Map<String, Map<Integer, String>> kept = new HashMap<>();
        LinkTable table = new LinkTable() {
            @Override
            public void keep(String source, String step, Map<Integer, String> targets) {
                assertThat(kept.put(source + "/" + step, targets))
                        .as("kept before")
                        .isNull();
            }

            @Override
            public @Nullable String target(TrackedMail mail, int link) {
                return kept.getOrDefault(mail.source() + "/" + mail.step(), Map.of())
                        .get(link);
            }
        };
        Tracking tracking = tracking()
                .linkTable(table)
                .parameter("utm_campaign", "{delivery}")
                .build();
        MessageTemplate template = MessageTemplate.named("p")
                .subject("春")
                .html("<a href=\"https://shop.example/" + "x".repeat(500)
                        + "\">1</a><a href=\"{{ contact.code }}\">2</a>")
                .build();
        for (String source : List.of("delivery:1", "delivery:2", "delivery:1", "mail")) {
            List<TrackedLink> links = links(
                    tracking,
                    sent(tracking, template, mail(HANAKO, source, false)).html());
            String campaign = source.replace("delivery:", "");
            assertThat(links.subList(0, 2))
                    .extracting(TrackedLink::detail)
                    .containsExactly(
                            "https://shop.example/" + "x".repeat(500) + "?utm_campaign=" + campaign,
                            HANAKO.get(CODE) + "&utm_campaign=" + campaign);
        }
        assertThat(kept).containsOnlyKeys("delivery:1/mail", "delivery:2/mail");
        assertThat(kept.get("delivery:1/mail"))
                .as("that of the HTML, and that of the text made of it")
                .containsOnlyKeys(0, 2);
        Message message = sent(tracking, template, mail(HANAKO, "delivery:1", false));
        Matcher link = LINK.matcher(Objects.requireNonNull(message.html()));
        assertThat(link.find()).isTrue();
        assertThat(link.group()).hasSizeLessThan(120);
    }
}
