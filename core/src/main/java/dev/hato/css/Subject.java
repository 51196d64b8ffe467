package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import dev.hato.internal.TemplateTag;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jspecify.annotations.Nullable;

/** An element, and which of its names and attributes hold whatever the fields are filled with. */
final class Subject {
    private final Element element;
    private final @Nullable Subject parent;
    private final @Nullable Subject previous;
    private final MaskedHtml html;
    private final boolean loose;
    private final boolean quirks;
    private final Set<String> sureClasses = new HashSet<>();
    private final Set<String> otherClasses = new HashSet<>();
    private boolean openClass;

    /** Its place among its siblings, and among those of its name; set when the last of them is known. */
    final Place place = new Place();

    /** Positions counted from 1, and how many there are. */
    static final class Place {
        int index;
        int count;
        int ofType;
        int countOfType;
    }

    Subject(Element element, @Nullable Subject parent, @Nullable Subject previous, MaskedHtml html, boolean quirks) {
        this.element = element;
        this.parent = parent;
        this.previous = previous;
        this.html = html;
        this.quirks = quirks;
        Range tag = element.sourceRange();
        this.loose = !tag.isImplicit()
                && html.tagsIn(tag.startPos(), tag.endPos()).stream()
                        .anyMatch(part -> part.isBlock() && part.place() != TemplateTag.Place.VALUE);
        readClasses();
    }

    private void readClasses() {
        if (!element.hasAttr("class")) {
            return;
        }
        Range value = element.attributes().sourceRange("class").valueRange();
        boolean certain = !loose && !hasTags("class");
        if (certain || !value.isTracked()) {
            (certain ? sureClasses : otherClasses).addAll(element.classNames());
            return;
        }
        String masked = html.text().substring(value.startPos(), value.endPos());
        int at = 0;
        while (at < masked.length()) {
            int end = at;
            while (end < masked.length() && !CssScanner.isSpace(masked.charAt(end))) {
                end++;
            }
            if (end > at) {
                int from = value.startPos() + at;
                int to = value.startPos() + end;
                boolean touched = html.hasTag(from - 1, to + 1);
                boolean sure = !loose && !touched && !html.isInsideBlock(from, value.startPos());
                (sure ? sureClasses : otherClasses).add(masked.substring(at, end));
                openClass |= touched;
            }
            at = end + 1;
        }
    }

    private boolean hasTags(String attribute) {
        Range value = element.attributes().sourceRange(attribute).valueRange();
        return !value.isTracked() || html.hasTag(value.startPos(), value.endPos());
    }

    Element element() {
        return element;
    }

    @Nullable Subject parent() {
        return parent;
    }

    @Nullable Subject previous() {
        return previous;
    }

    String name() {
        return element.normalName();
    }

    /** Whether its names cannot be listed: some selector may mean it whatever it looks for. */
    boolean isOpen() {
        return loose || openClass || (element.hasAttr("id") && hasTags("id"));
    }

    /** The names in which a selector could look for it, uncertain ones too. */
    List<String> classes() {
        Set<String> all = new HashSet<>(sureClasses);
        all.addAll(otherClasses);
        return List.copyOf(all);
    }

    Match hasClass(String name) {
        if (sureClasses.contains(name)) {
            return Match.SURE;
        }
        boolean maybe = loose || openClass || otherClasses.contains(name);
        boolean folded = quirks && sureClasses.stream().anyMatch(name::equalsIgnoreCase);
        return maybe || folded ? Match.MAYBE : Match.NO;
    }

    Match hasId(String id) {
        Match exact = attribute("id", id::equals);
        boolean folded = quirks && exact == Match.NO && element.id().equalsIgnoreCase(id);
        return folded ? Match.MAYBE : exact;
    }

    /** Whether an attribute is there and its value holds. */
    Match attribute(String name, Predicate<String> test) {
        if (loose) {
            return Match.MAYBE;
        }
        Attribute attribute = element.attribute(name.toLowerCase(Locale.ROOT));
        if (attribute == null) {
            return Match.NO;
        }
        return hasTags(attribute.getKey()) ? Match.MAYBE : Match.of(test.test(attribute.getValue()));
    }

    boolean isRoot() {
        return parent == null;
    }
}
