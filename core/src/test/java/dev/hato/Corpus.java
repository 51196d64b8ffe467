package dev.hato;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds test input outside the project; tests that need it are skipped, saying so, where it is not given. */
public final class Corpus {
    private Corpus() {}

    /** Returns a file or folder of the corpus. */
    public static Path file(String name) {
        String root = System.getProperty("hato.corpus", "");
        if (root.isBlank()) {
            throw skipped("the system property hato.corpus names no folder of test input, here for " + name);
        }
        Path file = Path.of(System.getProperty("hato.root", "")).resolve(root).resolve(name);
        if (!Files.exists(file)) {
            throw skipped("the folder hato.corpus has no " + name);
        }
        return file;
    }

    /** Prints that the calling test is skipped, and returns what ends it. */
    public static RuntimeException skipped(String reason) {
        String test = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.startsWith("dev.hato") && !name.equals(Corpus.class.getName()))
                        .findFirst()
                        .orElse("a test"));
        System.out.println("[SKIPPED] " + test + ": " + reason);
        return Assumptions.abort(reason);
    }
}
