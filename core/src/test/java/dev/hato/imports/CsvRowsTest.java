package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@Tag("R3.1")
class CsvRowsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "comma_in_quotes",
                "empty",
                "empty_crlf",
                "escaped_quotes",
                "json",
                "location_coordinates",
                "newlines",
                "newlines_crlf",
                "quotes_and_newlines",
                "simple",
                "simple_crlf",
                "utf8"
            })
    void next_spectrumFile_equalsItsJson(String name) throws IOException {
        List<CsvRow> rows;
        try (var in = Files.newInputStream(Corpus.file("csv/csvs/" + name + ".csv"))) {
            rows = all(new CsvRows(new TextDecoder(in, null), ',', 10_000));
        }
        JsonNode json = new ObjectMapper().readTree(Files.readString(Corpus.file("csv/json/" + name + ".json")));
        List<String> header = rows.get(0).cells();
        int expected = json.isArray() ? json.size() : 1;

        assertThat(rows).hasSize(expected + 1).allMatch(row -> row.defect() == null);
        for (int i = 0; i < expected; i++) {
            JsonNode object = json.isArray() ? json.get(i) : json;
            assertThat(object.size()).isEqualTo(header.size());
            for (int j = 0; j < header.size(); j++) {
                // the one cell in which the published pair itself disagrees
                if (!header.get(j).equals("Contact Phone Number")) {
                    assertThat(rows.get(i + 1).cells().get(j))
                            .isEqualTo(object.get(header.get(j)).asString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void next_anyLineEnd_givesRowsAndLines(String end) {
        List<CsvRow> rows = all("a,b" + end + end + "1,\"x" + end + "y\"" + end + "2,z" + end + end + end);

        assertThat(rows)
                .extracting(CsvRow::cells)
                .containsExactly(List.of("a", "b"), List.of("1", "x" + end + "y"), List.of("2", "z"));
        assertThat(rows).extracting(CsvRow::line).containsExactly(1L, 3L, 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void next_quoteNeverClosed_failsOneRowAndGoesOnWithTheNextLine(String end) {
        List<CsvRow> rows = all("a,b" + end + "1,\"open" + end + "2,x" + end + "3,y" + end);

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).defect()).contains("never closed");
        assertThat(rows.get(1).cells()).containsExactly("1,\"open");
        assertThat(rows.get(2)).isEqualTo(new CsvRow(3, List.of("2", "x"), null));
        assertThat(rows.get(3)).isEqualTo(new CsvRow(4, List.of("3", "y"), null));
    }

    @Test
    void next_quoteClosedByTheNextQuotedCell_failsOneRowAndReadsThatCell() {
        List<CsvRow> rows = all("a,b\n1,\"open\n2,x\n3,\"y\"\n4,z");

        assertThat(rows.get(1).defect()).contains("closing quote");
        assertThat(rows.subList(2, 5))
                .extracting(CsvRow::cells)
                .containsExactly(List.of("2", "x"), List.of("3", "y"), List.of("4", "z"));
    }

    @Test
    void next_manyBrokenRows_eachFailsAlone() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 2_000; i++) {
            text.append(i % 2 == 0 ? "x,\"y\"z\n" : "good,row\n");
        }

        List<CsvRow> rows = all(text.toString());

        assertThat(rows).hasSize(2_001);
        for (int i = 1; i <= 2_000; i++) {
            assertThat(rows.get(i).line()).isEqualTo(i + 1L);
            assertThat(rows.get(i).defect() != null).isEqualTo(i % 2 == 1);
        }
    }

    @Test
    void next_cellOverTheLimit_failsOneRow() {
        for (String cell :
                List.of("x".repeat(3_000_000), "\"" + "x".repeat(3_000_000) + "\"", "x,".repeat(1_500_000))) {
            List<CsvRow> rows = all("a,b\n1,2\n" + cell + ",2\n3,4\n");

            assertThat(rows).hasSize(4);
            assertThat(rows.get(2).defect()).matches(".*(longer than|more than).*");
            assertThat(rows.get(3)).isEqualTo(new CsvRow(4, List.of("3", "4"), null));
        }
    }

    @Test
    void next_nulOrUndecodable_isADefectOfTheRow() {
        List<CsvRow> rows = all("a,b\n1,x\0y\n2,z" + TextDecoder.UNDECODABLE + "\n3,\uD83C\uDC00\uFFFD\n");

        assertThat(rows.get(1).defect()).contains("NUL");
        assertThat(rows.get(2).defect()).contains("no text");
        assertThat(rows.get(3).defect()).isNull();
    }

    /** Tables made at random, with broken rows in between: every row comes out, once, with its line. */
    @Test
    void next_randomTables_giveBackWhatWasWritten() {
        String[] pieces = {"a", "\"", ",", "\r", "\n", "\r\n", "日本", " ", ""};
        String[] ends = {"\r\n", "\n", "\r"};
        Random random = new Random(42);
        for (int round = 0; round < 3_000; round++) {
            List<CsvRow> expected = new ArrayList<>();
            StringBuilder file = new StringBuilder();
            long line = 1;
            String end = ends[round % 3];
            for (int row = 0; row < 8; row++) {
                if (random.nextInt(4) == 0) {
                    file.append("x,\"y\"z").append(end);
                    expected.add(new CsvRow(line++, List.of("x,\"y\"z"), "broken"));
                    continue;
                }
                List<String> cells = new ArrayList<>();
                for (int cell = 0; cell < 3; cell++) {
                    StringBuilder text = new StringBuilder();
                    for (int i = random.nextInt(6); i > 0; i--) {
                        text.append(pieces[random.nextInt(pieces.length)]);
                    }
                    cells.add(text.toString());
                    file.append(cell == 0 ? "" : ",").append('"');
                    file.append(text.toString().replace("\"", "\"\"")).append('"');
                }
                file.append(end);
                expected.add(new CsvRow(line, List.copyOf(cells), null));
                line += 1 + cells.stream().mapToLong(CsvRowsTest::lineEnds).sum();
            }

            List<CsvRow> rows = all(file.toString());

            assertThat(rows)
                    .extracting(CsvRow::line)
                    .isEqualTo(expected.stream().map(CsvRow::line).toList());
            assertThat(rows)
                    .extracting(CsvRow::cells)
                    .isEqualTo(expected.stream().map(CsvRow::cells).toList());
        }
    }

    private static long lineEnds(String cell) {
        return Pattern.compile("\r\n|\r|\n").matcher(cell).results().count();
    }

    private static List<CsvRow> all(String text) {
        return all(new CsvRows(new StringReader(text), ',', 1_000_000));
    }

    private static List<CsvRow> all(CsvRows rows) {
        try {
            List<CsvRow> all = new ArrayList<>();
            for (CsvRow row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
