package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.HatoListener;
import dev.hato.delivery.LegalNotices;
import dev.hato.lint.Lint;
import dev.hato.lint.LintException;
import dev.hato.lint.LintReport;
import dev.hato.lint.LintRule;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Templates are looked over before a delivery is scheduled. */
class LintedDeliveryTest {
    private static final MessageTemplate NO_SUBJECT =
            MessageTemplate.named("t").html("<p>春のセール</p>").build();
    private static final MessageTemplate NO_ALT = SALE.newBuilder()
            .html("<p>春\n <img src=\"https://shop.example/a.png\"></p>")
            .build();

    private final EngineFixture engine = new EngineFixture();
    private final List<LintReport> told = new ArrayList<>();
    private final Hato hato = engine.engine(engine.transport, new HatoListener() {
        @Override
        public void templateLinted(LintReport report) {
            told.add(report);
        }
    });

    @Test
    void errors_refuseTheDelivery() {
        assertThatThrownBy(
                        () -> hato.deliveries().group("sale", NEWS, NO_SUBJECT).submit())
                .isInstanceOfSatisfying(
                        LintException.class,
                        e -> assertThat(e.report().hasErrors()).isTrue())
                .hasMessageContaining("subject")
                .hasMessageContaining("without");
        assertThat(hato.deliveries().list()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void rule_canBeSwitchedOff() {
        Hato lenient = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .lint(Lint.standard().without(LintRule.SUBJECT_MISSING))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        assertThatCode(() ->
                        lenient.deliveries().group("sale", NEWS, NO_SUBJECT).submit())
                .doesNotThrowAnyException();
    }

    @Test
    void warnings_areToldWithLineAndColumn() {
        hato.deliveries().group("sale", NEWS, NO_ALT).submit();
        assertThat(told)
                .singleElement()
                .satisfies(report -> assertThat(report.of(LintRule.IMAGE_ALT))
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.at().line()).isEqualTo(2);
                            assertThat(finding.at().column()).isEqualTo(2);
                        }));
    }

    @Test
    void draft_canBeLintedWithoutSubmitting() {
        assertThat(hato.deliveries().group("sale", NEWS, NO_ALT).lint().of(LintRule.IMAGE_ALT))
                .hasSize(1);
        assertThat(hato.deliveries().list()).isEmpty();
    }
}
