package dev.hato.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's figures against a computation that knows nothing of the library. */
@Timeout(300)
class ShopDemoIT {
    private static final LocalDate LONG_AGO = LocalDate.of(1998, 4, 2);

    @TempDir
    private Path out;

    /** One purchase as it stands in the file. */
    private record Purchase(LocalDate on, BigDecimal amount) {}

    @Test
    void demo_onItsOwnData_hasTheRightFigures() throws Exception {
        JsonNode summary = check(Path.of("src/main/data/shop"), Lane.ANGUS);
        assertThat(summary.at("/messyImport/failed").asInt()).isEqualTo(32);
        assertThat(summary.at("/messyImport/stopped").asInt()).isEqualTo(8);
        assertThat(summary.at("/messyImport/other").asInt()).isZero();
        assertThat(summary.at("/messyImport/succeeded").asInt()).isEqualTo(41);
    }

    @Test
    void demo_onRealPurchases_hasTheRightFigures() throws Exception {
        String corpus = System.getProperty("hato.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("[SKIPPED] ShopDemoIT: the system property hato.corpus names no folder with purchases");
        }
        Assumptions.assumeFalse(corpus.isEmpty(), "hato.corpus is not set");
        JsonNode summary = check(
                Path.of(System.getProperty("hato.root", "")).resolve(corpus).resolve("shop"), Lane.PIPELINED);
        assertThat(summary.at("/messyImport/failed").asInt()).isEqualTo(150);
        assertThat(summary.at("/messyImport/stopped").asInt()).isEqualTo(60);
        assertThat(summary.at("/messyImport/succeeded").asInt()).isEqualTo(1790);
    }

    private JsonNode check(Path data, Lane lane) throws Exception {
        ShopDemo.run(
                data, out, lane, null, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(out.resolve("summary.json")));
        Map<String, List<Purchase>> purchases = purchases(data);
        List<String[]> customers = customers(data);
        long stopped = customers.stream().filter(row -> row[6].equals("希望しない")).count();

        assertThat(summary.at("/import/stopped").asLong()).isEqualTo(stopped);
        assertThat(summary.at("/import/succeeded").asLong()).isEqualTo(customers.size() - stopped);
        assertThat(summary.at("/import/failed").asLong()).isZero();
        List<String[]> lapsed = customers.stream()
                .filter(row -> row[3].equals("東京都") || row[3].equals("大阪府"))
                .filter(row -> total(of(purchases, row)).compareTo(new BigDecimal("200")) >= 0)
                .filter(row -> isDormant(of(purchases, row)))
                .toList();
        assertThat(segment(summary, "lapsed-regulars")).isEqualTo(lapsed.size()).isPositive();
        assertThat(segment(summary, "dormant"))
                .isEqualTo(customers.stream()
                        .filter(row -> isDormant(of(purchases, row)))
                        .count());
        assertThat(segment(summary, "big-spenders"))
                .isEqualTo(customers.stream()
                        .filter(row -> total(of(purchases, row)).compareTo(new BigDecimal("1000")) >= 0)
                        .count())
                .isPositive();
        assertThat(segment(summary, "autumn-regulars"))
                .isEqualTo(customers.stream()
                        .filter(row -> isAutumnRegular(of(purchases, row)))
                        .count())
                .isPositive();

        long stoppedAmongThem =
                lapsed.stream().filter(row -> row[6].equals("希望しない")).count();
        assertThat(summary.at("/delivery/target").asLong()).isEqualTo(lapsed.size());
        assertThat(summary.at("/delivery/excluded/STOPPED").asLong()).isEqualTo(stoppedAmongThem);
        assertThat(summary.at("/delivery/handedOver").asLong()).isEqualTo(lapsed.size() - stoppedAmongThem);
        assertThat(summary.at("/idempotentMails").asLong()).isEqualTo(1);
        assertThat(summary.at("/smtpAccepted").asLong()).isEqualTo(lapsed.size() - stoppedAmongThem + 1);
        assertThat(summary.at("/rate/transport").asString()).isEqualTo(lane.toString());
        assertThat(summary.at("/rate/mails").asLong()).isEqualTo(customers.size() - stopped);
        assertThat(summary.at("/rate/accepted").asLong()).isEqualTo(customers.size() - stopped);
        checkFiles(lapsed.size() - stoppedAmongThem + 1);
        checkMails(data, lapsed.size() - stoppedAmongThem + 1);
        BrochureOracle.check(data, out, summary);
        return summary;
    }

    private void checkFiles(long mails) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("mails"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".eml"))).hasSize((int) mails);
        }
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("配信履歴", "除外の理由", "<svg")
                .doesNotContain("http://", "<script", "<link");
        assertThat(Files.size(out.resolve("come-back.eml"))).isPositive();
        assertThat(Files.size(out.resolve("customers-messy-result.csv"))).isPositive();
    }

    private static List<Purchase> of(Map<String, List<Purchase>> purchases, String[] customer) {
        return purchases.getOrDefault(customer[0], List.of());
    }

    /** Every mail means the same to another parser, as far as one is there. */
    private void checkMails(Path data, long mails) throws IOException, InterruptedException {
        Path script = Path.of("src/test/resources/check_mails.py");
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            script.toString(),
                            data.resolve("customers.csv").toString(),
                            out.resolve("mails").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.out.println("python3 is not there: the mails are not compared with its parser");
            return;
        }
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(printed).isZero();
        assertThat(printed.strip()).isEqualTo(Long.toString(mails));
    }

    private static long segment(JsonNode summary, String name) {
        return summary.get("segments").get(name).asLong();
    }

    private static BigDecimal total(List<Purchase> purchases) {
        return purchases.stream().map(Purchase::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isDormant(List<Purchase> purchases) {
        return purchases.stream().allMatch(purchase -> purchase.on().isBefore(LONG_AGO));
    }

    private static boolean isAutumnRegular(List<Purchase> purchases) {
        return purchases.stream()
                                .filter(purchase -> !purchase.on().isBefore(LocalDate.of(1997, 10, 1)))
                                .filter(purchase -> !purchase.on().isAfter(LocalDate.of(1997, 12, 31)))
                                .count()
                        >= 3
                && purchases.stream().allMatch(purchase -> purchase.on().isBefore(LocalDate.of(1998, 1, 1)));
    }

    private static List<String[]> customers(Path data) throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("customers.csv"), Charset.forName("windows-31j"));
        return lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static Map<String, List<Purchase>> purchases(Path data) throws IOException {
        Map<String, List<Purchase>> purchases = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("purchases.csv")).stream()
                .skip(1)
                .toList()) {
            String[] cells = line.split(",", -1);
            purchases
                    .computeIfAbsent(cells[0], id -> new ArrayList<>())
                    .add(new Purchase(LocalDate.parse(cells[1]), new BigDecimal(cells[3])));
        }
        return purchases;
    }
}
