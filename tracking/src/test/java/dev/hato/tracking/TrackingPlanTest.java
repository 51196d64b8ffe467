package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.message.AsciiSink;
import dev.hato.message.LinkPlan;
import dev.hato.message.MailContext;
import dev.hato.message.MailLinks;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateLinks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrackingPlanTest {
    private static final String PREFIX = "https://t.shop.example/c/";

    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example/"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .build();

    private static MailContext mail(int contact) {
        return new MailContext(
                Contact.of(ContactId.of(contact), EmailAddress.of("c" + contact + "@example.jp")),
                new MailContext.Key("delivery:1", "mail", ""),
                "spring-sale",
                null,
                true,
                false);
    }

    private LinkPlan plan(int links) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < links; i++) {
            html.append("<a href=\"https://shop.example/")
                    .append(i)
                    .append("\">")
                    .append(i)
                    .append("</a>");
        }
        MessageTemplate template = MessageTemplate.named("t")
                .subject("s")
                .html(html.toString())
                .text("t")
                .build();
        return tracking.transformer().plan(template.links());
    }

    private @Nullable TrackedLink written(MailLinks links, int link, @Nullable String target) {
        Text text = new Text();
        if (!links.write(link, target, text)) {
            assertThat(text.out).isEmpty();
            return null;
        }
        assertThat(text.out).startsWith(PREFIX);
        return tracking.read(Purpose.CLICK, text.out.substring(PREFIX.length())).orElseThrow();
    }

    private static TrackedLink click(int contact, int link, String target) {
        TrackedMail mail = new TrackedMail("delivery:1", "mail", "", ContactId.of(contact));
        return new TrackedLink(Purpose.CLICK, mail, link, false, target);
    }

    @Test
    void mailsThatAreMadeAtOnce_keepTheirOwnLinks() {
        LinkPlan plan = plan(3);
        MailLinks one = plan.forMail(mail(1));
        MailLinks two = plan.forMail(mail(2));
        for (int i = 0; i < 3; i++) {
            assertThat(written(one, i, null)).isEqualTo(click(1, i, "https://shop.example/" + i));
            assertThat(written(two, i, null)).isEqualTo(click(2, i, "https://shop.example/" + i));
            tracking.link(Purpose.VIEW, TestMails.numbered(3), null);
        }
    }

    @Test
    void threads_doNotMixMails() throws Exception {
        LinkPlan plan = plan(5);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int first = thread * 1_000;
                done.add(threads.submit(() -> {
                    for (int contact = first; contact < first + 500; contact++) {
                        MailLinks links = plan.forMail(mail(contact));
                        for (int i = 0; i < 5; i++) {
                            assertThat(written(links, i, null))
                                    .isEqualTo(click(contact, i, "https://shop.example/" + i));
                        }
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void linksMadeOnAnotherThread_areTheMailsOwn() throws Exception {
        MailLinks links = plan(1).forMail(mail(1));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            TrackedLink elsewhere = thread.submit(() -> written(links, 0, null)).get();
            assertThat(elsewhere).isEqualTo(click(1, 0, "https://shop.example/0"));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void linksOfValues_haveNoNumber() {
        MailLinks links = plan(1).forMail(mail(1));
        assertThat(written(links, TemplateLinks.OF_VALUE, "https://shop.example/review"))
                .isEqualTo(click(1, TrackedLink.OF_VALUE, "https://shop.example/review"));
        assertThat(written(links, TemplateLinks.OF_VALUE, "mailto:shop@shop.example"))
                .isNull();
        assertThat(written(links, TemplateLinks.OF_VALUE, PREFIX + "AbC")).isNull();
    }

    @Test
    void linksBeyondWhatTokensCount_stay() {
        MailLinks links = plan(TokenWriter.LAST_LINK + 2).forMail(mail(1));
        int last = TokenWriter.LAST_LINK - 1;
        assertThat(written(links, last, null)).isEqualTo(click(1, last, "https://shop.example/" + last));
        assertThat(written(links, last + 1, null)).isNull();
        assertThat(written(links, last + 2, null)).isNull();
    }

    /** Takes one link. */
    private static final class Text implements AsciiSink {
        private String out = "";

        @Override
        public void put(byte[] ascii, int from, int length) {
            out += new String(ascii, from, length, StandardCharsets.US_ASCII);
        }

        @Override
        public void put(String ascii) {
            out += ascii;
        }
    }
}
