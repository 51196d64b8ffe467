package dev.hato.message;

import dev.hato.message.TemplateLink.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects the links of a part while it is compiled. */
final class LinkTable {
    /** The beginning of a name or path that stands for a page about the mail itself. */
    private static final Set<String> OWN_PAGES = Set.of("unsubscribe", "preferences", "view_in_browser");

    private final int first;
    private final Set<String> kept;
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        private final Place place;
        private final @Nullable String target;
        private final int at;
        private Map<String, String> attributes = Map.of();
        private String label = "";

        Entry(Place place, @Nullable String target, int at) {
            this.place = place;
            this.target = target;
            this.at = at;
        }
    }

    /**
     * Begins a table.
     *
     * @param first the index of the first link
     * @param kept where links lead that are not to be replaced
     */
    LinkTable(int first, Set<String> kept) {
        this.first = first;
        this.kept = kept;
    }

    /** Whether a value of this name is an URL that must stay as it is. */
    static boolean isOwnPage(String name) {
        return OWN_PAGES.contains(name);
    }

    /** Whether links to there stay as they are. */
    boolean isKept(String target) {
        return kept.contains(target);
    }

    /** Adds a link and returns its index. */
    int add(Place place, @Nullable String target, int at) {
        entries.add(new Entry(place, target, at));
        return first + entries.size() - 1;
    }

    /** The index behind the last link. */
    int end() {
        return first + entries.size();
    }

    void attributes(int index, Map<String, String> attributes) {
        entries.get(index - first).attributes = attributes;
    }

    void label(int index, String label) {
        entries.get(index - first).label = label;
    }

    /** Returns the links. */
    List<TemplateLink> links(SourceText source) {
        SourceText.Positions positions = source.positions();
        TemplatePosition[] at = new TemplatePosition[entries.size()];
        IntStream.range(0, at.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> entries.get(i).at))
                .forEach(i -> at[i] = positions.at(entries.get(i).at));
        List<TemplateLink> links = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            TemplatePosition position = at[links.size()];
            links.add(new TemplateLink(
                    first + links.size(), entry.place, entry.target, entry.attributes, entry.label, position));
        }
        return links;
    }
}
