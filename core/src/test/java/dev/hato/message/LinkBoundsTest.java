package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.CpuTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What finding links may cost, and that nothing makes it fail. */
@Tag("R9.1")
class LinkBoundsTest {
    private static final int LENGTH = 1_000_000;
    private static final long MILLIS = 200;

    /** A machine that does other things too may take longer once, not each time. */
    private static final int TRIES = 40;

    private static final List<String> PIECES = List.of(
            "<",
            ">",
            "a",
            "<a ",
            "href",
            "=",
            "\"",
            "'",
            "https://x.example/",
            "&amp;",
            "&",
            "!",
            "--",
            "<!--",
            "-->",
            "[if mso]>",
            "<![endif]",
            "<script>",
            "</script>",
            "<style",
            "</style",
            "/",
            " ",
            "\n",
            "é",
            "。",
            "😀",
            "\uD83D",
            "\u0000",
            "<v:rect",
            "</body",
            "<title>",
            "</title>",
            "<![CDATA[",
            "]]>",
            "<?",
            "(",
            ")",
            "{",
            "data-hato-x",
            "alt",
            "mailto:",
            "http://",
            "</a>",
            "<textarea>",
            "<!DOCTYPE",
            "=https://y.example");

    private static String repeated(String unit) {
        return unit.repeat(LENGTH / unit.length());
    }

    @Test
    void parse_hostileHtmlOfAMegabyte_takesLinearTime() {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String unit : List.of(
                "<",
                "<a ",
                "<!--",
                "<!-- -",
                "-",
                "<a href='",
                "<a href=\"https://x.example/",
                "a=b ",
                "</",
                "<!",
                "&",
                "&a",
                "&#1",
                "<script>",
                "<script><!--",
                "<script><!--<script>",
                "</script",
                "<style>",
                "</style",
                "<title>",
                "https://x.example/",
                "http://",
                "://",
                "<a href=http://a>",
                "<a href=http://a>b</a>",
                "<a href=https://x.example/&amp;&copy=1>https://x.example/</a>\n",
                "<!--[if mso]><a href=http://a>",
                "<![endif]-->",
                "<img alt='a'>",
                "</body>",
                "data-hato-x='1' ",
                "\uD83D\uDE00",
                "(((",
                "http://a)",
                " ")) {
            sources.put(unit, repeated(unit));
            sources.put("<a " + unit, "<a " + repeated(unit));
            sources.put("<a href='http://a'>" + unit, "<a href='http://a'>" + repeated(unit));
            sources.put("<script><!--" + unit, "<script><!--" + repeated(unit));
        }
        List<String> slow = new ArrayList<>();
        sources.forEach((name, source) -> {
            long best = best(() -> ParsedPart.html(source, Set.of()));
            best = Math.max(best, best(() -> ParsedPart.text(source, 0, Set.of())));
            if (best > MILLIS) {
                slow.add(name + ": " + best + " ms");
            }
        });
        assertThat(slow).isEmpty();
    }

    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > MILLIS; i++) {
            long start = CpuTime.nanos();
            work.run();
            best = Math.min(best, (CpuTime.nanos() - start) / 1_000_000);
        }
        return best;
    }

    @Test
    void withLinks_randomMarkup_changesNothingButLinksAndFindsThemAgain() {
        Random random = new Random(20_261_122);
        MarkerLinks plan = new MarkerLinks(false);
        Mailbox box = Mailbox.of("a@x.example");
        int links = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder html = new StringBuilder();
            for (int k = random.nextInt(40); k >= 0; k--) {
                html.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String source = html.toString().replace("\uD83D\uDE00", "x").replace("\uD83D", "y");
            Message message =
                    Message.builder(box, box).html(source).text(source).build();
            Message left = message.withLinks((link, target, out) -> false);
            assertThat(left.html()).isEqualTo(source);
            assertThat(left.text()).isEqualTo(source);
            Message once = plan.in(message);
            Message twice = plan.in(once);
            assertThat(twice.html()).isEqualTo(once.html());
            assertThat(twice.text()).isEqualTo(once.text());
            assertThat(once.links().all()).hasSameSizeAs(message.links().all());
            links += message.links().all().size();
        }
        assertThat(links).isGreaterThan(5_000);
    }
}
