package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.Evidence;
import dev.hato.contact.ContactId;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R3.1")
class ResultFileTest {
    private static final String RESULT_HEADER = Shop.HEADER.strip() + ",結果,理由,備考";
    private final Shop shop = new Shop();
    private final StringWriter out = new StringWriter();

    @Test
    void row_taken_hasClassReasonAndNotes() {
        run(ResultFile.to(out), "1,\"花\n子\",ｈａｎａｋｏ@example.jp,東京都,1975/04/01,会員,希望する");
        shop.consents.stop(ContactId.of("1"), Shop.NEWS, Evidence.byRecipient("link", "mail"));
        run(
                ResultFile.to(out),
                "2,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する",
                "1,花子,other@example.jp,東京都,1975/04/01,会員,希望する",
                "3,太郎,taro@example.jp,東京都,1975/04/01,会員,希望しない");

        assertThat(out.toString())
                .contains("\r\n1,\"花\n子\",ｈａｎａｋｏ@example.jp,東京都,1975/04/01,会員,希望する,成功,inserted.,address normalised\r\n")
                .contains(",成功,overwritten.,kept id 1; subscription to 'news' stays STOPPED: data cannot loosen it\r\n")
                .contains(
                        ",成功,overwritten.,address changed; subscription to 'news' stays STOPPED: data cannot loosen it\r\n")
                .contains("希望しない,配信停止,inserted.,\r\n");
    }

    @Test
    void row_shortLongOrBroken_keepsResultsInTheirColumns() {
        run(
                ResultFile.to(out),
                "1,花子,a@example.jp",
                "2,花子,b@example.jp,東京都,1975/04/01,会員,希望する,extra,more",
                "3,\"花子,c@example.jp");

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo(RESULT_HEADER);
        assertThat(lines.get(1)).startsWith("1,花子,a@example.jp,,,,,失敗,");
        assertThat(lines.get(2))
                .startsWith("2,花子,b@example.jp,東京都,1975/04/01,会員,希望する,失敗,")
                .endsWith(",extra,more");
        assertThat(lines.get(3)).startsWith("\"3,\"\"花子,c@example.jp\",,,,,,,失敗,");
        assertThat(lines).hasSize(4);
    }

    @Test
    void only_classes_leavesOutTheOthers() {
        run(
                ResultFile.to(out).only(RowClass.FAILED, RowClass.OTHER),
                "1,花子,a@example.jp,東京都,1975/04/01,会員,希望する",
                "2,花子,,東京都,1975/04/01,会員,希望する");

        assertThat(out.toString().lines()).hasSize(2).last().asString().startsWith("2,");
    }

    @ParameterizedTest
    @Tag("R3.5")
    @ValueSource(strings = {"=1+1", "+81-3", "-5", "@SUM(A1)", "\tx", "\rx"})
    void row_cellASpreadsheetWouldExecute_isNeutralisedUnlessOff(String cell) {
        String row = "1,\"" + cell + "\",a@example.jp,東京都,1975/04/01,会員,希望する";
        StringWriter asIs = new StringWriter();

        run(ResultFile.to(out), row);
        run(ResultFile.to(asIs).neutralise(false), row);

        assertThat(out.toString()).contains("'" + cell);
        assertThat(asIs.toString()).contains(cell).doesNotContain("'" + cell);
    }

    @Test
    void to_path_isUtf8WithMarkOrTheGivenCharset(@TempDir Path folder) throws IOException {
        Path utf8 = folder.resolve("utf8.csv");
        Path shiftJis = folder.resolve("sjis.csv");
        Charset windows31j = Charset.forName("windows-31j");
        String row = "1,髙橋,a@example.jp,東京都,1975/04/01,会員,希望する";

        run(ResultFile.to(utf8), row);
        run(ResultFile.to(shiftJis).charset(windows31j), row);

        assertThat(Files.readString(utf8)).startsWith("\uFEFF顧客番号").contains("髙橋");
        assertThat(Files.readString(shiftJis, windows31j)).startsWith("顧客番号").contains("髙橋");
    }

    @Test
    void result_ofAnImport_canBeImportedAgain() {
        run(ResultFile.to(out), "1,花子,a@example.jp,東京都,1975/04/01,会員,希望する", "2,花子,,東京都,1975/04/01,会員,希望する");

        ImportReport again = shop.customers().run(Shop.bytes(out.toString()));

        assertThat(again.counts()).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 1));
    }

    private void run(ResultFile file, String... rows) {
        shop.customers().resultTo(file).run(Shop.bytes(Shop.HEADER + String.join("\r\n", rows)));
    }
}
