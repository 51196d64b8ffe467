package dev.hato.internal;

import dev.hato.internal.TemplateTag.Kind;
import dev.hato.internal.TemplateTag.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Follows HTML just far enough to know what a tag of the template language stands in, and overwrites the tag. */
final class HtmlPlaces {
    private static final Set<String> RAW =
            Set.of("style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext");

    private enum State {
        TEXT,
        NAME,
        TAG,
        BEFORE_VALUE,
        DOUBLE_QUOTED,
        SINGLE_QUOTED,
        UNQUOTED,
        RAW,
        COMMENT
    }

    private final char[] text;
    private State state = State.TEXT;
    private String element = "";
    private int nameAt;

    /** Takes the characters to overwrite. */
    HtmlPlaces(char[] text) {
        this.text = text;
    }

    List<TemplateTag> mask(List<TemplateTag> tags) {
        List<TemplateTag> placed = new ArrayList<>(tags.size());
        int at = 0;
        for (TemplateTag tag : tags) {
            walk(at, tag.from());
            placed.add(tag.at(overwrite(tag)));
            at = tag.to();
        }
        walk(at, text.length);
        return placed;
    }

    private Place overwrite(TemplateTag tag) {
        boolean output = tag.kind() == Kind.OUTPUT;
        if (state == State.BEFORE_VALUE && output) {
            state = State.UNQUOTED;
        }
        Place place = switch (state) {
            case TEXT -> Place.TEXT;
            case NAME -> Place.NAME;
            case TAG, BEFORE_VALUE -> Place.TAG;
            case DOUBLE_QUOTED, SINGLE_QUOTED, UNQUOTED -> Place.VALUE;
            case RAW -> Place.RAW;
            case COMMENT -> Place.COMMENT;
        };
        boolean letters = state == State.UNQUOTED || (output && (place == Place.VALUE || place == Place.RAW));
        if (state == State.NAME) {
            endName(tag.from());
        }
        if (place == Place.TEXT && tag.from() > 0 && text[tag.from() - 1] == '<') {
            place = Place.NAME;
        }
        Arrays.fill(text, tag.from(), tag.to(), letters ? 'x' : ' ');
        return place;
    }

    private void walk(int from, int to) {
        int i = from;
        while (i < to) {
            i = step(i, to);
        }
    }

    /** Goes on from the character and returns the offset of the next one to read. */
    private int step(int i, int to) {
        char c = text[i];
        switch (state) {
            case TEXT -> {
                return c == '<' ? less(i, to) : i + 1;
            }
            case NAME -> {
                if (isSpace(c) || c == '/' || c == '>') {
                    endName(i);
                    return i;
                }
            }
            case TAG -> {
                if (c == '>') {
                    state = RAW.contains(element) ? State.RAW : State.TEXT;
                } else if (c == '=') {
                    state = State.BEFORE_VALUE;
                }
            }
            case BEFORE_VALUE -> {
                if (c == '>') {
                    state = State.TAG;
                    return i;
                }
                if (!isSpace(c)) {
                    state = c == '"' ? State.DOUBLE_QUOTED : c == '\'' ? State.SINGLE_QUOTED : State.UNQUOTED;
                }
            }
            case DOUBLE_QUOTED, SINGLE_QUOTED -> {
                if (c == (state == State.DOUBLE_QUOTED ? '"' : '\'')) {
                    state = State.TAG;
                }
            }
            case UNQUOTED -> {
                if (isSpace(c) || c == '>') {
                    state = State.TAG;
                    return i;
                }
            }
            case RAW -> {
                if (c == '<' && endsRaw(i)) {
                    state = State.TAG;
                    int end = i + 2 + element.length();
                    element = "/" + element;
                    return Math.min(end, to);
                }
            }
            case COMMENT -> {
                if (c == '>' && i >= 2 && text[i - 1] == '-' && text[i - 2] == '-') {
                    state = State.TEXT;
                }
            }
        }
        return i + 1;
    }

    private void endName(int end) {
        element = new String(text, nameAt, end - nameAt).toLowerCase(Locale.ROOT);
        state = State.TAG;
    }

    private int less(int i, int to) {
        if (i + 1 >= text.length) {
            return i + 1;
        }
        char next = text[i + 1];
        boolean end = next == '/' && i + 2 < text.length && isLetter(text[i + 2]);
        if (isLetter(next) || end) {
            state = State.NAME;
            nameAt = i + 1;
            return Math.min(to, end ? i + 2 : i + 1);
        }
        if (next == '!' && i + 3 < text.length && text[i + 2] == '-' && text[i + 3] == '-') {
            boolean empty = i + 4 < text.length && text[i + 4] == '>';
            state = empty ? State.TEXT : State.COMMENT;
            return Math.min(to, i + 4);
        }
        return i + 1;
    }

    private boolean endsRaw(int i) {
        int end = i + 2 + element.length();
        if (end > text.length || text[i + 1] != '/') {
            return false;
        }
        boolean name = new String(text, i + 2, element.length()).equalsIgnoreCase(element);
        return name && (end == text.length || isSpace(text[end]) || text[end] == '/' || text[end] == '>');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
