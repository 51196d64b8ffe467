package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.Unsubscribe;
import dev.hato.message.AsciiSink;
import dev.hato.message.LinkPlan;
import dev.hato.message.LinkTransformer;
import dev.hato.message.MailContext;
import dev.hato.message.MailLinks;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MessageTransformer;
import dev.hato.message.TemplateLinks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transformer of links does the same to a mail whichever way the engine makes it. */
@Tag("R9.1")
class LinkTransformerTest {
    private static final MessageTemplate TEMPLATE = MessageTemplate.named("links")
            .subject("s")
            .html(
                    "<p>{{ contact.name }}様</p><a href=\"https://shop.example/?a=1&amp;b={{ contact.id }}\">見る</a>"
                            + "<a href='https://shop.example/fixed'>f</a> <a href=\"{{ unsubscribe.url | default: '#' }}\">停止</a></body>")
            .text("https://shop.example/{{ contact.id }}。\n{{ unsubscribe.url | default: '#' }}\n")
            .build();

    private final EngineFixture engine = new EngineFixture();
    private final Marks marks = new Marks();

    /** Notes what it is asked for. */
    private static final class Marks implements LinkTransformer {
        private final List<TemplateLinks> planned = new ArrayList<>();
        private final List<MailContext> mails = new ArrayList<>();

        @Override
        public LinkPlan plan(TemplateLinks links) {
            planned.add(links);
            return mail -> {
                mails.add(mail);
                return new MailLinks() {
                    @Override
                    public boolean write(int link, @Nullable String target, AsciiSink out) {
                        String to = target == null
                                ? String.valueOf(links.all().get(link).target())
                                : target;
                        out.put("https://t.example/c/" + to.substring("https://shop.example/".length()));
                        return true;
                    }

                    @Override
                    public boolean writePixel(AsciiSink out) {
                        out.put("https://t.example/o/" + mail.contact().id());
                        return true;
                    }
                };
            };
        }
    }

    private Hato hato(MessageTransformer... transformers) {
        Hato.Builder builder = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(engine.clock)
                .unsubscribe(Unsubscribe.byLink(target -> URI.create(
                        "https://shop.example/stop?c=" + target.contact().id())))
                .legalNotices(LegalNotices.NOT_CHECKED);
        for (MessageTransformer transformer : transformers) {
            builder.transformer(transformer);
        }
        return builder.build();
    }

    private List<ParsedMail> mails(String delivery, MessageTransformer... transformers) {
        int before = engine.transport.attempts().size();
        Hato hato = hato(transformers);
        hato.deliveries().group(delivery, NEWS, TEMPLATE).submit();
        hato.dispatcher().drain();
        return engine.transport.attempts().stream()
                .skip(before)
                .map(attempt -> new ParsedMail(attempt.mail().toByteArray()))
                .toList();
    }

    private static void hasLinks(ParsedMail mail, String id, String stop) {
        assertThat(mail.html())
                .contains("<a href=\"https://t.example/c/?a=1&amp;b=" + id + "\">見る</a>")
                .contains("<a href='https://t.example/c/fixed'>f</a> <a href=\"" + stop + "\">停止</a>")
                .contains("<img src=\"https://t.example/o/" + id + "\" ");
        assertThat(String.valueOf(mail.text()).lines()).startsWith("https://t.example/c/" + id + "。", stop);
    }

    @Test
    void groupDelivery_onlyLinks_plansOnceForTheTemplate() {
        engine.subscribers(3);
        List<ParsedMail> mails = mails("one", marks);
        assertThat(mails).hasSize(3);
        for (ParsedMail mail : mails) {
            String html = String.valueOf(mail.html());
            String id = html.substring(html.indexOf("&amp;b=") + 7, html.indexOf("\">見る"));
            hasLinks(mail, id, "https://shop.example/stop?c=" + id);
        }
        assertThat(marks.planned).singleElement().satisfies(links -> {
            assertThat(links.fingerprint()).isNotNull();
            assertThat(links.all()).hasSize(3);
        });
        assertThat(marks.mails).hasSize(3).allSatisfy(mail -> {
            assertThat(mail.list()).isEqualTo("news");
            assertThat(mail.marketing()).isTrue();
            assertThat(mail.test()).isFalse();
            assertThat(mail.source()).startsWith("delivery");
            assertThat(mail.step()).isEqualTo("mail");
            assertThat(mail.occurrence()).isEmpty();
        });
    }

    @Test
    void groupDelivery_withOtherTransformers_givesTheSameMail() {
        engine.subscriber("a");
        ParsedMail fast = mails("fast", marks).get(0);
        MessageTransformer header = (message, mail) ->
                message.newBuilder().header("X-A", mail.step()).build();
        MessageTransformer same = (message, mail) -> message.newBuilder()
                .html(String.valueOf(message.html()))
                .text(String.valueOf(message.text()))
                .build();
        for (ParsedMail slow : List.of(
                mails("header", header, marks).get(0),
                mails("header last", marks, header).get(0),
                mails("same", same, marks).get(0),
                mails("twice", marks, (message, mail) -> message).get(0))) {
            assertThat(slow.html()).isEqualTo(fast.html());
            assertThat(slow.text()).isEqualTo(fast.text());
        }
        assertThat(marks.planned.get(1)).isEqualTo(marks.planned.get(0));
        assertThat(marks.planned.get(3).fingerprint()).isNull();
    }

    @Test
    void transactionalMail_hasTheSameLinks() {
        hato(marks)
                .send(Mail.of(TEMPLATE).to(engine.contact("a")).key("order-1").build());
        hasLinks(new ParsedMail(engine.transport.attempts().get(0).mail().toByteArray()), "a", "#");
        assertThat(marks.planned)
                .singleElement()
                .satisfies(links -> assertThat(links.fingerprint()).isNotNull());
        assertThat(marks.mails).singleElement().satisfies(mail -> {
            assertThat(mail.source()).isEqualTo("mail");
            assertThat(mail.step()).isEqualTo("order-1");
            assertThat(mail.marketing()).isFalse();
            assertThat(mail.list()).isNull();
        });
    }
}
