package dev.hato.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.parser.Parser;

/** What a derived text needs of a tag: where it links, what it says instead of a picture, whether it is hidden. */
final class DerivedTag {
    private static final int LONGEST_STYLE = 1_000;

    /** A link of more parts is not worth reading, and the cost of copying it stays bounded. */
    private static final int MOST_PARTS = 200;

    private List<Node> href = List.of();
    private List<Node> alt = List.of();
    private final StringBuilder style = new StringBuilder();
    private final StringBuilder run = new StringBuilder();
    private String runAttribute = "";
    private int runAt;

    DerivedTag copy() {
        DerivedTag copy = new DerivedTag();
        copy.href = href;
        copy.alt = alt;
        copy.style.append(style);
        return copy;
    }

    /** An attribute's value begins. */
    void open(String attribute) {
        flush();
        set(attribute, List.of());
    }

    void character(String attribute, char c, int at) {
        if (attribute.equals("style")) {
            if (style.length() < LONGEST_STYLE) {
                style.append(c);
            }
        } else if (attribute.equals("href") || attribute.equals("alt")) {
            runAt = run.length() == 0 ? at : runAt;
            runAttribute = attribute;
            run.append(c);
        }
    }

    void slot(String attribute, Node.Output output) {
        append(attribute, output);
    }

    void append(String attribute, Node node) {
        flush();
        if (value(attribute).size() >= MOST_PARTS) {
            return;
        }
        List<Node> longer = new ArrayList<>(value(attribute));
        longer.add(node);
        set(attribute, longer);
    }

    List<Node> value(String attribute) {
        return attribute.equals("href") ? href : attribute.equals("alt") ? alt : List.of();
    }

    private void set(String attribute, List<Node> value) {
        if (attribute.equals("href")) {
            href = value;
        } else if (attribute.equals("alt")) {
            alt = value;
        }
    }

    /** Turns the characters collected into a node. */
    void flush() {
        if (run.length() > 0) {
            String decoded = Parser.unescapeEntities(run.toString(), true);
            run.setLength(0);
            append(runAttribute, new Node.Text(decoded, runAt));
        }
    }

    void merge(List<Node> mergedHref, List<Node> mergedAlt) {
        href = mergedHref;
        alt = mergedAlt;
    }

    List<Node> href() {
        flush();
        return href;
    }

    List<Node> alt() {
        flush();
        return alt;
    }

    boolean isHidden() {
        String compact = style.toString().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        return compact.contains("display:none");
    }
}
