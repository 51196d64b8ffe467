package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import dev.hato.internal.TemplateTag;
import dev.hato.internal.TemplateTag.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** A parsed template: its start tags by the names selectors look for, and how far the parser's tree can be trusted. */
final class Page {
    private static final Set<String> UNSEEN =
            Set.of("head", "title", "style", "script", "meta", "link", "base", "template");
    private static final Pattern NAMES =
            Pattern.compile("<([a-zA-Z][\\w:-]*)|\\b(class|id)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))");

    private final MaskedHtml html;
    private final Document document;
    private final boolean repeated;
    private final boolean torn;
    private final List<StartTag> tags = new ArrayList<>();
    private final List<StartTag> open = new ArrayList<>();
    private final Map<String, List<StartTag>> byName = new HashMap<>();
    private final Set<String> commented = new HashSet<>();

    Page(MaskedHtml html) {
        this.html = html;
        this.document = Jsoup.parse(html.text(), "", Parser.htmlParser().setTrackPosition(true));
        this.repeated = html.blocks().stream()
                .flatMap(block -> block.tags().stream())
                .anyMatch(tag -> tag.place() == Place.TEXT || tag.place() == Place.NAME);
        this.torn = repeated && isTorn();
        subjects();
        readComments();
    }

    MaskedHtml html() {
        return html;
    }

    List<StyleElement> styleElements() {
        return document.select("style").stream()
                .filter(StyleElement::isCss)
                .map(element -> StyleElement.of(element, html))
                .toList();
    }

    List<StartTag> tags() {
        return tags;
    }

    /** Whether siblings may be more or fewer in the mail than in the source. */
    boolean isRepeated() {
        return repeated;
    }

    /** Whether a branch opens what another closes, so that the tree of the source is not the tree of the mail. */
    boolean isTorn() {
        TreeMap<Integer, TextNode> texts = new TreeMap<>();
        document.traverse((node, depth) -> {
            if (node instanceof TextNode text && text.sourceRange().isTracked()) {
                texts.put(text.sourceRange().startPos(), text);
            }
        });
        for (MaskedHtml.Block block : html.blocks()) {
            List<@Nullable Element> parents = new ArrayList<>();
            for (TemplateTag tag : block.tags()) {
                if (tag.place() == Place.NAME) {
                    return true;
                }
                if (tag.place() == Place.TEXT) {
                    var text = texts.floorEntry(tag.from());
                    boolean inside =
                            text != null && text.getValue().sourceRange().endPos() > tag.from();
                    parents.add(inside ? text.getValue().parent() : null);
                }
            }
            boolean all = parents.isEmpty() || parents.size() == block.tags().size();
            if (!all || parents.stream().anyMatch(parent -> !Objects.equals(parent, parents.get(0)))) {
                return true;
            }
        }
        return false;
    }

    boolean isTreeUncertain() {
        return torn;
    }

    private void subjects() {
        boolean quirks = document.quirksMode() != Document.QuirksMode.noQuirks;
        Map<Element, Subject> known = new HashMap<>();
        Map<Element, Subject> last = new HashMap<>();
        Set<Element> unseen = new HashSet<>();
        Map<Integer, StartTag> starts = new LinkedHashMap<>();
        for (Element element : document.getAllElements()) {
            Element parent = element.parent();
            if (parent == null) {
                continue;
            }
            Subject subject = new Subject(element, known.get(parent), last.get(parent), html, quirks);
            known.put(element, subject);
            last.put(parent, subject);
            if (unseen.contains(parent) || UNSEEN.contains(element.normalName())) {
                unseen.add(element);
                continue;
            }
            boolean implied = element.sourceRange().isImplicit();
            StartTag tag = implied
                    ? new StartTag(element, html)
                    : starts.computeIfAbsent(element.sourceRange().startPos(), start -> new StartTag(element, html));
            tag.add(subject);
            if (tag.subjects().size() == 1) {
                tags.add(tag);
            }
            index(tag, subject);
        }
        number(document, known);
        for (Subject subject : known.values()) {
            number(subject.element(), known);
        }
    }

    private void index(StartTag tag, Subject subject) {
        name("<" + subject.name(), tag);
        subject.classes().forEach(name -> name("." + name.toLowerCase(Locale.ROOT), tag));
        name("#" + subject.element().id().toLowerCase(Locale.ROOT), tag);
        if (subject.isOpen()) {
            open.add(tag);
        }
    }

    private void name(String name, StartTag tag) {
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(tag);
    }

    private static void number(Element parent, Map<Element, Subject> known) {
        Map<String, Integer> types = new HashMap<>();
        List<Subject> children = new ArrayList<>();
        for (Element child : parent.children()) {
            Subject subject = known.get(child);
            if (subject != null) {
                children.add(subject);
                subject.place.index = children.size();
                subject.place.ofType = types.merge(subject.name(), 1, Integer::sum);
            }
        }
        for (Subject child : children) {
            child.place.count = children.size();
            child.place.countOfType = types.getOrDefault(child.name(), 0);
        }
    }

    /** Returns the tags that a selector with this last compound may mean. */
    Collection<StartTag> candidates(Condition.Compound key) {
        List<StartTag> found = null;
        String type = key.type();
        if (type != null) {
            found = byName.getOrDefault("<" + type, List.of());
        }
        for (Condition condition : key.conditions()) {
            String name = condition instanceof Condition.Id id
                    ? "#" + id.id()
                    : condition instanceof Condition.ClassName className ? "." + className.name() : "";
            if (!name.isEmpty()) {
                List<StartTag> named = byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
                found = found == null || named.size() < found.size() ? named : found;
            }
        }
        if (open.isEmpty()) {
            return found == null ? tags : found;
        }
        Set<StartTag> all = new LinkedHashSet<>(found == null ? tags : found);
        all.addAll(open);
        return all;
    }

    private void readComments() {
        document.traverse((node, depth) -> {
            if (node instanceof Comment comment && comment.getData().startsWith("[if")) {
                Matcher matcher = NAMES.matcher(comment.getData());
                while (matcher.find()) {
                    readName(matcher);
                }
            }
        });
    }

    private void readName(Matcher matcher) {
        if (matcher.group(1) != null) {
            commented.add("<" + matcher.group(1).toLowerCase(Locale.ROOT));
            return;
        }
        String sign = matcher.group(2).equals("id") ? "#" : ".";
        for (int group = 3; group <= 5; group++) {
            if (matcher.group(group) != null) {
                for (String name : matcher.group(group).split("\\s+", -1)) {
                    commented.add(sign + name.toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** Whether the selector may mean something in a conditional comment, which only Outlook reads. */
    boolean meansComment(Selector selector) {
        Condition.Compound key = selector.key();
        String type = key.type();
        if (commented.isEmpty() || (type != null && !commented.contains("<" + type))) {
            return false;
        }
        return key.conditions().stream()
                .allMatch(condition -> condition instanceof Condition.Id id
                        ? commented.contains("#" + id.id().toLowerCase(Locale.ROOT))
                        : !(condition instanceof Condition.ClassName name)
                                || commented.contains("." + name.name().toLowerCase(Locale.ROOT)));
    }
}
