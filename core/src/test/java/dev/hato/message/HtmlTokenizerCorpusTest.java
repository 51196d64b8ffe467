package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The html5lib project's cases for tokenizers: tags, attributes, comments, characters, and that there is a doctype. */
class HtmlTokenizerCorpusTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    /** Where a tokenizer may begin: the element whose content it is in, and whether character references count there. */
    private static final Map<String, Boolean> STATES = Map.of(
            "Data state", true,
            "RCDATA state", true,
            "RAWTEXT state", false,
            "Script data state", false,
            "PLAINTEXT state", false);

    @Test
    void scanner_casesOfHtml5lib_seesTheSameTokens() throws IOException {
        List<String> failures = new ArrayList<>();
        int run = 0;
        try (Stream<Path> files = Files.list(Corpus.file("html-tokenizer"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
                Map<?, ?> document = JsonMapper.shared().readValue(Files.readString(file), Map.class);
                // xmlViolationTests are about what comes behind a tokenizer
                for (Object test : document.get("tests") instanceof List<?> tests ? tests : List.of()) {
                    run += check(file.getFileName() + ": ", (Map<?, ?>) test, failures);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(run).isGreaterThan(880);
    }

    private static int check(String file, Map<?, ?> test, List<String> failures) {
        boolean escaped = Boolean.TRUE.equals(test.get("doubleEscaped"));
        String input = (String) unescaped(Objects.requireNonNull(test.get("input")), escaped);
        List<Object> expected = new ArrayList<>();
        for (Object token : (List<?>) Objects.requireNonNull(test.get("output"))) {
            List<?> parts = (List<?>) unescaped(token, escaped);
            expected.add(parts.get(0).equals("DOCTYPE") ? List.of("DOCTYPE") : parts);
        }
        Object states = test.get("initialStates");
        int run = 0;
        for (Object state : states instanceof List<?> list ? list : List.of("Data state")) {
            boolean references = Objects.requireNonNull(STATES.get(state), String.valueOf(state));
            String last = test.get("lastStartTag") instanceof String name ? name : "none";
            String element = switch ((String) state) {
                case "Data state" -> "";
                case "PLAINTEXT state" -> "plaintext";
                case "Script data state" -> "script";
                default -> last;
            };
            List<?> actual = ScannedTokens.of(input, element, references);
            if (!actual.equals(expected)) {
                failures.add(file + test.get("description") + ", " + state + ": expected " + expected + ", but was "
                        + actual + "\n");
            }
            run++;
        }
        return run;
    }

    private static Object unescaped(Object value, boolean escaped) {
        if (!escaped) {
            return value;
        }
        if (value instanceof String text) {
            return ESCAPE.matcher(text)
                    .replaceAll(match ->
                            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        }
        return value instanceof List<?> list
                ? list.stream().map(item -> unescaped(item, true)).toList()
                : value;
    }
}
