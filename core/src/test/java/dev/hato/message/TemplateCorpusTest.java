package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real mail templates, written for other engines: their own placeholders are taken for text. */
class TemplateCorpusTest {
    private static final Mailbox BOX = Mailbox.of("a@x.example");
    private static final String VALUE = "O'Neil & \"Söhne\" <鳩>";

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            return all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void realTemplates_asRawText_comeBackByteForByte() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            String html = new String(bytes, StandardCharsets.UTF_8);
            Message message = MessageTemplate.named("real")
                    .html("{% raw %}" + html + "{% endraw %}")
                    .build()
                    .render(BOX, BOX, Fields.none());
            assertThat(message.htmlBytes()).as(file.toString()).isEqualTo(bytes);
        }
    }

    @Test
    @Tag("R8.5")
    void realTemplates_derivedText_isTidyAndHasTheWords() throws IOException {
        for (Path file : files()) {
            String html = Files.readString(file);
            Message message = MessageTemplate.named("real")
                    .html("{% raw %}" + html + "{% endraw %}")
                    .build()
                    .render(BOX, BOX, Fields.none());
            String text = String.valueOf(message.text());
            assertThat(text)
                    .as(file.toString())
                    .doesNotContain("\n\n\n")
                    .doesNotContain("<td")
                    .doesNotContain(" \n");
            Document document = Jsoup.parse(html);
            document.select("style, script, title, [style~=display: ?none]").remove();
            for (String word : document.body().text().replace('\u00A0', ' ').split(" ", -1)) {
                assertThat(text)
                        .as(file.toString())
                        .contains(word.replace("\u200B", "").replaceAll("\\p{Punct}+$", ""));
            }
        }
    }

    @Test
    void realTemplates_withASlotInEachTextAndAttribute_parseToTheSameTree() throws IOException {
        int text = 0;
        int attributes = 0;
        int refused = 0;
        for (Path file : files()) {
            String html = Files.readString(file);
            for (int[] place : places(html)) {
                boolean attribute = place[1] == 1;
                String before = "{% raw %}" + html.substring(0, place[0]) + "{% endraw %}";
                String after = "{% raw %}" + html.substring(place[0]) + "{% endraw %}";
                String rendered;
                try {
                    rendered = String.valueOf(MessageTemplate.named("real")
                            .html(before + "{{ x }}" + after)
                            .build()
                            .render(BOX, BOX, Fields.of(Map.of("x", "zqx" + VALUE)))
                            .html());
                } catch (TemplateException e) {
                    assertThat(e.problem()).contains("cannot stand");
                    refused++;
                    continue;
                }
                String plain = html.substring(0, place[0]) + "zqx" + html.substring(place[0]);
                Document expected = Jsoup.parse(plain);
                Document actual = Jsoup.parse(rendered);
                assertThat(values(actual).stream()
                                .map(v -> v.replace("zqx" + VALUE, "zqx")
                                        .replace("zqxO%27Neil%20%26%20%22S%C3%B6hne%22%20%3C%E9%B3%A9%3E", "zqx")
                                        .replace("zqxO%27Neil%20&%20%22S%C3%B6hne%22%20%3C%E9%B3%A9%3E", "zqx"))
                                .toList())
                        .as(file + " at " + place[0])
                        .isEqualTo(values(expected).stream()
                                .map(v -> (v.startsWith("style=") || v.startsWith("#data=")) && v.contains("zqx")
                                        ? v.replace("zqx", "")
                                        : v)
                                .toList());
                text += attribute ? 0 : 1;
                attributes += attribute ? 1 : 0;
            }
        }
        assertThat(text).isGreaterThan(800);
        assertThat(attributes).isGreaterThan(800);
        assertThat(refused).isLessThan(attributes / 4);
    }

    /** All names, texts and attribute values of the tree in order. */
    private static List<String> values(Document document) {
        List<String> out = new ArrayList<>();
        document.traverse((node, depth) -> {
            out.add(depth + node.nodeName());
            node.attributes().asList().forEach(a -> out.add(a.getKey() + "=" + a.getValue()));
        });
        return out;
    }

    /** Some places where a text or a quoted attribute value begins: the offset, and 1 for an attribute. */
    static List<int[]> places(String html) {
        List<int[]> places = new ArrayList<>();
        int body = Math.max(0, html.indexOf("<body"));
        boolean inTag = false;
        char quote = 0;
        int comment = -1;
        int seen = 0;
        for (int i = body; i < html.length(); i++) {
            char c = html.charAt(i);
            if (comment >= 0) {
                comment = html.startsWith("-->", i) ? -1 : comment;
            } else if (html.startsWith("<!--", i)) {
                comment = i;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (inTag && (c == '"' || c == '\'')) {
                quote = c;
                if (seen++ % 8 == 0) {
                    places.add(new int[] {i + 1, 1});
                }
            } else if (inTag && c == '>') {
                inTag = false;
                if (seen++ % 8 == 0) {
                    places.add(new int[] {i + 1, 0});
                }
            } else if (!inTag && c == '<') {
                inTag = true;
            }
        }
        return places;
    }
}
