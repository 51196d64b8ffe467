package dev.hato.tracking;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds test input outside the project; tests that need it are skipped, saying so, where it is not given. */
final class Corpus {
    private Corpus() {}

    /** Returns a file of the corpus. */
    static Path file(String name) {
        String folder = System.getProperty("hato.corpus", "");
        Path file = Path.of(System.getProperty("hato.root", "")).resolve(folder).resolve(name);
        if (folder.isBlank() || !Files.exists(file)) {
            throw skipped(name + " is in no folder that the system property hato.corpus names");
        }
        return file;
    }

    /** Prints that the calling test is skipped, and returns what ends it. */
    static RuntimeException skipped(String reason) {
        String test = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.startsWith("dev.hato") && !name.equals(Corpus.class.getName()))
                        .findFirst()
                        .orElse("a test"));
        System.out.println("[SKIPPED] " + test + ": " + reason);
        return Assumptions.abort(reason);
    }
}
