package dev.hato.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.css.CssInliner;
import dev.hato.message.Attachment;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplatePosition;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LintTest {
    private static MessageTemplate.Builder template() {
        return MessageTemplate.named("spring").subject("Spring sale");
    }

    private static final String CLEAN = """
            <!DOCTYPE html>
            <html><head><style>a:hover{color:red}</style></head><body>
            <div class="preheader" style="display:none">Three days only</div>
            <p>Dear {{ contact.name }},</p>
            <a href="https://shop.example.jp/">shop.example.jp</a> <a href="{{ url }}">{{ url }}</a>
            <a href="mailto:{{ mail }}">write</a> <a href="#top">up</a> <a href="{% if vip %}{{ url }}{% endif %}">more</a>
            <img src="https://img.example.jp/a.png" alt="Cherry blossom"><img src="{{ pixel }}" alt="">
            <img src="cid:logo" alt="" width="{{ w }}">
            </body></html>
            """;

    @Test
    void cleanTemplate_givesNothing() {
        MessageTemplate clean = template()
                .html(CLEAN)
                .text("Dear {{ contact.name }}")
                .attach(Attachment.inline("logo", "l.png", "image/png", new byte[1]))
                .build();
        LintReport report = Lint.standard().check(clean, List.of("contact", "url", "mail", "vip", "pixel", "w"));
        assertThat(report.findings()).isEmpty();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report).hasToString("Template 'spring': nothing found.");
    }

    @Test
    @Tag("R8.1")
    void fieldThatNothingFills_isAnError_andOneWithFallbackAWarning() {
        MessageTemplate template = template()
                .text("{{ contact.nmae }}\n {{ coupon | default: '-' }}{% if gold %}!{% endif %}")
                .build();
        LintReport report = Lint.standard().check(template, List.of("contact.name"));
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.findings())
                .extracting(LintFinding::severity, LintFinding::rule, LintFinding::at)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.ERROR, LintRule.FIELD, new TemplatePosition("text", 1, 4)),
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.WARNING, LintRule.FIELD, new TemplatePosition("text", 2, 5)),
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.WARNING, LintRule.FIELD, new TemplatePosition("text", 2, 35)));
        assertThat(report.findings().get(0).message()).contains("contact.name");
    }

    @Test
    @Tag("R8.5")
    void textPart_derivedIsANotice_withoutWordsAWarning() {
        LintReport words = Lint.standard().check(template().html("<p>Hello</p>").build(), List.of());
        assertThat(words.of(LintRule.TEXT_DERIVED)).hasSize(1);
        assertThat(words.of(LintRule.TEXT_EMPTY)).isEmpty();
        String images =
                "<title>T</title><div style='display: none'>hidden</div><a href='https://x.example'><img src='{{ i }}'></a>";
        assertThat(Lint.standard()
                        .check(template().html(images).build(), List.of("i"))
                        .of(LintRule.TEXT_EMPTY))
                .hasSize(1);
        for (String html :
                List.of("<img src='{{ i }}' alt='Sale'>", "<p>{{ i }}</p>", "<img src='{{ i }}' alt='{{ i }}'>")) {
            assertThat(Lint.standard()
                            .check(template().html(html).build(), List.of("i"))
                            .of(LintRule.TEXT_EMPTY))
                    .as(html)
                    .isEmpty();
        }
        assertThat(Lint.standard()
                        .check(template().html("<p>Hello</p>").text("Hello").build(), List.of())
                        .of(LintRule.TEXT_DERIVED))
                .isEmpty();
    }

    @Test
    void subject_missingIsAnError_wideIsANotice() {
        LintReport missing =
                Lint.standard().check(MessageTemplate.named("t").subject(" ").text("x"), List.of());
        assertThat(missing.of(Severity.ERROR)).extracting(LintFinding::rule).containsExactly(LintRule.SUBJECT_MISSING);
        String wide = "お".repeat(31);
        assertThat(Lint.standard()
                        .check(MessageTemplate.named("t").subject(wide).text("x"), List.of())
                        .of(LintRule.SUBJECT_LENGTH))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("62 columns"));
        String fits = "お".repeat(30) + "{{ contact.name | default: 'a very long fallback that is not counted' }}";
        assertThat(Lint.standard()
                        .check(MessageTemplate.named("t").subject(fits).text("x"), List.of())
                        .of(LintRule.SUBJECT_LENGTH))
                .isEmpty();
    }

    @Test
    void templateThatCannotBeBuilt_givesEveryProblemThatCanBeToldApart() {
        LintReport report = Lint.standard()
                .check(
                        MessageTemplate.named("t")
                                .subject("{{ a | uper }}")
                                .html(
                                        "<p>{{ b | nosuch }}</p>\n<p onclick=\"{{ c }}\">{{ d | upcase: 1 }}</p>{% endif %}{{ e | bad }}")
                                .header("X-Plan", "{{ plan")
                                .from(new Mailbox("{{ f | bad }}", EmailAddress.of("a@x.example"))),
                        List.of());
        assertThat(report.of(LintRule.TEMPLATE))
                .extracting(finding -> finding.at().toString())
                .containsExactly(
                        "subject, line 1, column 8",
                        "html, line 1, column 11",
                        "html, line 2, column 13",
                        "html, line 2, column 29",
                        "html, line 2, column 45",
                        "html, line 2, column 63",
                        "from, line 1, column 8",
                        "header X-Plan, line 1, column 1");
        assertThat(report.hasErrors()).isTrue();
        assertThat(Lint.standard()
                        .check(MessageTemplate.named("t").subject("s"), List.of())
                        .of(LintRule.TEMPLATE))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("neither"));
    }

    @Test
    void rules_canBeSwitchedOff() {
        MessageTemplate template = template().html("<p>x").build();
        Lint lint = Lint.standard().without(LintRule.TEXT_DERIVED, LintRule.PREHEADER);
        assertThat(Lint.standard().check(template, List.of()).counts()).hasSize(2);
        assertThat(lint.check(template, List.of()).findings()).isEmpty();
        assertThat(lint.rules()).doesNotContain(LintRule.PREHEADER).contains(LintRule.FIELD);
    }

    @Test
    void htmlSize_countsWhatGoesOut() {
        String paragraph = "<p style='x:y'>" + "a".repeat(985) + "</p>";
        MessageTemplate.Builder small = template().html(paragraph.repeat(100));
        assertThat(Lint.standard().check(small, List.of()).of(LintRule.HTML_SIZE))
                .isEmpty();
        assertThat(Lint.standard()
                        .check(template().html(paragraph.repeat(110)), List.of())
                        .of(LintRule.HTML_SIZE))
                .hasSize(1);
        assertThat(Lint.standard()
                        .check(
                                template()
                                        .html("<style>p{font-family:" + "abcdefghi,".repeat(20) + "z}</style>"
                                                + paragraph.repeat(100))
                                        .inlineCss(CssInliner.standard()),
                                List.of())
                        .of(LintRule.HTML_SIZE))
                .hasSize(1);
    }

    @Test
    void attachments_largerThanServersTake() {
        MessageTemplate.Builder builder = template().text("x");
        builder.attach(Attachment.of("a.pdf", "application/pdf", new byte[6_000_000]));
        assertThat(Lint.standard().check(builder, List.of()).findings()).isEmpty();
        builder.attach(Attachment.of("b.pdf", "application/pdf", new byte[6_000_000]));
        assertThat(Lint.standard().check(builder, List.of()).of(LintRule.ATTACHMENT_SIZE))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("12.0 MB"));
    }
}
