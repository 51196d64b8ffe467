package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.EmailAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {
    private static final Mailbox TO = Mailbox.of("山田 花子", "hanako@example.jp");

    private static MailComposer composer(MessageTemplate template) {
        return template.composer(SameMail.SHOP, SameMail.ZONE);
    }

    private static List<String> lines(MessageTemplate template, Fields fields) {
        return MailLines.of(composer(template).compose(TO, fields, SameMail.STAMP));
    }

    @Test
    void compose_partsWithoutSlots_haveTheEncodingOfTheirContent() {
        MessageTemplate template = MessageTemplate.named("t")
                .subject("{{ a }}")
                .html("<p>plain</p>\r\n")
                .text("日本語だけの本文です。")
                .build();
        assertThat(lines(template, Fields.of("a", "b")))
                .contains("Content-Transfer-Encoding: 7bit", "<p>plain</p>", "Content-Transfer-Encoding: base64");
    }

    @Test
    void compose_partsWithSlots_haveTheShorterEncoding() {
        MessageTemplate template = MessageTemplate.named("t")
                .html("<p>An English sentence for {{ a }}.</p>")
                .text("日本語の本文です、{{ a }}様。")
                .build();
        assertThat(lines(template, Fields.of("a", "b")))
                .containsSubsequence(
                        "Content-Transfer-Encoding: base64",
                        "Content-Transfer-Encoding: quoted-printable",
                        "<p>An English sentence for=20b.</p>");
    }

    @Test
    void compose_furtherHeaders_areTheSameHoweverOftenTheyCame() {
        MessageTemplate template = MessageTemplate.named("t").text("t").build();
        Message.Header same = new Message.Header("X-Same", "鳩 ".repeat(40) + "end");
        Message.Header other = new Message.Header("X-Other", "a b ".repeat(40) + "end");
        MailComposer composer = composer(template);
        for (List<Message.Header> headers : List.of(
                List.of(same, other),
                List.of(same, other),
                List.of(same, other),
                List.of(other, same),
                List.of(same),
                List.of(same, new Message.Header("X-Other", "another")),
                List.of(same, other),
                List.of(new Message.Header("X-Same", "new"), other))) {
            MailStamp stamp = new MailStamp(SameMail.STAMP.messageId(), SameMail.STAMP.date(), headers);
            assertThat(MailLines.of(composer.compose(TO, Fields.none(), stamp)))
                    .isEqualTo(MailLines.of(
                            composer(MessageTemplate.named("t").text("t").build())
                                    .compose(TO, Fields.none(), stamp)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"An English segment that is long enough: ", "日本語の十分に長いセグメントです。"})
    @Tag("R8.2")
    void compose_seams_joinAsTheWholeWould(String text) {
        for (String seam :
                List.of("{{ a }}", " {{ a }}", "{{ a }} ", "\r{{ a }}", "{{ a }}\n", "\n{{ a }}", "\nF{{ a }}")) {
            MessageTemplate template = MessageTemplate.named("t")
                    .text(text + seam + text + seam + "\n" + text)
                    .html("<p>" + text + seam + text + seam + "</p>")
                    .build();
            MailComposer composer = composer(template);
            for (String value :
                    List.of("", " ", "\r", "\n", "\r\n", "\n\r", ".", "From ", "rom x", "rom", "x \t", "=", "あ")) {
                SameMail.check(template, composer, TO, Fields.of("a", value));
            }
            for (int length = 0; seam.length() == 7 && length < 100; length++) {
                SameMail.check(template, composer, TO, Fields.of("a", "x".repeat(length)));
                SameMail.check(template, composer, TO, Fields.of("a", "鳩".repeat(length)));
            }
        }
    }

    @Test
    void compose_otherSecondAndZone_hasTheirDate() {
        MessageTemplate template = MessageTemplate.named("t").text("{{ a }}").build();
        MailComposer composer = template.composer(SameMail.SHOP, ZoneId.of("America/New_York"));
        for (int i = 0; i < 3; i++) {
            Instant date = Instant.parse("2026-03-08T06:59:58.900Z").plusSeconds(i);
            String line = MailLines.of(composer.compose(TO, Fields.of("a", "b"), MailStamp.of("<1@x.example>", date)))
                    .get(0);
            assertThat(line)
                    .isEqualTo(
                            i < 2
                                    ? "Date: Sun, 8 Mar 2026 01:59:5" + (8 + i) + " -0500"
                                    : "Date: Sun, 8 Mar 2026 03:00:00 -0400");
        }
    }

    @Test
    @Tag("R8.2")
    void compose_messageIdWithALineBreak_isRefused() {
        MessageTemplate template = MessageTemplate.named("t").text("{{ a }}").build();
        for (String id :
                List.of("<1@x\r\nBcc: y>", "1@x", "<@x>", "<1@>", "", "<1@x>>", "<" + "1".repeat(201) + "@x>")) {
            MailStamp stamp = MailStamp.of(id, Instant.EPOCH);
            assertThatThrownBy(() -> composer(template).compose(TO, Fields.of("a", "b"), stamp))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Message-ID");
        }
        MailStamp unusual = MailStamp.of("<a+b_c=d@x.example>", Instant.EPOCH);
        assertThat(MailLines.of(composer(template).compose(TO, Fields.of("a", "b"), unusual)))
                .contains("Message-ID: <a+b_c=d@x.example>");
    }

    @Test
    void compose_headerNameWithADot_isNotSmtpReady() {
        MessageTemplate template = MessageTemplate.named("t").text("{{ a }}").build();
        MailStamp stamp = new MailStamp("<1@x.example>", Instant.EPOCH, List.of(new Message.Header(".x", "y")));
        assertThat(composer(template).compose(TO, Fields.of("a", "b"), stamp).isSmtpReady())
                .isFalse();
        MessageTemplate fixed = template.newBuilder().header(".x", "y").build();
        assertThat(composer(fixed)
                        .compose(TO, Fields.of("a", "b"), SameMail.STAMP)
                        .isSmtpReady())
                .isFalse();
        MessageTemplate filled = template.newBuilder().header(".x", "{{ a }}").build();
        assertThat(composer(filled)
                        .compose(TO, Fields.of("a", "b"), SameMail.STAMP)
                        .isSmtpReady())
                .isFalse();
    }

    @Test
    void fromAddress_isTheTemplatesOrTheDefault() {
        MessageTemplate template = MessageTemplate.named("t").text("x").build();
        assertThat(composer(template).fromAddress()).isEqualTo(SameMail.SHOP.address());
        MessageTemplate own =
                template.newBuilder().from(Mailbox.of("{{ a }}", "b@x.example")).build();
        assertThat(composer(own).fromAddress()).isEqualTo(EmailAddress.of("b@x.example"));
    }

    @Test
    void compose_byManyThreads_givesTheOctetsOfOne() throws Exception {
        RandomTemplates random = new RandomTemplates(7);
        MessageTemplate template = MessageTemplate.named("t")
                .subject("{{ a }}様へ")
                .html(
                        "<p>日本語の段落 {{ a }} と</p><a href=\"https://x.example/{{ b }}\">x</a>{% for x in l %}{{ x }},{% endfor %}")
                .build();
        MailComposer composer = composer(template);
        List<Fields> fields = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            fields.add(Fields.of(Map.of("a", random.value(), "b", random.value(), "l", List.of(random.value(), "z"))));
            expected.add(composer.compose(TO, fields.get(i), SameMail.STAMP).toByteArray());
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                tasks.add(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        ComposedMail mail = composer.compose(TO, fields.get(i % 200), SameMail.STAMP);
                        assertThat(mail.toByteArray()).isEqualTo(expected.get(i % 200));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void compose_afterAMailThatFailed_isWhole() {
        MessageTemplate template = MessageTemplate.named("t")
                .html("<p>{{ a }}</p>" + "<p>static text</p>".repeat(20) + "{{ b }}")
                .build();
        MailComposer composer = composer(template);
        assertThatThrownBy(() -> composer.compose(TO, Fields.of("a", "x"), SameMail.STAMP))
                .isInstanceOf(MissingFieldException.class)
                .hasMessageContaining("b");
        assertThat(SameMail.check(template, composer, TO, Fields.of(Map.of("a", "x", "b", "y"))))
                .isNotNull();
    }
}
