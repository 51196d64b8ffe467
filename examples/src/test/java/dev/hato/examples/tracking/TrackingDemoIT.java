package dev.hato.examples.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo of tracking, read by a real browser. */
@Timeout(180)
class TrackingDemoIT {
    @TempDir
    private Path out;

    @Test
    @Tag("R9.1")
    @Tag("R9.4")
    @Tag("R2.7")
    void demo_readByABrowser_reportsWhatItsReaderDid() throws Exception {
        if (Chromium.installed().isEmpty()) {
            System.out.println("[SKIPPED] TrackingDemoIT: there is no chromium in /usr/bin to read the mail with");
        }
        Assumptions.assumeTrue(Chromium.installed().isPresent(), "no Chromium");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        TrackingDemo.run(out, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String account = printed.toString(StandardCharsets.UTF_8);
        assertThat(account)
                .contains("https://shop.example/sale?for=%E8%8A%B1%E5%AD%90&utm_source=newsletter&utm_content=sale#top")
                .contains("花子: STOPPED, opened 2 by a person, clicked 1 by a person")
                .contains("次郎: ACTIVE, opened 0, clicked 0, 2 clicks by machines")
                .contains("三郎: ACTIVE, opened 0, clicked 0")
                .contains("opened by 1 of 3 (33.3 %), clicked by 1 of 3 (33.3 %)");
        for (String picture : List.of("1-mail", "2-destination", "3-unsubscribe", "4-unsubscribed", "5-report")) {
            assertThat(ImageIO.read(out.resolve(picture + ".png").toFile()).getWidth())
                    .as(picture)
                    .isGreaterThan(300);
        }
    }
}
