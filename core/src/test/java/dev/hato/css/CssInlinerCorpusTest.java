package dev.hato.css;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import dev.hato.CpuTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** Real templates and damaged ones: nothing changes but styles, and doing it twice changes nothing more. */
class CssInlinerCorpusTest {
    private static final Pattern MERGE_TAG = Pattern.compile("\\{\\{[^}]*}}|\\{%[^%]*%}");

    private static final Pattern STYLE =
            Pattern.compile("<style(?:(?!</style>).)*+</style>|\\sstyle=(?:\"[^\"]*\"|'[^']*')", Pattern.DOTALL);

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            return all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    /** The tree without style attributes and style elements. */
    private static List<String> rest(String html) {
        List<String> out = new ArrayList<>();
        Document document = Jsoup.parse(html);
        document.select("style").remove();
        document.traverse((node, depth) -> {
            if (node instanceof TextNode text && text.isBlank()) {
                return; // beside a style element that is gone
            }
            out.add(depth + node.nodeName());
            node.attributes().asList().stream()
                    .filter(attribute -> !attribute.getKey().equals("style"))
                    .forEach(attribute -> out.add(attribute.getKey() + "=" + attribute.getValue()));
        });
        return out;
    }

    @Test
    void realTemplates_changeInNothingButStyles_andOnce() throws IOException {
        int moved = 0;
        int untouched = 0;
        for (Path file : files()) {
            String html = Files.readString(file);
            for (CssInliner inliner : List.of(CssInliner.standard(), CssInliner.keepingRules())) {
                String inlined = inliner.inline(html);
                assertThat(rest(inlined)).as(file.toString()).isEqualTo(rest(html));
                assertThat(bytes(inlined)).as(file.toString()).isEqualTo(bytes(html));
                assertThat(tags(inlined)).isEqualTo(tags(html));
                assertThat(inliner.inline(inlined)).as(file.toString()).isEqualTo(inlined);
                if (html.contains("<style")) {
                    moved += inlined.equals(html) ? 0 : 1;
                } else {
                    assertThat(inlined).isEqualTo(html);
                    untouched++;
                }
            }
        }
        assertThat(moved).isGreaterThan(66);
        assertThat(untouched).isGreaterThan(40);
    }

    /** The source without its styles, cut out by another means than a parser. */
    private static String bytes(String html) {
        return STYLE.matcher(html).replaceAll("");
    }

    private static List<String> tags(String html) {
        return MERGE_TAG.matcher(html).results().map(result -> result.group()).toList();
    }

    @Test
    void editsAreSortedAndLeaveTheRestAlone_whateverTheDamage() throws IOException {
        List<Path> files = files();
        Random random = new Random(20260406);
        long slowest = 0;
        int changed = 0;
        for (int run = 0; run < 600; run++) {
            String html = Damage.to(Files.readString(files.get(random.nextInt(files.size()))), random);
            long start = CpuTime.nanos();
            String inlined;
            try {
                inlined = CssInliner.standard().inline(html);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Run " + run + ": " + html, e);
            }
            slowest = Math.max(slowest, CpuTime.nanos() - start);
            changed += inlined.equals(html) ? 0 : 1;
            int at = 0;
            for (CssInliner.Edit edit : CssInliner.standard().edits(html)) {
                assertThat(edit.from()).as("Run %s: %s", run, html).isGreaterThanOrEqualTo(at);
                assertThat(edit.text()).doesNotContain("{");
                at = edit.to();
            }
            assertThat(CssInliner.standard().inline(inlined))
                    .as("Run %s: %s", run, html)
                    .isEqualTo(inlined);
        }
        assertThat(slowest).isLessThan(1_000_000_000L);
        assertThat(changed).isGreaterThan(150);
    }
}
