package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of random templates and values: the composer's mails are read as those of render and compose. */
class MailComposerDifferentialTest {
    private static final int TEMPLATES = 700;
    private static final int MAILS = 4;

    @Test
    void compose_randomTemplatesAndValues_readsAsTheSlowWay() {
        int composed = 0;
        int refused = 0;
        int ready = 0;
        for (int i = 0; i < TEMPLATES; i++) {
            RandomTemplates random = new RandomTemplates(20_260_501L + i);
            MessageTemplate template = random.template();
            MailComposer composer = template.composer(SameMail.SHOP, SameMail.ZONE);
            for (int k = 0; k < MAILS; k++) {
                Mailbox to = random.recipient();
                Fields fields = random.fields();
                try {
                    ComposedMail mail = SameMail.check(template, composer, to, fields);
                    composed += mail == null ? 0 : 1;
                    refused += mail == null ? 1 : 0;
                    ready += mail != null && mail.isSmtpReady() ? 1 : 0;
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "Template " + i + ", mail " + k + ": " + template.htmlSource() + "\n-- text --\n"
                                    + template.textSource(),
                            e);
                }
            }
        }
        assertThat(composed).isGreaterThan(TEMPLATES * 2);
        assertThat(refused).isGreaterThan(TEMPLATES / 50);
        assertThat(ready).isGreaterThan(composed / 2);
    }

    @Test
    void compose_randomTemplatesAndValues_readByPythonAsTheSlowWay(@TempDir Path folder) throws Exception {
        int mails = 0;
        List<ComposedMail> slow = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RandomTemplates random = new RandomTemplates(77_000L + i);
            MessageTemplate template = random.template();
            Mailbox to = random.recipient();
            Fields fields = random.fields();
            try {
                slow.add(SameMail.slow(template, to, fields));
            } catch (RenderException e) {
                continue;
            }
            ComposedMail fast = template.composer(SameMail.SHOP, SameMail.ZONE).compose(to, fields, SameMail.STAMP);
            Files.write(folder.resolve(mails++ + ".eml"), fast.toByteArray());
        }
        for (int i = 0; i < mails; i++) {
            Files.write(folder.resolve(mails + i + ".eml"), slow.get(i).toByteArray());
        }
        List<String> lines = ComposeRoundTripTest.python(folder, 2 * mails);
        assertThat(mails).isGreaterThan(300);
        assertThat(lines).hasSize(2 * mails);
        assertThat(lines.subList(0, mails)).isEqualTo(lines.subList(mails, 2 * mails));
    }

    @Test
    void compose_realTemplatesWithSlots_readsAsTheSlowWay() throws IOException {
        int composed = 0;
        for (Path file : TemplateCorpusTest.files()) {
            String html = Files.readString(file);
            MessageTemplate.Builder builder = MessageTemplate.named("real").subject("{{ x }}");
            MessageTemplate template = builder.html(filledAt(html, List.of())).build();
            List<int[]> used = new ArrayList<>();
            for (int[] place : TemplateCorpusTest.places(html)) {
                List<int[]> more = new ArrayList<>(used);
                more.add(place);
                if (more.size() > 12) {
                    break;
                }
                try {
                    template = builder.html(filledAt(html, more)).build();
                    used = more;
                } catch (TemplateException cannotStandThere) {
                    assertThat(cannotStandThere.problem()).contains("cannot stand");
                }
            }
            MailComposer composer = template.composer(SameMail.SHOP, SameMail.ZONE);
            for (String value : List.of("", "花子", "x".repeat(300), "a\r\n.b <c> & \"d\" ")) {
                Mailbox to = Mailbox.of("花子", "hanako@example.jp");
                assertThat(SameMail.check(template, composer, to, Fields.of(Map.of("x", value))))
                        .as(file.toString())
                        .isNotNull();
                composed++;
            }
        }
        assertThat(composed).isGreaterThan(40);
    }

    private static String filledAt(String html, List<int[]> places) {
        StringBuilder out = new StringBuilder("{% raw %}");
        int from = 0;
        for (int[] place : places) {
            out.append(html, from, place[0]).append("{% endraw %}{{ x }}{% raw %}");
            from = place[0];
        }
        return out.append(html, from, html.length()).append("{% endraw %}").toString();
    }
}
