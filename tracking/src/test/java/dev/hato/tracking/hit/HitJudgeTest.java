package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.contact.ContactId;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.4")
class HitJudgeTest {
    private static final Instant SENT = Instant.parse("2026-04-01T00:00:00Z");
    private static final SendKey MAIL = new SendKey("mail", "spring-sale", ContactId.of("hanako"), "");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";
    private static final String GMAIL =
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";

    private static Hit hit(HitKind kind, double seconds, int link, Hit.Client client) {
        Instant at = SENT.plusMillis((long) (seconds * 1_000));
        Hit.Link which =
                kind == HitKind.CLICK ? new Hit.Link(link, false, "https://shop.example/" + link) : Hit.Link.NONE;
        return new Hit(kind, MAIL, at, which, client, 0);
    }

    private static Hit.Client by(String agent) {
        return new Hit.Client("GET", agent, "203.0.113.0/24");
    }

    private static Hit click(double seconds, int link) {
        return hit(HitKind.CLICK, seconds, link, by(BROWSER));
    }

    private static Judgement judged(Hit hit) {
        return HitJudge.standard().judge(List.of(hit), SENT).get(0);
    }

    private static List<Verdict> verdicts(List<Hit> hits) {
        return HitJudge.standard().judge(hits, SENT).stream()
                .map(Judgement::verdict)
                .toList();
    }

    @Test
    void personWithABrowser_isHuman() {
        assertThat(judged(click(60, 1))).isEqualTo(Judgement.HUMAN);
        assertThat(judged(hit(HitKind.OPEN, 60, 0, by(BROWSER)))).isEqualTo(Judgement.HUMAN);
    }

    @Test
    void fasterThanAPerson_isAMachine() {
        assertThat(judged(click(4.9, 1)).reasons()).containsExactly(HitReason.TOO_FAST);
        assertThat(judged(click(5, 1)).verdict()).isEqualTo(Verdict.HUMAN);
        assertThat(judged(hit(HitKind.OPEN, 1.9, 0, by(BROWSER))).verdict()).isEqualTo(Verdict.MACHINE);
        assertThat(judged(hit(HitKind.OPEN, 2, 0, by(BROWSER))).verdict()).isEqualTo(Verdict.HUMAN);
        assertThat(judged(click(-1, 1)).verdict()).isEqualTo(Verdict.MACHINE);
        assertThat(HitJudge.standard().judge(List.of(click(0, 1)), null).get(0)).isEqualTo(Judgement.HUMAN);
    }

    @Test
    void headRequest_isAMachine() {
        Hit head = hit(HitKind.CLICK, 60, 1, new Hit.Client("HEAD", BROWSER, ""));

        assertThat(judged(head)).isEqualTo(new Judgement(Verdict.MACHINE, Set.of(HitReason.HEAD_REQUEST)));
    }

    @Test
    void providersProxy_opensAsNobodyKnows() {
        assertThat(judged(hit(HitKind.OPEN, 60, 0, by(GMAIL))))
                .isEqualTo(new Judgement(Verdict.UNKNOWN, Set.of(HitReason.IMAGE_PROXY)));
        assertThat(judged(hit(HitKind.OPEN, 1, 0, by(GMAIL))).verdict()).isEqualTo(Verdict.MACHINE);
        assertThat(judged(hit(HitKind.CLICK, 60, 1, by(GMAIL))).verdict()).isEqualTo(Verdict.MACHINE);
    }

    @Test
    void manyLinksWithinSeconds_areAMachines() {
        List<Hit> hits = List.of(click(300, 0), click(60, 1), click(63, 2), click(65, 3), click(65.1, 3), click(71, 4));

        assertThat(verdicts(hits))
                .containsExactly(
                        Verdict.HUMAN, Verdict.MACHINE, Verdict.MACHINE, Verdict.MACHINE, Verdict.HUMAN, Verdict.HUMAN);
        assertThat(verdicts(List.of(click(60, 1), click(63, 2), click(65.1, 3))))
                .containsOnly(Verdict.HUMAN);
    }

    @Test
    void oneLinkAgainAndAgain_isAPersons() {
        List<Hit> hits =
                IntStream.range(0, 20).mapToObj(i -> click(60 + i * 0.1, 1)).toList();

        assertThat(verdicts(hits)).containsOnly(Verdict.HUMAN);
    }

    @Test
    void manyHits_areJudgedInLittleTime() {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            hits.add(click(60 + i * 0.000_01, i % 50));
        }

        assertThat(verdicts(hits)).containsOnly(Verdict.MACHINE);
    }

    @Test
    void honeypot_givesAwayAllHitsOfTheClient() {
        HitJudge judge = HitJudge.builder().honeypot("https://shop.example/9").build();
        Hit person = hit(HitKind.CLICK, 900, 1, new Hit.Client("GET", BROWSER, "198.51.100.0/24"));
        List<Judgement> judgements = judge.judge(List.of(click(60, 1), click(600, 9), person), SENT);

        assertThat(judgements.get(0).reasons()).containsExactly(HitReason.HONEYPOT);
        assertThat(judgements.get(1).reasons()).containsExactly(HitReason.HONEYPOT);
        assertThat(judgements.get(2)).isEqualTo(Judgement.HUMAN);
    }

    @Test
    void dataCentre_isAMachines() {
        HitJudge judge = HitJudge.builder()
                .dataCentres(DataCentres.of(List.of("203.0.112.0/23", "2001:db8::/32")))
                .build();

        assertThat(judge.judge(List.of(click(60, 1)), SENT).get(0).reasons()).containsExactly(HitReason.DATA_CENTRE);
        assertThat(judge.judge(List.of(hit(HitKind.OPEN, 60, 0, by(GMAIL))), SENT)
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void clientWithoutAName_isUnknown() {
        assertThat(judged(hit(HitKind.CLICK, 60, 1, by(""))))
                .isEqualTo(new Judgement(Verdict.UNKNOWN, Set.of(HitReason.NO_AGENT)));
    }

    @Test
    void networks_areKnownByTheirRanges() {
        DataCentres known = DataCentres.of(List.of("198.51.100.128/25", "10.0.0.0/9", "2001:db8:7::/48"));

        assertThat(known.contains(ClientNetwork.of("198.51.100.3"))).isTrue();
        assertThat(known.contains(ClientNetwork.of("10.127.255.255"))).isTrue();
        assertThat(known.contains(ClientNetwork.of("10.128.0.0"))).isFalse();
        assertThat(known.contains(ClientNetwork.of("2001:db8:7:1::5"))).isTrue();
        assertThat(known.contains(ClientNetwork.of("2001:db8:8::5"))).isFalse();
        assertThat(known.contains("")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> DataCentres.of(List.of("10.0.0.0")));
        assertThatIllegalArgumentException().isThrownBy(() -> DataCentres.of(List.of("10.0.0.0/33")));
        assertThatIllegalArgumentException().isThrownBy(() -> DataCentres.of(List.of("shop.example/8")));
    }

    @Test
    void settings_areChecked() {
        HitJudge.Builder builder = HitJudge.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.manyLinks(1, Duration.ofSeconds(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.manyLinks(3, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.fastest(Duration.ofSeconds(-1), Duration.ZERO));
    }
}
