package dev.hato.lint;

import dev.hato.internal.Texts;
import dev.hato.message.Attachment;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Element;

/** Images: what they say without being loaded, and whether they can be. */
final class ImageChecks {
    private static final Set<String> TINY = Set.of("0", "1", "0px", "1px");

    private final HtmlView view;
    private final Set<String> contentIds = new TreeSet<>();
    private final Findings findings;

    ImageChecks(HtmlView view, List<Attachment> attachments, Findings findings) {
        this.view = view;
        this.findings = findings;
        for (Attachment attachment : attachments) {
            String id = attachment.contentId();
            if (id != null) {
                contentIds.add(id);
            }
        }
    }

    void check(Element image) {
        if (!image.normalName().equals("img") || image.sourceRange().isImplicit() || view.isLoose(image)) {
            return;
        }
        boolean tiny = TINY.contains(image.attr("width").strip())
                && TINY.contains(image.attr("height").strip());
        boolean decoration = Set.of("presentation", "none").contains(image.attr("role")) || tiny;
        if (!image.hasAttr("alt") && !decoration) {
            findings.add(
                    LintRule.IMAGE_ALT,
                    view.position(image),
                    "The image " + Texts.quote(view.value(image, "src").fixed())
                            + " has no alt; readers who do not load"
                            + " images see nothing. Say what it shows, or write alt=\"\" if it is decoration.");
        }
        source(image);
    }

    private void source(Element image) {
        HtmlView.Value value = view.value(image, "src");
        String source = value.fixed();
        String lower = source.toLowerCase(Locale.ROOT);
        String where = image.hasAttr("src") ? "src" : "";
        var at = where.isEmpty() ? view.position(image) : view.position(image, "src");
        if (lower.startsWith("http://")) {
            findings.add(
                    LintRule.IMAGE_INSECURE,
                    at,
                    "The image " + Texts.quote(source) + " is loaded over http, which mail programs block or warn of."
                            + " Write https.");
        } else if (lower.startsWith("data:")) {
            findings.add(
                    LintRule.IMAGE_DATA,
                    at,
                    "The image is written into the HTML as a data: URI, which Gmail and Outlook do not show. Attach it"
                            + " inline and write cid:, or link to it.");
        } else if (lower.startsWith("cid:")) {
            if (value.complete() && !contentIds.contains(source.substring(4))) {
                findings.add(
                        LintRule.IMAGE_SOURCE,
                        at,
                        "No inline attachment has the content id of the image " + Texts.quote(source)
                                + "; attach it with" + " Attachment.inline.");
            }
        } else if (!lower.startsWith("https:") && (value.complete() || source.indexOf('/') >= 0)) {
            findings.add(
                    LintRule.IMAGE_SOURCE,
                    at,
                    "The image source " + Texts.quote(source) + " is no address that a mail program can load. Begin it"
                            + " with https:// or cid:.");
        }
    }
}
