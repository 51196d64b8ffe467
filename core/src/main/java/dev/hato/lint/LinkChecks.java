package dev.hato.lint;

import dev.hato.internal.Texts;
import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Links: whether they go somewhere, safely, and where their text says. */
final class LinkChecks {
    private static final Set<String> KNOWN = Set.of("http", "https", "mailto", "tel", "sms", "cid");
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):");
    private static final Pattern URL = Pattern.compile("(?i)https?:[/\\\\]{2}(?:[^/?#@]*@)?([^/?#:@]+)");
    private static final Pattern SHOWN = Pattern.compile(
            "(?i)(https?://|www\\.)?((?:[\\p{L}\\p{N}-]{1,63}\\.){1,10}[\\p{L}]{2,24})\\.?(?::\\d+)?([/?#]\\S*)?");

    /** A text without scheme is taken for a host only with one of these, for so end no file names and no sentences. */
    private static final Set<String> ENDINGS = Set.of("com", "net", "org", "jp", "info", "biz", "co", "io", "dev");

    /** Second-level labels below a country under which names are registered. */
    private static final Set<String> SECOND_LEVELS =
            Set.of("co", "ne", "or", "ac", "go", "ad", "ed", "gr", "lg", "com", "net", "org", "gov", "edu");

    private final HtmlView view;
    private final Findings findings;

    LinkChecks(HtmlView view, Findings findings) {
        this.view = view;
        this.findings = findings;
    }

    void check(Element link) {
        boolean linking = link.normalName().equals("a") || link.normalName().equals("area");
        if (!linking || !link.hasAttr("href") || link.sourceRange().isImplicit()) {
            return;
        }
        HtmlView.Value value = view.value(link, "href");
        String href = value.fixed();
        var at = view.position(link, "href");
        if (href.isEmpty() || href.equals("#")) {
            if (value.complete()) {
                findings.add(
                        LintRule.LINK_EMPTY,
                        at,
                        "The link " + Texts.quote(shown(link)) + " goes nowhere: its href is " + Texts.quote(href)
                                + ". Give it an address, or take the link away.");
            }
            return;
        }
        if (href.startsWith("#")) {
            return;
        }
        Matcher scheme = SCHEME.matcher(href);
        if (scheme.lookingAt()) {
            scheme(scheme.group(1).toLowerCase(Locale.ROOT), href, link);
        } else if (value.complete() || href.indexOf('/') >= 0) {
            findings.add(
                    LintRule.LINK_SCHEME,
                    at,
                    "The address " + Texts.quote(href)
                            + " has no scheme, so a mail program cannot open it. Begin it with" + " https://.");
        }
    }

    private void scheme(String scheme, String href, Element link) {
        var at = view.position(link, "href");
        if (!KNOWN.contains(scheme)) {
            findings.add(
                    LintRule.LINK_SCHEME,
                    at,
                    "The address " + Texts.quote(href)
                            + " has a scheme that mail programs do not open; they know https,"
                            + " mailto, tel and sms. Link to a page that goes on from there.");
        } else if (scheme.equals("http")) {
            findings.add(
                    LintRule.LINK_INSECURE,
                    at,
                    "The address " + Texts.quote(href)
                            + " goes over http, which can be read and changed on its way. Write" + " https.");
        }
        if (scheme.startsWith("http")) {
            text(link, href);
        }
    }

    private void text(Element link, String href) {
        String text = link.text().strip();
        Matcher shown = SHOWN.matcher(text);
        String target = host(href, link);
        boolean dynamic =
                link.stream().flatMap(element -> element.textNodes().stream()).anyMatch(this::isFilled);
        if (target == null || dynamic || text.length() > 500 || !shown.matches()) {
            return;
        }
        String said = ascii(shown.group(2));
        boolean certain = shown.group(1) != null || ENDINGS.contains(said.substring(said.lastIndexOf('.') + 1));
        if (certain && !site(said).equals(site(target))) {
            findings.add(
                    LintRule.LINK_TEXT,
                    view.position(link),
                    "The link shows " + Texts.quote(text) + " but goes to " + Texts.quote(target)
                            + ", as phishing mails do; filters and readers distrust it. Let the text say something else, or"
                            + " the same site.");
        }
    }

    private boolean isFilled(TextNode text) {
        return view.hasOutput(text.sourceRange());
    }

    /** The host, or null if a field decides on it. */
    private @Nullable String host(String href, Element link) {
        Matcher matcher = URL.matcher(href);
        if (!matcher.lookingAt()) {
            return null;
        }
        boolean cut =
                matcher.end() == href.length() && !view.value(link, "href").complete();
        return cut ? null : ascii(matcher.group(1));
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    /** The part of a host that its owner registered, near enough. */
    private static String site(String host) {
        List<String> labels = Arrays.asList(host.split("\\.", -1));
        int size = labels.size();
        boolean second = size > 2 && labels.get(size - 1).length() == 2 && SECOND_LEVELS.contains(labels.get(size - 2));
        int take = Math.min(size, second ? 3 : 2);
        return String.join(".", labels.subList(size - take, size));
    }

    private static String shown(Element link) {
        String text = link.text().strip();
        return text.isEmpty() ? link.select("img").attr("alt") : text;
    }
}
