package dev.hato.lint;

import dev.hato.internal.Texts;
import dev.hato.message.TemplatePosition;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;

/** Elements and styles that mail programs take out or do not know, and elements that break the layout. */
final class ElementChecks {
    private static final Set<String> ACTIVE =
            Set.of("script", "form", "iframe", "frame", "frameset", "object", "embed", "applet");

    /** Those whose missing end tag no parser mends. */
    private static final Set<String> LAYOUT = Set.of("table", "div", "a", "center", "span", "b", "strong", "style");

    private static final Pattern UNSUPPORTED =
            Pattern.compile("(?i)(?<![\\w-])(position)\\s*:\\s*(absolute|fixed|sticky)\\b|"
                    + "(?<![\\w-])(display)\\s*:\\s*((?:inline-)?(?:flex|grid))\\b");
    private static final Pattern IMPORT = Pattern.compile("(?i)@import\\b[^;{}]{0,300}");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(?:\\*/|\\z)", Pattern.DOTALL);

    private final HtmlView view;
    private final Findings findings;

    ElementChecks(HtmlView view, Findings findings) {
        this.view = view;
        this.findings = findings;
    }

    void check(Element element) {
        if (element.sourceRange().isImplicit()) {
            return;
        }
        active(element);
        styles(element);
        unclosed(element);
    }

    private void active(Element element) {
        String name = element.normalName();
        // Gmail reads the data of JSON-LD; nothing runs.
        boolean data = name.equals("script") && element.attr("type").equalsIgnoreCase("application/ld+json");
        if (ACTIVE.contains(name) && !data) {
            findings.add(
                    LintRule.ACTIVE_CONTENT,
                    view.position(element),
                    "Mail programs take <" + name + "> out. Link to a page that has it.");
        }
        for (Attribute attribute : element.attributes()) {
            String key = attribute.getKey().toLowerCase(Locale.ROOT);
            if (key.startsWith("on")
                    && key.length() > 3
                    && !attribute.getValue().isBlank()) {
                findings.add(
                        LintRule.ACTIVE_CONTENT,
                        view.position(element, attribute.getKey()),
                        "Mail programs take the program in " + Texts.quote(key) + " out. Link to a page that has it.");
            }
        }
    }

    private void styles(Element element) {
        String name = element.normalName();
        if (name.equals("style")) {
            sheet(element);
        } else if (name.equals("link")
                && element.attr("rel").toLowerCase(Locale.ROOT).contains("stylesheet")) {
            findings.add(
                    Severity.WARNING,
                    LintRule.STYLE_EXTERNAL,
                    view.position(element),
                    "Most mail programs do not load the style sheet "
                            + Texts.quote(view.value(element, "href").fixed())
                            + ". Write the rules into a style element, or into style attributes.");
        }
        if (element.hasAttr("style")) {
            Range value = element.attributes().sourceRange("style").valueRange();
            if (value.isTracked()) {
                unsupported(view.masked().substring(value.startPos(), value.endPos()), value.startPos());
            }
        }
    }

    private void sheet(Element style) {
        int from = style.sourceRange().endPos();
        String css = style.data();
        if (!view.masked().startsWith(css, from)) {
            return;
        }
        String bare = COMMENT.matcher(css)
                .replaceAll(match -> " ".repeat(match.group().length()));
        Matcher matcher = IMPORT.matcher(bare);
        while (matcher.find()) {
            findings.add(
                    LintRule.STYLE_EXTERNAL,
                    view.position(from + matcher.start()),
                    "Most mail programs do not load " + Texts.quote(matcher.group())
                            + ". Write the rules into the mail; a" + " font needs others to fall back to.");
        }
        unsupported(bare, from);
        if (style.closest("body") != null) {
            findings.add(
                    LintRule.STYLE_IN_BODY,
                    view.position(style),
                    "Some mail programs take a style element out of the body. Put it into the head, or let the template"
                            + " inline its CSS.");
        }
    }

    private void unsupported(String css, int from) {
        Matcher matcher = UNSUPPORTED.matcher(css);
        while (matcher.find()) {
            boolean position = matcher.group(1) != null;
            TemplatePosition at = view.position(from + matcher.start());
            String value = matcher.group().replaceAll("\\s", "");
            findings.add(
                    LintRule.CSS_SUPPORT,
                    at,
                    position
                            ? "Gmail and Outlook do not know " + Texts.quote(value) + ". Lay out with tables."
                            : "Outlook on Windows does not know " + Texts.quote(value) + ". Lay out with tables.");
        }
    }

    private void unclosed(Element element) {
        String name = element.normalName();
        int start = element.sourceRange().startPos();
        Range end = element.endSourceRange();
        boolean open = !end.isTracked() || end.isImplicit();
        if (LAYOUT.contains(name) && open && !view.isInsideBlock(start)) {
            findings.add(
                    LintRule.UNCLOSED,
                    view.position(element),
                    "<" + name + "> is never closed, so that all that follows stands inside it. Add </" + name + ">.");
        }
    }
}
