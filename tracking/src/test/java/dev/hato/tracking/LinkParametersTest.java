package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("R9.3")
class LinkParametersTest {
    private static final LinkParameters.Place SPRING =
            new LinkParameters.Place("delivery:spring", "mail", "春のセール & more");
    private static final LinkParameters SOURCE = LinkParameters.NONE.and("utm_source", "hato");

    /** Reads pairs of URLs as lines, and says of each pair whether the second is the first with the parameter at its query's end. */
    private static final String PYTHON = """
            import json, sys
            from urllib.parse import urlsplit, parse_qsl
            for line in sys.stdin.buffer.read().decode('utf-8', 'surrogatepass').split('\\n'):
                if not line: continue
                one, two = json.loads(line)
                try:
                    a = urlsplit(one)
                except ValueError:
                    print('skipped'); continue
                b = urlsplit(two)
                same = a.scheme == b.scheme and a.netloc == b.netloc and a.path == b.path and a.fragment == b.fragment
                before = parse_qsl(a.query, keep_blank_values=True)
                after = parse_qsl(b.query, keep_blank_values=True)
                print('ok' if same and after == before + [('utm_source', 'hato')] and b.query.startswith(a.query)
                        else 'changed ' + repr((one, two, a, b)))
            """;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "https://shop.example -> https://shop.example?utm_source=hato",
                "https://shop.example/ -> https://shop.example/?utm_source=hato",
                "https://shop.example/a#b -> https://shop.example/a?utm_source=hato#b",
                "https://shop.example/a#b?c -> https://shop.example/a?utm_source=hato#b?c",
                "https://shop.example/a# -> https://shop.example/a?utm_source=hato#",
                "https://shop.example/a? -> https://shop.example/a?utm_source=hato",
                "https://shop.example/a?#b -> https://shop.example/a?utm_source=hato#b",
                "https://shop.example/a?b& -> https://shop.example/a?b&utm_source=hato",
                "https://shop.example/?z=1&a=2&z=3 -> https://shop.example/?z=1&a=2&z=3&utm_source=hato",
                "https://shop.example/?a=?#?b -> https://shop.example/?a=?&utm_source=hato#?b",
                "https://shop.example/?a=%e3%81%82+%zz%&b=あ -> https://shop.example/?a=%e3%81%82+%zz%&b=あ&utm_source=hato",
                "https://日本語.example/商品 -> https://日本語.example/商品?utm_source=hato",
                "https://xn--wgv71a119e.example/%E5%95%86 -> https://xn--wgv71a119e.example/%E5%95%86?utm_source=hato",
                "https://shop.example/?utm_source=print -> https://shop.example/?utm_source=print",
                "https://shop.example/?utm%5Fsource=print -> https://shop.example/?utm%5Fsource=print",
                "https://shop.example/?utm_source -> https://shop.example/?utm_source",
                "https://shop.example/#utm_source=x -> https://shop.example/?utm_source=hato#utm_source=x",
                "https://shop.example/?utm_sources=1 -> https://shop.example/?utm_sources=1&utm_source=hato"
            })
    void parameter_isAddedBeforeTheFragment(String url, String expected) {
        assertThat(SOURCE.addedTo(url, SPRING, "0")).isEqualTo(expected);
    }

    @Test
    void values_areFilledAndEncoded() {
        LinkParameters parameters = LinkParameters.NONE
                .and("utm_campaign", "{delivery}")
                .and("utm_content", "{step}/{link} & 鳩")
                .and("q s", "{mail}");
        assertThat(parameters.addedTo("https://shop.example/", SPRING, "hero banner"))
                .isEqualTo(
                        "https://shop.example/?utm_campaign=spring&utm_content=mail%2Fhero%20banner%20%26%20%E9%B3%A9&q%20s=%E6%98%A5%E3%81%AE%E3%82%BB%E3%83%BC%E3%83%AB%20%26%20more");
        assertThat(parameters.addedTo("https://shop.example/?utm_content=x", SPRING, "a"))
                .isEqualTo(
                        "https://shop.example/?utm_content=x&utm_campaign=spring&q%20s=%E6%98%A5%E3%81%AE%E3%82%BB%E3%83%BC%E3%83%AB%20%26%20more");
    }

    @Test
    void fillingTwice_addsNothingMore() {
        LinkParameters parameters = SOURCE.and("utm_content", "{link}");
        String once = parameters.addedTo("https://shop.example/?a#b", SPRING, "1");
        assertThat(parameters.addedTo(once, SPRING, "2")).isEqualTo(once);
    }

    @Test
    void wrongTemplates_areRefused() {
        assertThatThrownBy(() -> SOURCE.and("x", "{contact}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'{contact}'")
                .hasMessageContaining("[delivery, link, mail, step]");
        assertThatThrownBy(() -> SOURCE.and("x", "a{link")).hasMessageContaining("'{link'");
        assertThatThrownBy(() -> SOURCE.and(" ", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SOURCE.and("utm_source", "a")).hasMessageContaining("already");
    }

    @Test
    void urlsOfBrowsers_keepAllElse() throws Exception {
        List<String> urls = new ArrayList<>();
        for (JsonNode test : JsonMapper.builder()
                .build()
                .readTree(Corpus.file("urls/urltestdata.json").toFile())) {
            String input = test.isObject() ? test.get("input").asString() : "";
            if (input.strip().regionMatches(true, 0, "http", 0, 4) && test.get("failure") == null) {
                urls.add(input);
            }
        }
        assertThat(urls).hasSizeGreaterThan(150);
        for (String url : urls) {
            String added = SOURCE.addedTo(url, SPRING, "0");
            int at = added.indexOf("utm_source=hato");
            assertThat(added.substring(0, at - 1)).isEqualTo(url.substring(0, Math.min(at - 1, url.length())));
            assertThat(url)
                    .as("before and after what was added")
                    .startsWith(added.substring(0, at - 1))
                    .endsWith(added.substring(at + "utm_source=hato".length()));
            assertThat(added.length() - url.length()).isIn(15, 16);
            assertThat(SOURCE.addedTo(added, SPRING, "0")).isEqualTo(added);
        }
        List<String> said = inPython(urls);
        assertThat(said).hasSameSizeAs(urls).allMatch(line -> line.equals("ok") || line.equals("skipped"));
        assertThat(said.stream().filter("ok"::equals).count()).isGreaterThan(150);
    }

    private static List<String> inPython(List<String> urls) throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", PYTHON)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw Corpus.skipped("there is no python3, whose parser of URLs is asked");
        }
        StringBuilder lines = new StringBuilder();
        JsonMapper json = JsonMapper.builder().build();
        for (String url : urls) {
            lines.append(json.writeValueAsString(List.of(url, SOURCE.addedTo(url, SPRING, "0"))))
                    .append('\n');
        }
        try (OutputStream in = python.getOutputStream()) {
            in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream out = Objects.requireNonNull(python.getInputStream())) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            python.waitFor();
        }
    }
}
