package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.Fields;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class RewriteSpeedTest {
    @Test
    void pages_each_haveAsManyLinksForOursAsForJsoup() {
        List<String> pages = LinkedPages.all();
        assertThat(pages).hasSize(LinkedPages.PAGES);
        for (String page : pages) {
            int links = MessageTemplate.named("p")
                    .html("{% raw %}" + page + "{% endraw %}")
                    .text("t")
                    .build()
                    .links()
                    .all()
                    .size();
            assertThat(links).isBetween(6, 11);
            assertThat(Jsoup.parse(page).select("a[href^=http]")).hasSize(links);
            assertThat(page.length()).isBetween(30_000, 33_000);
        }
    }

    @Test
    void jericho_eachPage_makesTheHtmlThatOursMakesOfTheSameLinks() {
        List<String> pages = LinkedPages.all();
        JerichoPages jericho = new JerichoPages(pages);
        Mailbox shop = Mailbox.of("news@shop.example");
        for (int recipient = 0; recipient < pages.size(); recipient++) {
            Message message = MessageTemplate.named("p")
                    .html("{% raw %}" + pages.get(recipient) + "{% endraw %}")
                    .text("t")
                    .subject("s")
                    .build()
                    .render(shop, shop, Fields.none());
            String ours = message.withLinks(new LinkTokens(recipient)).html();
            assertThat(jericho.html(recipient)).isEqualTo(ours).isNotEqualTo(message.html());
        }
    }

    @Test
    void rows_each_makeMailsOfAboutTheSameSize() {
        List<String> pages = LinkedPages.all();
        int html = RewriteSpeed.regex(pages, 100).rewriting().mail(3);
        for (RewriteSpeed.RewriteRow row : List.of(
                RewriteSpeed.jericho(pages, 100),
                RewriteSpeed.jsoup(pages, 100),
                RewriteSpeed.jsoupClone(pages, 100))) {
            assertThat(row.rewriting().mail(3)).as(row.name()).isBetween(html - 1_500, html + 1_500);
        }
        int mail = RewriteSpeed.hato(pages).rewriting().mail(3);
        assertThat(mail).isBetween(html, html * 5 / 4);
        assertThat(RewriteSpeed.pieces(pages).rewriting().mail(3)).isEqualTo(mail);
        assertThat(RewriteSpeed.copy(pages).rewriting().mail(3)).isBetween(mail - 200, mail + 200);
    }
}
