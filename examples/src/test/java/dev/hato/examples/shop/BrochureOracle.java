package dev.hato.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who is to get which mail of the brochure follow-up, and when: reckoned from the files alone. */
final class BrochureOracle {
    private static final int[] DAYS = {0, 3, 7, 14};

    private final TreeSet<String> mails = new TreeSet<>();
    private long enrolled;
    private long exited;

    private BrochureOracle() {}

    /** Compares the demo's journal of mails, and its summary, with the files. */
    static void check(Path data, Path out, JsonNode summary) throws IOException {
        BrochureOracle oracle = new BrochureOracle();
        Map<String, List<LocalDate>> purchases = new HashMap<>();
        for (String line : rows(data.resolve("purchases.csv"), "US-ASCII")) {
            String[] cells = line.split(",", -1);
            purchases.computeIfAbsent(cells[0], id -> new ArrayList<>()).add(LocalDate.parse(cells[1]));
        }
        for (String line : rows(data.resolve("customers.csv"), "windows-31j")) {
            String[] cells = line.split(",", -1);
            oracle.customer(cells[2], cells[6].equals("希望する"), purchases.getOrDefault(cells[0], List.of()));
        }
        List<String> sent = rows(out.resolve("brochure-mails.csv"), "UTF-8");
        assertThat(sent).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(sent)).isEqualTo(oracle.mails);
        assertThat(summary.at("/brochure/mailed").asLong())
                .isEqualTo(sent.size())
                .isPositive();
        assertThat(summary.at("/brochure/enrolled").asLong()).isEqualTo(oracle.enrolled);
        assertThat(summary.at("/brochure/EXITED").asLong())
                .isEqualTo(oracle.exited)
                .isPositive();
        assertThat(summary.at("/brochure/COMPLETED").asLong()).isEqualTo(oracle.enrolled - oracle.exited);
        assertThat(Files.readString(out.resolve("brochure-timeline.html")))
                .contains("資料請求フォロー", "<svg")
                .doesNotContain("http:", "https:", "<script", "@mail.example.jp");
    }

    /** A customer asks a year after the first purchase, and gets each mail unless a purchase after that comes before. */
    private void customer(String address, boolean wantsMail, List<LocalDate> purchases) {
        LocalDate first = purchases.stream().min(LocalDate::compareTo).orElse(null);
        if (first == null) {
            return;
        }
        LocalDate asked = first.plusYears(1);
        enrolled++;
        @Nullable LocalDate bought = purchases.stream()
                .filter(day -> day.isAfter(asked))
                .min(LocalDate::compareTo)
                .orElse(null);
        if (bought != null && !bought.isAfter(asked.plusDays(14))) {
            exited++;
        }
        for (int days : DAYS) {
            LocalDate day = asked.plusDays(days);
            if (wantsMail && (bought == null || bought.isAfter(day))) {
                mails.add(address + ",day-" + days + ","
                        + day.atTime(LocalTime.of(10, 0))
                                .atZone(ZoneId.of("Asia/Tokyo"))
                                .toInstant());
            }
        }
    }

    private static List<String> rows(Path file, String charset) throws IOException {
        return Files.readAllLines(file, Charset.forName(charset)).stream()
                .skip(1)
                .toList();
    }
}
