package dev.hato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the sources of every module, and what the compiler does not see. */
class SourceTreeTest {
    private static final int LONGEST = 400;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A public or protected declaration with nothing but annotations since the last blank line, brace or semicolon. */
    private static final Pattern UNDOCUMENTED = Pattern.compile(
            "(?:^|[{};])\\s*\\n((?:\\s*@\\w[^\\n]*\\n)*)(\\s*public (?!static final ArchRule)[^\\n]*[({])",
            Pattern.MULTILINE);

    private static List<Path> sources(String below) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> file.toString().contains(below))
                    .toList();
        }
    }

    @Test
    void file_isNotLongerThan400Lines() throws IOException {
        TreeMap<String, Long> tooLong = new TreeMap<>();
        for (Path file : sources("/src/")) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > LONGEST) {
                    tooLong.put(ROOT.relativize(file).toString(), count);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void publicDeclaration_isDocumented() throws IOException {
        TreeSet<String> undocumented = new TreeSet<>();
        for (Path file : sources("/src/main/java/")) {
            String text = Files.readString(file);
            if (!text.contains("\npublic ")) {
                continue;
            }
            Matcher matcher = UNDOCUMENTED.matcher(text);
            while (matcher.find()) {
                if (!matcher.group(1).contains("@Override") && !matcher.group(1).contains("@Test")) {
                    undocumented.add(
                            ROOT.relativize(file) + ": " + matcher.group(2).strip());
                }
            }
        }
        assertThat(undocumented).isEmpty();
    }

    @Test
    void everyPackage_saysWhatLivesThere() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (Path file : sources("/src/main/java/")) {
            Path folder = file.getParent();
            if (folder != null
                    && !file.endsWith("module-info.java")
                    && !Files.exists(folder.resolve("package-info.java"))) {
                missing.add(ROOT.relativize(folder).toString());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void test_doesNotSleep() throws IOException {
        TreeSet<String> sleepers = new TreeSet<>();
        for (Path file : sources("/src/test/java/")) {
            if (!file.endsWith("SourceTreeTest.java") && Files.readString(file).contains("Thread.sleep")) {
                sleepers.add(ROOT.relativize(file).toString());
            }
        }
        assertThat(sleepers).isEmpty();
    }
}
