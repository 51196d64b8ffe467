package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Corpus;
import dev.hato.css.CssInliner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateFormatTest {
    private static MessageTemplate full() {
        return MessageTemplate.named("全部\"\\入り")
                .subject("{{ contact.name | default: \"お客\" }}様\u2028\u0001")
                .html("<style>p{color:red}</style><p>{{ contact.name }}</p><img src=\"cid:logo\">")
                .text("{{ contact.name }} 😀")
                .from(Mailbox.of("{{ shop.name }}", "news@shop.example"))
                .replyTo(Mailbox.of("a..b@docomo.ne.jp"))
                .header("X-Campaign", "{{ campaign | default: \"なし\" }}")
                .header("X-Campaign", "2")
                .attach(Attachment.of("請求書.pdf", "application/pdf", new byte[] {0, -1, 13, 10}))
                .attach(Attachment.inline("logo", "logo.png", "image/png", new byte[0]))
                .charset(MailCharset.iso2022jp(Unmappable.REPLACE))
                .locale(Locale.forLanguageTag("zh-Hant-TW"))
                .zone(ZoneId.of("America/New_York"))
                .onMissing(MissingField.FAIL)
                .limits(new TemplateLimits(1_000, 7, 8, 9_000))
                .inlineCss(CssInliner.keepingRules())
                .build();
    }

    @Test
    void read_ofWhatWasWritten_hasAllOfIt() {
        MessageTemplate template = full();
        MessageTemplate read = TemplateFormat.read(TemplateFormat.write(template));
        assertThat(read.fingerprint()).isEqualTo(template.fingerprint());
        assertThat(read.limits()).isEqualTo(template.limits());
        assertThat(read.charset()).isEqualTo(template.charset());
        assertThat(read.cssInliner()).isEqualTo(template.cssInliner());
        assertThat(read.fromSource()).isEqualTo(template.fromSource());
        assertThat(read.replyToSource()).isEqualTo(template.replyToSource());
        assertThat(read.headerSources()).isEqualTo(template.headerSources());
        assertThat(TemplateFormat.write(read)).isEqualTo(TemplateFormat.write(template));
    }

    @Test
    void read_ofATemplateWithoutAZone_stillTakesTheEngines() {
        MessageTemplate read = TemplateFormat.read(TemplateFormat.write(
                MessageTemplate.named("t").text("{{ at }}").build()));
        assertThat(read.declaredZone()).isNull();
        assertThat(read.inZone(ZoneId.of("Europe/Paris")).zone()).isEqualTo(ZoneId.of("Europe/Paris"));
    }

    @Test
    void read_ofWhatIsWrittenByHand_takesWhatIsUsual() {
        MessageTemplate read = TemplateFormat.read("{\"hato.template\": 1, \"name\": \"t\", \"text\": \"x\"}");
        assertThat(read.fingerprint())
                .isEqualTo(MessageTemplate.named("t").text("x").build().fingerprint());
    }

    @Test
    void read_ofTheCorpus_keepsEveryFingerprint() throws IOException {
        Path folder = Corpus.file("mail-templates");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".html")).toList();
        }
        assertThat(files).hasSizeGreaterThan(100);
        int compared = 0;
        for (Path file : files) {
            MessageTemplate template;
            try {
                template = MessageTemplate.named(file.getFileName().toString())
                        .html(Files.readString(file))
                        .inlineCss(CssInliner.standard())
                        .build();
            } catch (TemplateException e) {
                continue; // in another template language
            }
            MessageTemplate read = TemplateFormat.read(TemplateFormat.write(template));
            assertThat(read.fingerprint()).as(file.toString()).isEqualTo(template.fingerprint());
            assertThat(read.htmlSource()).isEqualTo(template.htmlSource());
            compared++;
        }
        assertThat(compared).isGreaterThan(files.size() / 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"name":"t","text":"x"}                                              | "hato.template" is missing
            {"hato.template":2,"name":"t","text":"x"}                            | version 2 is unknown here
            {"hato.template":"1","name":"t","text":"x"}                          | expected a whole number
            {"hato.template":1,"text":"x"}                                       | "name" is missing
            {"hato.template":1,"name":"t","text":"x","color":"red"}              | unknown property 'color'
            {"hato.template":1,"name":"t","text":"x","text":"y"}                 | cannot be read
            {"hato.template":1,"name":"t","text":7}                              | $.text: expected a string
            {"hato.template":1,"name":"t","text":"x","html":null}                | $.html: expected a string
            {"hato.template":1,"name":"t","text":"x","charset":"EUC-JP"}         | $.charset: 'EUC-JP' is not one of
            {"hato.template":1,"name":"t","text":"x","charset":"ISO-2022-JP"}    | "unmappable" is missing
            {"hato.template":1,"name":"t","text":"x","unmappable":"FAIL"}        | unknown property 'unmappable'
            {"hato.template":1,"name":"t","text":"x","locale":"ja_JP!"}          | $.locale
            {"hato.template":1,"name":"t","text":"x","zone":"Mars/Olympus"}      | $.zone
            {"hato.template":1,"name":"t","text":"x","onMissing":"IGNORE"}       | $.onMissing: 'IGNORE' is not one of
            {"hato.template":1,"name":"t","text":"x","inlineCss":"some"}         | $.inlineCss
            {"hato.template":1,"name":"t","text":"x","from":{"address":"a"}}     | $.from.address
            {"hato.template":1,"name":"t","text":"x","headers":[{"name":"To","value":"x"}]} | $.headers[0].name
            {"hato.template":1,"name":"t","text":"x","attachments":[{"fileName":"a","mediaType":"b/c","content":"?"}]} | $.attachments[0].content
            {"hato.template":1,"name":"t","text":"x","attachments":[{"fileName":"a","mediaType":"b","content":""}]} | $.attachments[0]
            {"hato.template":1,"name":"t","text":"x","limits":{"sourceLength":0,"nesting":1,"iterations":1,"outputBytes":1}} | $.limits
            []                                                                   | expected an object
            {"hato.template":1                                                   | cannot be read
            """)
    void read_ofAnythingElse_isRefusedWithThePath(String json, String message) {
        assertThatThrownBy(() -> TemplateFormat.read(json))
                .isInstanceOf(TemplateFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void read_ofASourceThatDoesNotCompile_saysWhere() {
        assertThatThrownBy(() -> TemplateFormat.read(
                        "{\"hato.template\": 1, \"name\": \"t\", \"text\": \"{{ a | nofilter }}\"}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("nofilter");
    }
}
