package dev.hato.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.examples.quickstart.QuickStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's first screen is the code that is compiled here, and prints what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void code_isTheCompiledExample() throws IOException {
        List<String> source =
                Files.readAllLines(ROOT.resolve("examples/src/main/java/dev/hato/examples/quickstart/QuickStart.java"));
        int begin = indexOf(source, "// README: begin") + 1;
        int end = indexOf(source, "// README: end");
        String code =
                String.join("\n", source.subList(begin, end)).stripIndent().strip();
        assertThat(block("java")).isEqualTo(code);
    }

    @Test
    void output_isWhatTheExamplePrints() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        QuickStart.run(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo(block("text"));
    }

    private static int indexOf(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(mark)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + mark);
    }

    /** The first fenced block of the README in this language. */
    private static String block(String language) throws IOException {
        Matcher matcher = Pattern.compile("```" + language + "\\R(.*?)\\R```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(matcher.find()).as("a block in " + language).isTrue();
        return matcher.group(1).strip();
    }
}
