package dev.hato.imports;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds test input outside the project; tests that need it are skipped where it is not given. */
final class Corpus {
    private Corpus() {}

    static Path file(String name) {
        String root = System.getProperty("hato.corpus", "");
        assumeTrue(!root.isBlank(), "skipped: the system property hato.corpus names no folder");
        Path file = Path.of(root).resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: the corpus has no " + name);
        return file;
    }
}
