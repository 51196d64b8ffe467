package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The links of real mail templates. */
@Tag("R9.1")
class LinkCorpusTest {
    private static final Mailbox BOX = Mailbox.of("a@x.example");
    private static final MarkerLinks PLAN = new MarkerLinks(false);

    /** The template, whose many placeholders of links have become links. */
    private static String html(Path file) throws IOException {
        int[] number = {0};
        return Pattern.compile("(<(?:a|v:roundrect)\\s[^>]*?href=\")(?!https?:)[^\"]*")
                .matcher(Files.readString(file))
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + "https://x.example/" + number[0]++ + "?a=1&amp;b=é#c"));
    }

    private static MessageTemplate template(String html) {
        return MessageTemplate.named("real")
                .html("{% raw %}" + html + "{% endraw %}")
                .build();
    }

    @Test
    void links_realTemplates_areThoseThatJsoupFinds() throws IOException {
        int found = 0;
        for (Path file : TemplateCorpusTest.files()) {
            String html = html(file);
            List<String> expected = new ArrayList<>();
            walk(Jsoup.parse(html), expected);
            List<String> actual = new ArrayList<>();
            for (TemplateLink link : template(html).links().all()) {
                if (link.place() != TemplateLink.Place.TEXT) {
                    actual.add(link.target());
                }
            }
            assertThat(actual).as(file.toString()).isEqualTo(expected);
            found += expected.size();
        }
        assertThat(found).isGreaterThan(350);
    }

    /** Adds the links below a node in order, those in conditional comments too. */
    private static void walk(Node node, List<String> links) {
        if (node instanceof Element element
                && element.hasAttr("href")
                && (element.normalName().equals("a")
                        || element.normalName().equals("area")
                        || element.tagName().startsWith("v:"))) {
            String target = element.attr("href").strip().replaceAll("[\\t\\r\\n]", "");
            if (target.matches("(?is)https?://.+")) {
                links.add(target);
            }
        } else if (node instanceof Comment comment && comment.getData().startsWith("[if")) {
            String data = comment.getData();
            walk(Jsoup.parseBodyFragment(data.substring(data.indexOf('>') + 1)), links);
        }
        for (Node child : node.childNodes()) {
            walk(child, links);
        }
    }

    @Test
    void withLinks_realTemplates_changesNothingButTheValuesOfLinks() throws IOException {
        int replaced = 0;
        for (Path file : TemplateCorpusTest.files()) {
            String html = html(file);
            MessageTemplate template = template(html);
            Message off = template.render(BOX, BOX, Fields.none());
            assertThat(off.html()).as(file.toString()).isEqualTo(html);
            Message on = PLAN.in(off);
            replaced += onlyLinksDiffer(html, Objects.requireNonNull(on.html()), true);
            onlyLinksDiffer(Objects.requireNonNull(off.text()), Objects.requireNonNull(on.text()), false);
            template.links();
            Message known = template.render(BOX, BOX, Fields.none());
            assertThat(known.html()).isEqualTo(html);
            assertThat(known.text()).isEqualTo(off.text());
            assertThat(PLAN.in(known).html()).as(file.toString()).isEqualTo(on.html());
            MimeReader fast = new MimeReader(template.composer(BOX, SameMail.ZONE)
                    .compose(BOX, Fields.none(), SameMail.STAMP, PLAN.forMail(template.links())));
            MimeReader slow = new MimeReader(PLAN.in(known).compose("<1@x.example>", SameMail.STAMP.date()));
            assertThat(fast.html).as(file.toString()).isEqualTo(slow.html);
            assertThat(fast.text).as(file.toString()).isEqualTo(slow.text);
        }
        assertThat(replaced).isGreaterThan(350);
    }

    /** Returns the number of links, all of which lead where they led before. */
    private static int onlyLinksDiffer(String before, String after, boolean html) {
        Matcher marker = MarkerLinks.MARKER.matcher(after);
        List<String> targets = new ArrayList<>();
        List<String> between = new ArrayList<>();
        int at = 0;
        while (marker.find()) {
            between.add(after.substring(at, marker.start()));
            targets.add(MarkerLinks.target(marker.group(1)));
            at = marker.end();
        }
        between.add(after.substring(at));
        int from = between.get(0).length();
        assertThat(before).startsWith(between.get(0));
        for (int i = 0; i < targets.size(); i++) {
            int next = i + 2 == between.size()
                    ? before.length() - between.get(i + 1).length()
                    : before.indexOf(between.get(i + 1), from);
            String value = before.substring(from, next);
            String meant = html ? Parser.unescapeEntities(value, true) : value;
            assertThat(targets.get(i)).isEqualTo(meant.strip().replaceAll("[\\t\\r\\n]", ""));
            from = next + between.get(i + 1).length();
        }
        assertThat(from).isEqualTo(before.length());
        return targets.size();
    }

    @Test
    void withLinks_twice_changesNothingMore() throws IOException {
        for (Path file : TemplateCorpusTest.files()) {
            Message once = PLAN.in(template(html(file)).render(BOX, BOX, Fields.none()));
            Message twice = PLAN.in(once);
            assertThat(twice.html()).isEqualTo(once.html());
            assertThat(twice.text()).isEqualTo(once.text());
        }
    }
}
