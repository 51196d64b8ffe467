package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenderSpeedTest {
    @Test
    void row_buildingAMail_writesTheSameNewsletter() throws Exception {
        Newsletter newsletter = new Newsletter(20_000);
        for (RenderSpeed.BuildRow row : List.of(
                RenderSpeed.hato(newsletter, 1),
                RenderSpeed.angus(newsletter, "base64", 1),
                RenderSpeed.angus(newsletter, "quoted-printable", 1),
                RenderSpeed.simpleJavaMail(newsletter, true, 1),
                RenderSpeed.simpleJavaMail(newsletter, false, 1))) {
            for (int number : new int[] {0, 19_999}) {
                RenderSpeed.Buffer out = new RenderSpeed.Buffer();
                row.build().write(number, out);
                ReceivedNewsletter.parse(out.toByteArray()).requireIs(newsletter, "reader" + number + "@example.jp");
            }
            assertThat(row.measure()).isPositive();
        }
    }

    @Test
    void ratios_ofMedians_sayWhatIsMetAgainstTheFastestOther() {
        List<Result> results = List.of(
                new Result("b", "ours", "mails/s", 100, 1, 200),
                new Result("b", "slow", "mails/s", 10, 1, 200),
                new Result("b", "fast", "mails/s", 40, 1, 200));

        String lines = new Ratios(results)
                .atLeast(3, "ours", "slow")
                .atLeast(3, "ours", "slow", "fast")
                .atLeast(1, "ours", "absent")
                .toString();

        assertThat(lines.lines()).hasSize(2);
        assertThat(lines.lines().toList().get(0)).contains("10.00").endsWith("met");
        assertThat(lines.lines().toList().get(1)).contains("2.50").endsWith("missed");
    }
}
