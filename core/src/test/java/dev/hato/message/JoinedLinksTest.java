package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Links of which only the tokens are written for each mail come to the octets of links that are written whole. */
@Tag("R9.1")
class JoinedLinksTest {
    private static final Mailbox TO = Mailbox.of("hanako@example.jp");

    /** Mails with the same links until they are laid out, and some more. */
    private static final int MAILS = 6;

    private static final String LINE =
            "<p>A line of its own, which is long enough to stand among what is shared.</p>\r\n";

    private static MailComposer composer(MessageTemplate template) {
        return template.composer(SameMail.SHOP, SameMail.ZONE);
    }

    /** Returns the octets, or what went wrong. */
    private static String made(MailComposer composer, Fields fields, MailLinks links) {
        try {
            ComposedMail mail = composer.compose(TO, fields, SameMail.STAMP, links);
            return mail.isSmtpReady() + new String(mail.toByteArray(), StandardCharsets.ISO_8859_1);
        } catch (RenderException e) {
            return e.toString();
        }
    }

    private static MessageTemplate template(RandomLinks source, Random random) {
        MessageTemplate.Builder template = MessageTemplate.named("random").subject("s");
        StringBuilder html = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            html.append(LINE)
                    .append("x".repeat(random.nextInt(80)))
                    .append(source.isOne(4) ? "春の新作のご案内\n".repeat(20) : "\n")
                    .append(source.html());
        }
        template.html(html.toString());
        if (source.isOne(2)) {
            template.text("A text that has more than one line,\nand links: " + source.text());
        }
        if (source.isOne(10)) {
            template.limits(TemplateLimits.standard().outputBytes(300 + random.nextInt(2_000)));
        }
        return template.build();
    }

    @Test
    void compose_randomTemplatesAndTokens_isTheSameOctetForOctet() {
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.seed(20_261_123);
        RandomLinks source = new RandomLinks(seed);
        Random random = new Random(seed);
        long put = 0;
        for (int i = 0; time.goesOn(i, 600); i++) {
            MessageTemplate template = template(source, random);
            int links = template.links().all().size();
            SharedLinks shared = TokenMarks.shared(links, random.nextInt(random.nextInt(4) == 0 ? 160 : 40), random);
            int mailOctets = random.nextInt(random.nextInt(4) == 0 ? 160 : 60);
            MailComposer fast = composer(template);
            for (int n = 0; n < MAILS; n++) {
                Fields fields = source.fields();
                TokenMarks tokens = TokenMarks.of(shared, links, mailOctets, random);
                String expected = made(fast, fields, tokens.written());
                if (!made(fast, fields, tokens).equals(expected)) {
                    assertThat(made(fast, fields, tokens))
                            .as(template.htmlSource())
                            .isEqualTo(expected);
                }
                put += tokens.put();
            }
        }
        assertThat(put).isGreaterThan(2_000);
    }

    @Test
    void compose_moreKindsOfMailsThanAreLaidOut_isTheSame() {
        MessageTemplate template = MessageTemplate.named("many")
                .subject("s")
                .html(LINE + "<a href=\"https://x.example/\">x</a>{{ a }}" + LINE)
                .build();
        MailComposer composer = composer(template);
        Random random = new Random(1);
        SharedLinks shared = TokenMarks.shared(1, 24, new Random(3));
        Fields fields = Fields.of(java.util.Map.of("a", "b"));
        int put = 0;
        for (int i = 0; i < 22_000; i++) {
            TokenMarks tokens = TokenMarks.of(shared, 1, 20 + i % 40, random);
            String made = made(composer, fields, tokens);
            if (i % 50 == 0) {
                assertThat(made).isEqualTo(made(composer, fields, tokens.written()));
            }
            put += i >= 11_000 ? tokens.put() : 0;
        }
        assertThat(put).as("mails after the plans were made anew").isPositive();
    }

    @Test
    void compose_byManyThreads_isTheSame() throws Exception {
        SharedLinks shared = TokenMarks.shared(5, 24, new Random(4));
        for (int round = 0; round < 20; round++) {
            MailComposer composer = composer(MessageTemplate.named("threads")
                    .subject("s")
                    .html((LINE + "<a href=\"https://x.example/\">x</a>").repeat(5))
                    .build());
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                tasks.add(() -> {
                    boolean same = true;
                    for (int i = 0; i < 20; i++) {
                        TokenMarks tokens = TokenMarks.of(shared, 5, 40 + i % 3, random);
                        same &= made(composer, Fields.none(), tokens)
                                .equals(made(composer, Fields.none(), tokens.written()));
                    }
                    return same;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                for (Future<Boolean> result : threads.invokeAll(tasks)) {
                    assertThat(result.get()).isTrue();
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    private static MessageTemplate oneLink() {
        return MessageTemplate.named("one")
                .subject("s")
                .html(LINE + "<a href=\"https://x.example/\">x</a>")
                .build();
    }

    /** Puts one octet wherever it is asked for some. */
    private record Octet(byte octet, SharedLinks shared) implements MailLinks, TokenLinks {
        @Override
        public boolean write(int link, @Nullable String target, AsciiSink out) {
            return false;
        }

        @Override
        public @Nullable TokenLinks tokens() {
            return this;
        }

        @Override
        public int mailOctets() {
            return octet == 'm' ? 4 : 0;
        }

        @Override
        public void putMail(byte[] out, int at) {
            Arrays.fill(out, at, at + 4, (byte) '=');
        }

        @Override
        public void putLinks(int[] links, byte[] out, int at) {
            Arrays.fill(out, at, at + links.length * shared.linkOctets(), octet);
        }
    }

    @Test
    void compose_tokenOfOtherOctets_isRefused() {
        SharedLinks shared = SharedLinks.of(
                Collections.singletonList(new SharedLinks.Around(AsciiText.of("https://t/"), AsciiText.of(""))),
                null,
                9);
        for (int octet : new int[] {'\r', '\n', '.', '=', '"', '<', '&', ' ', 0, 0x7F, 0x80, 0xFF, 'm'}) {
            MailComposer composer = composer(oneLink());
            Octet links = new Octet((byte) octet, shared);
            composer.compose(TO, Fields.none(), SameMail.STAMP, links);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MAILS; i++) {
                            composer.compose(TO, Fields.none(), SameMail.STAMP, links);
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("octet " + (octet == 'm' ? '=' + 0 : octet))
                    .hasMessageContaining("hyphens");
        }
        Octet good = new Octet((byte) 'a', shared);
        MailComposer composer = composer(oneLink());
        for (int i = 0; i < MAILS; i++) {
            ComposedMail mail = composer.compose(TO, Fields.none(), SameMail.STAMP, good);
            String html = new MimeReader(mail).html;
            assertThat(html).contains(i < 3 ? "https://x.example/" : "https://t/aaaaaaaaa");
        }
    }

    @Test
    void of_fewerOctetsThanNone_isRefused() {
        assertThatThrownBy(() -> SharedLinks.of(List.of(), null, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
