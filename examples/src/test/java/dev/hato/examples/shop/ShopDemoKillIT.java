package dev.hato.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo is killed in the middle of its largest delivery and started again. */
@Timeout(300)
class ShopDemoKillIT {
    @TempDir
    private Path out;

    @Test
    @Tag("R7.4")
    void killedWhileSending_finishesWhenStartedAgain() throws Exception {
        String corpus = System.getProperty("hato.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("[SKIPPED] ShopDemoKillIT: the system property hato.corpus names no folder with a shop "
                    + "large enough to be killed in the middle");
        }
        Assumptions.assumeFalse(corpus.isEmpty(), "hato.corpus is not set");
        Path data = Path.of(System.getProperty("hato.root", "")).resolve(corpus).resolve("shop");

        List<String> first = run(data, line -> line.contains("letter") && line.contains("mails"));
        assertThat(first).noneMatch(line -> line.startsWith("Done"));
        List<String> second = run(data, line -> false);
        assertThat(second).anyMatch(line -> line.contains("An earlier run was interrupted"));
        assertThat(second).anyMatch(line -> line.startsWith("Done"));

        JsonNode summary = JsonMapper.shared().readTree(Files.readString(out.resolve("summary.json")));
        JsonNode letter = summary.at("/resumed/letter");
        JsonNode rate = summary.at("/rate");
        assertThat(letter.get("handedOver").asLong()).as("before the kill").isPositive();
        assertThat(letter.get("toGo").asLong()).as("after the kill").isPositive();
        assertThat(rate.get("mails").asLong() + rate.get("unknown").asLong())
                .as("handed over, or of unknown end")
                .isEqualTo(
                        letter.get("handedOver").asLong() + letter.get("toGo").asLong());
        assertThat(rate.get("accepted").asLong() + letter.get("handedOver").asLong())
                .as("sent in this run and before")
                .isEqualTo(rate.get("mails").asLong());
        assertThat(rate.get("unknown").asLong()).as("two for each connection").isLessThanOrEqualTo(8);
    }

    /** Runs the demo in a process of its own, which is killed at the first line that the condition is true for. */
    private List<String> run(Path data, Predicate<String> killAt) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShopDemo.class.getName(),
                        "--data=" + data,
                        "--out=" + out)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                lines.add(line);
                if (killAt.test(line)) {
                    process.destroyForcibly().waitFor(); // SIGKILL, as kill -9
                    break;
                }
                line = output.readLine();
            }
        }
        process.waitFor();
        return lines;
    }
}
