package dev.hato.lint;

import dev.hato.css.CssInliner;
import dev.hato.internal.MaskedHtml;
import dev.hato.internal.TemplateTag;
import dev.hato.message.TemplateSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** The HTML as a whole; single elements are left to the other checks. */
final class HtmlChecks {
    private static final int CLIPPED = 102 * 1024;
    private static final Pattern HIDDEN = Pattern.compile("(?i)display\\s*:\\s*none|mso-hide\\s*:\\s*all");
    private static final Pattern PREVIEW = Pattern.compile("(?i)pre-?header|pre-?view");
    private static final List<String> UNREAD = List.of("script", "style", "title", "template", "head");

    private final TemplateSources sources;
    private final HtmlView view;
    private final Document document;
    private final Findings findings;

    private HtmlChecks(TemplateSources sources, String html, Findings findings) {
        this.sources = sources;
        MaskedHtml masked = MaskedHtml.of(html);
        this.view = new HtmlView(masked);
        this.document = Jsoup.parse(masked.text(), "", Parser.htmlParser().setTrackPosition(true));
        this.findings = findings;
    }

    static void run(TemplateSources sources, String html, Findings findings) {
        HtmlChecks checks = new HtmlChecks(sources, html, findings);
        if (sources.text() == null) {
            checks.derivedText();
        }
        checks.size(html);
        checks.preheader();
        ImageChecks images = new ImageChecks(checks.view, sources.attachments(), findings);
        LinkChecks links = new LinkChecks(checks.view, findings);
        ElementChecks elements = new ElementChecks(checks.view, findings);
        for (Element element : checks.document.getAllElements()) {
            images.check(element);
            links.check(element);
            elements.check(element);
        }
    }

    private void derivedText() {
        findings.add(
                LintRule.TEXT_DERIVED,
                Positions.start("html"),
                "There is no text part; the text is derived from the HTML. Write one if it must read well.");
        boolean[] words = new boolean[1];
        document.traverse((node, depth) -> {
            if (words[0]) {
                return;
            }
            if (node instanceof TextNode text && !isUnread(text.parent())) {
                words[0] = isText(text.getWholeText()) || view.hasOutput(text.sourceRange());
            } else if (node instanceof Element element && element.normalName().equals("img") && !isUnread(element)) {
                words[0] = isText(element.attr("alt")) || view.hasOutputIn(element, "alt");
            }
        });
        if (!words[0]) {
            findings.add(
                    LintRule.TEXT_EMPTY,
                    Positions.start("html"),
                    "The text derived from the HTML has no words, so that readers of plain text see nothing and filters"
                            + " take the mail for junk. Give the images an alt, or write a text part.");
        }
    }

    private static boolean isText(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean isUnread(@Nullable Element start) {
        for (Element element = start; element != null; element = element.parent()) {
            boolean hidden = HIDDEN.matcher(element.attr("style")).find();
            if (hidden || UNREAD.contains(element.normalName())) {
                return true;
            }
        }
        return false;
    }

    private void size(String html) {
        if (!findings.wants(LintRule.HTML_SIZE)) {
            return;
        }
        CssInliner inliner = sources.cssInliner();
        String written = html;
        try {
            written = inliner == null ? html : inliner.inline(html);
        } catch (IllegalArgumentException e) {
            return; // the template cannot be built, and that is said elsewhere
        }
        int tags = 0;
        for (TemplateTag tag : MaskedHtml.of(written).tagsIn(0, written.length())) {
            tags += written.substring(tag.from(), tag.to()).getBytes(StandardCharsets.UTF_8).length;
        }
        int bytes = written.getBytes(StandardCharsets.UTF_8).length - tags;
        if (bytes > CLIPPED) {
            findings.add(
                    LintRule.HTML_SIZE,
                    Positions.start("html"),
                    "The HTML has " + String.format(Locale.ROOT, "%,d", bytes)
                            + " bytes without its fields; Gmail cuts it" + " off behind some " + CLIPPED / 1024
                            + " KB, the unsubscribe link too. Make it shorter.");
        }
    }

    /** A text that only the list of mails shows, or that says in its name that it is one, before any other words. */
    private void preheader() {
        if (!findings.wants(LintRule.PREHEADER)) {
            return;
        }
        Element body = document.body();
        for (Element element : body.getAllElements()) {
            boolean named =
                    PREVIEW.matcher(element.className() + " " + element.id()).find();
            boolean hidden = HIDDEN.matcher(element.attr("style")).find()
                    && !element.text().isBlank();
            if (named || hidden) {
                return;
            }
        }
        boolean explicit = !body.sourceRange().isImplicit();
        findings.add(
                LintRule.PREHEADER,
                explicit ? view.position(body) : Positions.start("html"),
                "The HTML has no preheader, so lists of mails show its first words behind the subject. Begin the body"
                        + " with a hidden element of class preheader that says what the mail is about.");
    }
}
