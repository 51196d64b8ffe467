package dev.hato.examples.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.testkit.RecordingTransport;
import dev.hato.testkit.RehearsalPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CRM's follow-up, day by day. */
class CrmDemoIT {
    @TempDir
    private Path out;

    private static List<String> days(RehearsalPlan plan, String contact) {
        return plan.of(ContactId.of(contact)).stream()
                .filter(line -> !line.what().startsWith("passed: started"))
                .map(line -> line.at() + " " + line.step() + " " + line.what())
                .toList();
    }

    @Test
    @Tag("R5.8")
    @Tag("R6.4")
    void rehearsal_keepsHolidays_andTakesTheRightWay() {
        RehearsalPlan plan = CrmDemo.rehearse();
        // Business days after Tuesday 28 April 2026: 30 April, 1, 7, 8, 11, 12 and 13 May.
        assertThat(days(plan, "suzuki"))
                .as("replies")
                .containsExactly(
                        "2026-04-28T06:30:00Z 見積送付 done",
                        "2026-04-30T01:00:00Z 案内 mailed",
                        "2026-05-07T02:20:00Z 返信待ち passed: EVENT",
                        "2026-05-07T02:20:00Z 返信あり done");
        assertThat(days(plan, "tanaka"))
                .as("asked for much, does not reply, and buys after the call")
                .containsExactly(
                        "2026-04-28T06:30:00Z 見積送付 done",
                        "2026-04-30T01:00:00Z 案内 mailed",
                        "2026-05-12T01:00:00Z 返信待ち passed: DEADLINE",
                        "2026-05-12T01:00:00Z 金額 passed: YES",
                        "2026-05-13T00:00:00Z 電話 done",
                        "2026-05-15T07:45:00Z 再度待つ skipped: GOAL_REACHED");
        assertThat(days(plan, "sato"))
                .as("replies after the reminder")
                .containsExactly(
                        "2026-04-28T06:30:00Z 見積送付 done",
                        "2026-04-30T01:00:00Z 案内 mailed",
                        "2026-05-12T01:00:00Z 返信待ち passed: DEADLINE",
                        "2026-05-12T01:00:00Z 金額 passed: NO",
                        "2026-05-13T01:00:00Z 催促 mailed",
                        "2026-05-13T01:00:00Z 催促後 passed",
                        "2026-05-14T00:05:00Z 再度待つ passed: EVENT",
                        "2026-05-14T00:05:00Z 返信あり done");
        assertThat(days(plan, "ito"))
                .as("never replies; 1 May is the last day before the holidays")
                .containsExactly(
                        "2026-05-01T09:00:00Z 見積送付 done",
                        "2026-05-07T01:00:00Z 案内 mailed",
                        "2026-05-14T01:00:00Z 返信待ち passed: DEADLINE",
                        "2026-05-14T01:00:00Z 金額 passed: NO",
                        "2026-05-15T01:00:00Z 催促 mailed",
                        "2026-05-15T01:00:00Z 催促後 passed",
                        "2026-05-22T01:00:00Z 再度待つ passed: DEADLINE",
                        "2026-05-22T01:00:00Z 返信なし done",
                        "2026-05-22T01:00:00Z 終わり passed: COMPLETED");
        assertThat(plan.mailed()).isEqualTo(6);
    }

    @Test
    void engine_doesWhatWasRehearsed() {
        RehearsalPlan plan = CrmDemo.rehearse();
        CrmDemo.Company company = new CrmDemo.Company(new RecordingTransport(), (call, at) -> {});
        company.liveUntil(Instant.parse("2026-05-30T15:00:00Z"));
        for (String customer : List.of("suzuki", "tanaka", "sato", "ito")) {
            ContactId id = ContactId.of(customer);
            Stream<String> done = company.steps.timeline(id).enrolments().stream()
                    .map(Enrolment::history)
                    .flatMap(List::stream)
                    .map(record -> record.at() + " " + record.step() + " " + record.outcome() + " " + record.reason());
            assertThat(done.map(String::strip).toList())
                    .as(customer)
                    .isEqualTo(plan.of(id).stream()
                            .map(line -> line.at() + " " + line.step() + " "
                                    + inCapitals(line.what()).replace(":", ""))
                            .toList());
        }
    }

    /** Returns the first word in capitals, as records have it. */
    private static String inCapitals(String what) {
        int end = what.indexOf(':') < 0 ? what.length() : what.indexOf(':');
        return what.substring(0, end).toUpperCase(Locale.ROOT) + what.substring(end);
    }

    @Test
    void demo_printsTimelineAndExplanation_andDrawsThePage() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CrmDemo demo = new CrmDemo(new PrintStream(printed, true, StandardCharsets.UTF_8));
        demo.run(out);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "wait for \"reply\" up to 5 business days",
                        """
                        案件フォロー, enrolled 2026-04-28 15:30
                          2026-04-28 15:30  見積送付  started by quote.sent
                          2026-04-28 15:30  見積送付  done
                          2026-04-30 10:00  案内    mailed
                          waits at 返信待ち for its event, until 2026-05-12 10:00 at the latest
                        """,
                        "✗ quoted is at least 1000000 — seen: 250000",
                        "案件フォロー: 4 entered; 3 completed, 1 goal reached",
                        "6 mails; what the staff was told:");
        assertThat(demo.notices())
                .hasSize(8)
                .contains("2026-05-13T09:00 営業部: 白羽製作所 田中 花様。大口案件に返信がありません。電話してください。")
                .last()
                .isEqualTo("2026-05-22T10:00 営業部: 小鳩学園 伊藤 誠様。返信がないまま終わりました。");
        assertThat(Files.readString(out.resolve("crm-timeline.html"))).contains("案件フォロー", "<svg");
    }
}
