package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of random templates and values: links are the same in the fast way and in two slow ones. */
@Tag("R9.1")
class LinkDifferentialTest {
    @Test
    void compose_randomTemplatesAndValues_hasTheLinksOfBothSlowWays() {
        FuzzTime time = new FuzzTime();
        int links = 0;
        RandomLinks random = new RandomLinks(FuzzTime.seed(20_261_122));
        for (int i = 0; time.goesOn(i, 1_500); i++) {
            String html = random.html();
            String text = random.isOne(3) ? null : random.text();
            MessageTemplate.Builder builder =
                    MessageTemplate.named("random").subject("s").html(html);
            if (text != null) {
                builder.text(text);
            }
            Fields fields = random.fields();
            MarkerLinks plan = new MarkerLinks(random.isOne(2));
            try {
                links += check(builder, fields, plan, text != null);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Template " + i + ": " + html + "\n-- text --\n" + text, e);
            }
        }
        assertThat(links).isGreaterThan(8_000);
    }

    private static int check(MessageTemplate.Builder builder, Fields fields, MarkerLinks plan, boolean ownText) {
        Mailbox to = Mailbox.of("hanako@example.jp");
        Message plain = builder.build().render(to, SameMail.SHOP, fields);
        MessageTemplate template = builder.build();
        MailComposer composer = template.composer(SameMail.SHOP, SameMail.ZONE);
        MailLinks replacing = plan.forMail(template.links());
        MimeReader fast = new MimeReader(composer.compose(to, fields, SameMail.STAMP, replacing));

        Message known = template.render(to, SameMail.SHOP, fields);
        assertThat(known.html()).isEqualTo(plain.html());
        assertThat(known.text()).isEqualTo(plain.text());
        assertThat(known.links().fingerprint()).isEqualTo(template.fingerprint());
        Message marked = plan.in(known);
        MimeReader slow = new MimeReader(marked.compose("<1@x.example>", SameMail.STAMP.date()));
        assertThat(MarkerLinks.shown(fast.html)).isEqualTo(MarkerLinks.shown(slow.html));
        assertThat(MarkerLinks.shown(fast.text)).isEqualTo(MarkerLinks.shown(slow.text));

        Message changed = known.newBuilder()
                .html(Objects.requireNonNull(known.html()))
                .text(Objects.requireNonNull(known.text()))
                .build();
        assertThat(changed.links().fingerprint()).isNull();
        Message searched = plan.in(changed);
        assertThat(MarkerLinks.shown(searched.html())).isEqualTo(MarkerLinks.shown(marked.html()));
        if (ownText) {
            assertThat(MarkerLinks.shown(searched.text())).isEqualTo(MarkerLinks.shown(marked.text()));
        }
        assertThat(MarkerLinks.targets(fast.html + fast.text))
                .noneMatch(target -> target.startsWith("https://shop.example/out"));
        return MarkerLinks.targets(fast.html).size()
                + MarkerLinks.targets(fast.text).size();
    }
}
