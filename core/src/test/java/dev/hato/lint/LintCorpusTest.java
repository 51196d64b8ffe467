package dev.hato.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import dev.hato.CpuTime;
import dev.hato.css.Damage;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real templates: what is found in them was looked at one by one when this test was written. */
class LintCorpusTest {
    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            return all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void realTemplates_giveWhatIsWrongWithThem_andNoMore() throws IOException {
        Map<LintRule, Integer> counts = new EnumMap<>(LintRule.class);
        for (Path file : files()) {
            MessageTemplate.Builder builder =
                    MessageTemplate.named("real").subject("s").html(Files.readString(file));
            List<String> known = builder.sources().problems().isEmpty()
                    ? builder.build().fields().stream().map(TemplateField::path).toList()
                    : List.of();
            LintReport report = Lint.standard().check(builder, known);
            report.counts().forEach((rule, count) -> counts.merge(rule, count, Integer::sum));
            // The only errors are blocks of another template language.
            assertThat(report.of(Severity.ERROR))
                    .as(file.toString())
                    .allSatisfy(finding -> assertThat(finding.message()).matches("(?s)'[#/^]' has no meaning here.*"));
        }
        assertThat(counts)
                .containsOnly(
                        Map.entry(LintRule.TEMPLATE, 48),
                        Map.entry(LintRule.TEXT_DERIVED, 108),
                        Map.entry(LintRule.TEXT_EMPTY, 2),
                        Map.entry(LintRule.PREHEADER, 48),
                        Map.entry(LintRule.IMAGE_ALT, 14),
                        Map.entry(LintRule.IMAGE_INSECURE, 78),
                        Map.entry(LintRule.LINK_EMPTY, 35),
                        Map.entry(LintRule.LINK_INSECURE, 32),
                        Map.entry(LintRule.STYLE_EXTERNAL, 66),
                        Map.entry(LintRule.STYLE_IN_BODY, 2),
                        Map.entry(LintRule.UNCLOSED, 1));
    }

    @Test
    void mutatedTemplates_neverThrow_andEndSoon() throws IOException {
        List<Path> files = files();
        Random random = new Random(20260405);
        long slowest = 0;
        int found = 0;
        for (int run = 0; run < 600; run++) {
            String source = Damage.to(Files.readString(files.get(random.nextInt(files.size()))), random);
            long start = CpuTime.nanos();
            try {
                found += Lint.standard()
                        .check(MessageTemplate.named("t").subject(source).html(source), List.of())
                        .findings()
                        .size();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Run " + run + ": " + source, e);
            }
            slowest = Math.max(slowest, CpuTime.nanos() - start);
        }
        assertThat(slowest).isLessThan(1_000_000_000L);
        assertThat(found).isGreaterThan(600);
    }
}
