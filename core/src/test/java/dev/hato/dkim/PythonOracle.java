package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs dkimpy, an implementation by others, over mails in a folder. */
final class PythonOracle {
    private final Path folder;
    private final String python;

    PythonOracle(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.python = python();
        try (InputStream in = PythonOracle.class.getResourceAsStream("dkim_oracle.py")) {
            Files.write(folder.resolve("dkim_oracle.py"), in.readAllBytes());
        }
    }

    private static String python() throws InterruptedException {
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            try {
                Process process = new ProcessBuilder(candidate, "-c", "import dkim, nacl.signing")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return candidate;
                }
            } catch (IOException e) {
                // not installed: the next one
            }
        }
        throw Corpus.skipped("no python3 has the modules dkim and nacl");
    }

    /** Returns the lines that the script printed. */
    List<String> run(String mode, int count) throws IOException, InterruptedException {
        Path output = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        python,
                        folder.resolve("dkim_oracle.py").toString(),
                        mode,
                        folder.toString(),
                        String.valueOf(count))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }

    /** Writes the mails as 0.eml, 1.eml and so on. */
    void mails(List<byte[]> mails) throws IOException {
        for (int i = 0; i < mails.size(); i++) {
            Files.write(folder.resolve(i + ".eml"), mails.get(i));
        }
    }

    void records(DkimKey... keys) throws IOException {
        List<String> lines = new ArrayList<>();
        for (DkimKey key : keys) {
            lines.add(key.dnsName() + "\t" + key.dnsRecord());
        }
        Files.write(folder.resolve("records.tsv"), lines);
    }
}
