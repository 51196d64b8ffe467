package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

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
    void rows_each_makeMailsOfAboutTheSameSize() {
        List<String> pages = LinkedPages.all();
        int html = RewriteSpeed.regex(pages, 100).rewriting().mail(3);
        for (RewriteSpeed.RewriteRow row :
                List.of(RewriteSpeed.jsoup(pages, 100), RewriteSpeed.jsoupClone(pages, 100))) {
            assertThat(row.rewriting().mail(3)).as(row.name()).isBetween(html - 1_500, html + 1_500);
        }
        int mail = RewriteSpeed.hato(pages).rewriting().mail(3);
        assertThat(mail).isBetween(html, html * 5 / 4);
        assertThat(RewriteSpeed.pieces(pages).rewriting().mail(3)).isEqualTo(mail);
        assertThat(RewriteSpeed.copy(pages).rewriting().mail(3)).isBetween(mail - 200, mail + 200);
    }
}
