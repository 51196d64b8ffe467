package dev.hato.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.htmlparser.jericho.Attribute;
import net.htmlparser.jericho.Config;
import net.htmlparser.jericho.HTMLElementName;
import net.htmlparser.jericho.LoggerProvider;
import net.htmlparser.jericho.OutputDocument;
import net.htmlparser.jericho.Segment;
import net.htmlparser.jericho.Source;

/** Pages that Jericho HTML Parser has parsed once, and whose links it replaces for each recipient. */
final class JerichoPages {
    static {
        Config.LoggerProvider = LoggerProvider.DISABLED;
    }

    private final List<Page> pages;

    /** A page, and where the URLs of its links stand. */
    private record Page(Source source, List<Segment> links) {
        static Page of(String html) {
            Source source = new Source(html);
            source.fullSequentialParse();
            List<Segment> links = source.getAllStartTags(HTMLElementName.A).stream()
                    .map(tag -> tag.getAttributes().get("href"))
                    .filter(Objects::nonNull)
                    .filter(href -> href.getValue().startsWith("http"))
                    .map(Attribute::getValueSegment)
                    .toList();
            return new Page(source, links);
        }
    }

    JerichoPages(List<String> pages) {
        this.pages = pages.stream().map(Page::of).toList();
    }

    /** Returns the HTML for a recipient. */
    String html(int recipient) {
        Page page = pages.get(recipient % pages.size());
        LinkTokens tokens = new LinkTokens(recipient);
        OutputDocument output = new OutputDocument(page.source);
        for (int i = 0; i < page.links.size(); i++) {
            output.replace(page.links.get(i), new String(tokens.url(i), StandardCharsets.US_ASCII));
        }
        return output.toString();
    }
}
