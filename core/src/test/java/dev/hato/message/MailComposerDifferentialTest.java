package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Thousands of random templates and values: the composer's mails are read as those of render and compose. */
class MailComposerDifferentialTest {
    private static final int TEMPLATES = Integer.getInteger("hato.templates", 1_500);
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
                    throw new AssertionError("Template " + i + ", mail " + k + ": " + template.htmlSource()
                            + "\n-- text --\n" + template.textSource(), e);
                }
            }
        }
        assertThat(composed).isGreaterThan(TEMPLATES * 2);
        assertThat(refused).isGreaterThan(TEMPLATES / 50);
        assertThat(ready).isGreaterThan(composed / 2);
    }
}
