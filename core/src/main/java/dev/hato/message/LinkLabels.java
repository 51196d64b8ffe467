package dev.hato.message;

import java.util.List;

/** Finds out what a reader sees of a link: its text, or that of a picture in it, as far as it has no fields. */
final class LinkLabels {
    private static final int LONGEST = 100;

    private final LinkTable table;
    private final StringBuilder text = new StringBuilder();
    private String alt = "";
    private String element = "";
    private List<Integer> links = List.of();

    /** The alternative text that the tag has which is being read. */
    private String tagAlt = "";

    LinkLabels(LinkTable table) {
        this.table = table;
    }

    void character(char c) {
        if (!links.isEmpty() && text.length() < 4 * LONGEST) {
            text.append(c);
        }
    }

    void alt(String value) {
        tagAlt = value;
    }

    void opens(String name, List<Integer> itsLinks) {
        if (name.equals("area")) {
            itsLinks.forEach(link -> table.label(link, words(tagAlt)));
        } else if (!itsLinks.isEmpty()) {
            end();
            element = name;
            links = itsLinks;
        } else if (name.equals("img") && alt.isEmpty()) {
            alt = tagAlt;
        } else {
            character(' ');
        }
        tagAlt = "";
    }

    void closes(String name) {
        if (name.equals(element)) {
            end();
        } else {
            character(' ');
        }
        tagAlt = "";
    }

    /** No more comes of the link that is open. */
    void end() {
        String seen = words(CharacterReferences.decode(text.toString(), false));
        links.forEach(link -> table.label(link, seen.isEmpty() ? words(alt) : seen));
        links = List.of();
        element = "";
        text.setLength(0);
        alt = "";
    }

    private static String words(String text) {
        StringBuilder words = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c != '\u00A0' && c != '\u3000') {
                words.append(c);
            } else if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        String all = words.toString().stripTrailing();
        return all.length() <= LONGEST ? all : Graphemes.truncate(all, LONGEST, "…");
    }
}
