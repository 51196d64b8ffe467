package dev.hato.css;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser computes the same styles for each element before and after, in a wide window and in a narrow one. */
class CssInlinerBrowserIT {
    private static final int WIDE = 800;
    private static final int NARROW = 360;

    @TempDir
    Path folder;

    @Test
    void browser_tellsPagesApart() throws Exception {
        List<String> result = Browser.compare(
                folder,
                List.of(new Browser.Pair("control", "<p style='color:red'>x", "<p style='color:blue'>x", WIDE)));
        assertThat(result.get(0)).isEqualTo("3");
        assertThat(result).contains("control: p 2 color rgb(255, 0, 0) became rgb(0, 0, 255)");
    }

    @Test
    void realTemplates_lookTheSame() throws Exception {
        int elements = 0;
        int changed = 0;
        List<Browser.Pair> batch = new ArrayList<>();
        List<Path> files = CssInlinerCorpusTest.files();
        for (Path file : files) {
            String html = filled(Files.readString(file));
            String inlined = filled(CssInliner.standard().inline(Files.readString(file)));
            if (!inlined.equals(html)) {
                changed++;
                for (int width : new int[] {WIDE, NARROW}) {
                    batch.add(new Browser.Pair(file.getFileName() + " " + width, html, inlined, width));
                }
            }
            if (batch.size() >= 40 || file.equals(files.get(files.size() - 1))) {
                elements += same(batch);
                batch.clear();
            }
        }
        assertThat(changed).isGreaterThan(33);
        assertThat(elements).isGreaterThan(changed * 20);
    }

    /** Fills each field with a word and takes the marks of blocks away. */
    private static String filled(String html) {
        return html.replaceAll("\\{\\{[#/^][^}]*}}", "").replaceAll("\\{\\{[^}]*}}", "word");
    }

    @Test
    void randomRules_cascadeTheSame() throws Exception {
        Random random = new Random(20260407);
        List<Browser.Pair> batch = new ArrayList<>();
        int moved = 0;
        for (int i = 0; i < 200; i++) {
            String html = page(random);
            String inlined = CssInliner.standard().inline(html);
            moved += inlined.equals(html) ? 0 : 1;
            batch.add(new Browser.Pair("page " + i, html, inlined, i % 2 == 0 ? WIDE : NARROW));
        }
        assertThat(moved).isGreaterThan(150);
        assertThat(same(batch)).isGreaterThan(2_000);
    }

    private int same(List<Browser.Pair> batch) throws IOException, InterruptedException {
        List<String> result = Browser.compare(folder, batch);
        List<String> first = result.subList(1, Math.min(6, result.size()));
        assertThat(first)
                .as(() -> batch.stream()
                        .filter(pair -> first.get(0).startsWith(pair.name() + ":"))
                        .map(pair -> pair.before() + "\nbecame\n" + pair.after())
                        .findFirst()
                        .orElse(""))
                .isEmpty();
        return Integer.parseInt(result.get(0));
    }

    private static String page(Random random) {
        StringBuilder css = new StringBuilder();
        for (int i = 2 + random.nextInt(7); i > 0; i--) {
            boolean media = random.nextInt(6) == 0;
            css.append(media ? "@media (max-width: 500px) { " : "");
            css.append(selector(random)).append(random.nextInt(4) == 0 ? ", " + selector(random) : "");
            css.append(" { ").append(declarations(random)).append(" }").append(media ? " }\n" : "\n");
        }
        String body = IntStream.range(0, 3)
                .mapToObj(i -> "<div" + attributes(random) + "><p" + attributes(random) + ">a <b" + attributes(random)
                        + ">b</b></p><table" + attributes(random) + "><tr><td" + attributes(random) + ">c<td"
                        + attributes(random)
                        + ">d</table></div>")
                .reduce("", String::concat);
        return "<!DOCTYPE html><html><head><style>" + css + "</style></head><body class=c0>" + body + "</body></html>";
    }

    private static String selector(Random random) {
        StringBuilder out = new StringBuilder(compound(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            out.append(pick(random, " ", " ", " > ", " + ", " ~ ")).append(compound(random));
        }
        return out.toString();
    }

    private static String compound(Random random) {
        String type = pick(random, "*", "div", "p", "b", "td", "table", "body", "");
        String rest = pick(
                random,
                "",
                "",
                ".c0",
                ".c1",
                ".c2",
                "#i0",
                "[title]",
                "[title=t]",
                ":first-child",
                ":nth-child(2n)",
                ":last-of-type",
                ":not(.c1)",
                ":not(#i0, p)");
        return type.isEmpty() && rest.isEmpty() ? "p" : type + rest;
    }

    private static String declarations(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            out.append(pick(
                            random,
                            "color:#123456",
                            "color:red",
                            "color:nonsense",
                            "margin:3px",
                            "margin-top:5px",
                            "margin:1px 2px",
                            "padding:4px",
                            "padding-left:-2px",
                            "font:italic 12px/2 serif",
                            "font-size:20px",
                            "line-height:1.5",
                            "background:#eee",
                            "background-color:blue",
                            "border:1px solid red",
                            "border-top:0",
                            "border-color:#0f0",
                            "text-align:center",
                            "font-family:\"A B\", 'C'",
                            "width:100px",
                            "width:50%"))
                    .append(random.nextInt(6) == 0 ? " !important" : "")
                    .append("; ");
        }
        return out.toString();
    }

    private static String attributes(Random random) {
        StringBuilder out = new StringBuilder();
        out.append(pick(random, "", " class=c0", " class='c1 c2'", " class=\"c0 c2\""));
        out.append(pick(random, "", "", "", " id=i0"));
        out.append(pick(random, "", "", " title=t"));
        out.append(random.nextInt(4) == 0 ? " style=\"" + declarations(random).replace('"', '\'') + "\"" : "");
        return out.toString();
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
